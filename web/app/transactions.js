/** The ledger, a page at a time. */

import { call } from "./api.js";
import { $, element, money, side } from "./dom.js";
import { origin } from "./drafts.js";

const accounts = new Map();
let latest = 0;

export async function loadAccounts() {
  const { items } = await call("GET", "/api/accounts?limit=200");
  const select = $("#transactions [name=account_id]");
  const chosen = select.value;
  accounts.clear();
  items.forEach((account) => accounts.set(account.id, account.name));
  select.replaceChildren(element("option", { value: "" }, "All accounts"), ...items.map((a) => element("option", { value: a.id }, a.name)));
  select.value = accounts.has(chosen) ? chosen : "";
}

function row(item) {
  const pending = item.status === "pending" ? element("span", { class: "soft" }, " pending") : "";
  return element("tr", {},
    element("td", { class: "date" }, item.date),
    element("td", { title: item.original_description }, item.merchant || item.description, pending, origin(item)),
    element("td", {}, item.category ?? element("span", { class: "soft" }, "–")),
    element("td", {}, accounts.get(item.account_id) ?? ""),
    element("td", { class: `n ${side(item.amount)}` }, money(item.amount, item.currency), converted(item)));
}

/** What it was before the bank converted it. */
function converted({ original_amount, original_currency, exchange_rate }) {
  if (!original_amount) return "";
  return element("div", { class: "soft", title: exchange_rate ? `The bank's rate: ${exchange_rate}` : "" }, money(original_amount, original_currency ?? "XXX"));
}

/** Show the first page of what the filters ask for; a slower, older answer never overwrites a newer one. */
export async function showTransactions(query, cursor = null) {
  const mine = ++latest;
  const wanted = new URLSearchParams(query);
  for (const [name, value] of new FormData($("#transactions form"))) if (value) wanted.set(name, value);
  if (cursor) wanted.set("cursor", cursor);
  const page = await call("GET", `/api/transactions?${wanted}`);
  if (mine !== latest) return;
  const body = $("#transactions tbody");
  if (!cursor) body.replaceChildren();
  body.append(...page.items.map(row));
  if (!body.children.length) body.append(element("tr", {}, element("td", { colspan: 5, class: "soft" }, "Nothing here yet. Drop a statement above, or widen the filters.")));
  const more = $("#transactions [name=more]");
  more.hidden = !page.next_cursor;
  more.onclick = () => showTransactions(query, page.next_cursor);
}
