/** A statement against the ledger: does it agree, why not, tick, lock. */

import { call, may } from "./api.js";
import { $, dayAfter, dayBefore, element, money, problem } from "./dom.js";

const MOST_PAGES = 5;
const SOURCES = {
  given: "as you said", locked_period: "from the locked period before", assertion: "from a balance assertion",
  running_balance: "from the bank's running balance", statement_balance: "as a statement declares",
};

const form = $("#reconciliation form");
const place = $("#reconciliation .standing");
let changed = () => {};

function button(text, act, style = "") {
  const made = element("button", { class: style, type: "button" }, text);
  made.addEventListener("click", () => attempt(act));
  return made;
}

/** Do something and show how the reconciliation stands after it, or what was wrong. */
async function attempt(act) {
  $(".problem", place)?.remove();
  try {
    const found = await act();
    if (found) await show(found);
  } catch (trouble) {
    place.prepend(problem(trouble.message));
  }
}

const line = (name, ...values) => element("div", {}, element("dt", {}, name), element("dd", {}, ...values));

function explanation(one, currency) {
  const when = one.from ? ` ${one.from}${one.to && dayBefore(one.to) !== one.from ? ` – ${dayBefore(one.to)}` : ""}` : "";
  return element("li", { class: one.exact ? "exact" : "" }, one.exact ? element("b", {}, "This explains it: ") : "", one.message,
    element("span", { class: "soft" }, when), one.amount ? ` ${money(one.amount, currency)}` : "");
}

function verdict(found) {
  const path = `/api/reconciliation/${found.id}`;
  const lock = may("reconcile") ? button("Lock the period", () => call("POST", `${path}/lock`).then(lists)) : "";
  const unlock = may("reconcile") ? button("Unlock", () => call("POST", `${path}/unlock`).then(lists), "plain") : "";
  switch (found.status) {
    case "locked": return element("p", { class: "in" }, "It agrees and is locked: nothing booked in it changes any more. ", unlock);
    case "balanced": return element("p", { class: "in" }, "It agrees to the last digit. ", lock);
    case "opening_needed": return opening(found, path);
    default: return element("p", { class: "bad" }, `It differs: the ledger lacks ${money(found.difference, found.currency)}.`);
  }
}

function opening(found, path) {
  const input = element("input", { "aria-label": "Opening balance", inputmode: "decimal" });
  return element("p", {}, "Nothing tells the balance before the period. The statement does: ", input, " ",
    button("Compare", () => call("PATCH", path, { opening_balance: input.value.trim() })));
}

async function rowsOf(id) {
  const found = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
    const { items, next_cursor } = await call("GET", `/api/reconciliation/${id}/transactions?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...items);
    cursor = next_cursor;
  }
  return found.sort((a, b) => a.day.localeCompare(b.day));
}

function tick(found, row) {
  const box = element("input", { type: "checkbox", "aria-label": `${row.day} ${row.description} is on the statement` });
  box.checked = row.ticked;
  box.disabled = found.status === "locked" || !may("reconcile");
  box.addEventListener("change", () => attempt(async () => {
    const now = await call("POST", `/api/reconciliation/${found.id}/tick`, { transaction_ids: [row.id], ticked: box.checked });
    $(".ticked", place).textContent = ticks(now);
  }));
  return element("tr", {}, element("td", {}, box), element("td", { class: "date" }, row.day), element("td", {}, row.description),
    element("td", { class: "n" }, money(row.amount, found.currency)));
}

const ticks = ({ ticked, currency }) => `${ticked.count} ticked, ${money(ticked.total, currency)}` +
  (ticked.difference === null ? "" : `; with these alone ${money(ticked.difference, currency)} would be missing`);

async function show(found) {
  const amount = (value) => (value === null ? "not known" : money(value, found.currency));
  const rows = await rowsOf(found.id);
  place.replaceChildren(
    element("h3", {}, `${found.statement_from} – ${dayBefore(found.statement_to)}`), verdict(found),
    element("dl", {},
      line("Opening", amount(found.opening_balance), element("small", {}, SOURCES[found.opening_source] ?? "")),
      line(`Booked (${found.count})`, amount(found.total)), line("Expected closing", amount(found.expected_closing)),
      line("Statement's closing", amount(found.closing_balance)), line("Difference", amount(found.difference))),
    element("ul", { "aria-label": "What may explain the difference" }, ...found.explanations.slice(0, 12).map((one) => explanation(one, found.currency))),
    element("details", {}, element("summary", {}, "Tick what is on the statement"), element("p", { class: "ticked", role: "status" }, ticks(found)),
      element("table", {}, element("tbody", {}, ...rows.map((row) => tick(found, row))))),
    found.status !== "locked" && may("reconcile") ? button("Discard", async () => { await call("DELETE", `/api/reconciliation/${found.id}`); place.replaceChildren(); await list(); }, "plain") : "");
}

async function list() {
  const { items } = await call("GET", "/api/reconciliation?limit=20");
  const names = new Map([...form.elements.account_id.options].map((option) => [option.value, option.text]));
  $("#reconciliation .earlier").replaceChildren(...items.map((one) => element("li", {},
    button(`${names.get(one.account_id) ?? "Account"}, ${one.statement_from} – ${dayBefore(one.statement_to)}`,
      () => call("GET", `/api/reconciliation/status?id=${one.id}`), "plain"), one.locked_at ? " locked" : "")));
}

/** After a lock was set or opened, the list and the ledger show it too. */
async function lists(found) {
  await Promise.all([list(), changed()]);
  return found;
}

/** Fill the form with what a statement of an account says of itself. */
export function prefill(account, statement) {
  const fields = form.elements;
  fields.account_id.value = account.id;
  fields.statement_from.value = statement.from;
  fields.statement_last.value = dayBefore(statement.to);
  fields.opening_balance.value = statement.opening_balance ?? "";
  fields.closing_balance.value = statement.closing_balance ?? "";
  form.scrollIntoView({ block: "center" });
  fields.closing_balance.focus();
}

/** Show the form and what was reconciled before; `then` is called when a period was locked or unlocked. */
export async function showReconciliations(then) {
  changed = then;
  form.hidden = !may("reconcile");
  const { items } = await call("GET", "/api/accounts?limit=200");
  const select = form.elements.account_id;
  const chosen = select.value;
  select.replaceChildren(...items.map((one) => element("option", { value: one.id }, one.name)));
  if (items.some((one) => one.id === chosen)) select.value = chosen;
  await list();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const said = Object.fromEntries(new FormData(form));
  attempt(async () => {
    const found = await call("POST", "/api/reconciliation/start", {
      account_id: said.account_id, statement_from: said.statement_from, statement_to: dayAfter(said.statement_last),
      closing_balance: said.closing_balance.trim(), opening_balance: said.opening_balance.trim() || null,
    });
    await list();
    return found;
  });
});
