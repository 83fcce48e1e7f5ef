/** Transactions typed in: cash, or what a bank will tell later; and whether a bank's row is one of them. */

import { call, may } from "./api.js";
import { $, element, problem } from "./dom.js";

const place = $("#draft");
const form = $("form", place);
let changed = () => {};

const say = (...what) => $(".say", place).replaceChildren(...what);

/** Offer the form, with the accounts there are; `then` is called when something was added or parted. */
export async function offerDrafts(then) {
  changed = then;
  place.hidden = !may("edit_transactions");
  const { items } = await call("GET", "/api/accounts?limit=200");
  const { account_id, date } = form.elements;
  const chosen = account_id.value;
  account_id.replaceChildren(element("option", { value: "" }, "Cash"),
    ...items.filter((one) => one.bank !== "draft").map((one) => element("option", { value: one.id }, one.name)));
  account_id.value = items.some((one) => one.id === chosen) ? chosen : "";
  date.value ||= new Date().toLocaleDateString("sv");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { date, description, amount, account_id } = Object.fromEntries(new FormData(form));
  try {
    await call("POST", "/api/transactions", { date, description, amount, ...(account_id ? { account_id } : {}) });
    form.elements.description.value = form.elements.amount.value = "";
    say("Added. When the bank tells it too, the two become one.");
    form.elements.description.focus();
    await changed();
  } catch (trouble) {
    say(problem([trouble.message, ...trouble.details.map((one) => one.problem)].join(" ")));
  }
});

/** What to say beside a row that was typed in, or that was taken for one that was. */
export function origin(item) {
  if (item.source === "draft") return element("span", { class: "soft", title: "Typed in; no bank has told it yet" }, " draft");
  if (item.provenance.match !== "draft") return "";
  if (!may("edit_transactions")) return element("span", { class: "soft" }, " your draft");
  const part = element("button", { class: "plain", type: "button", title: "This row was taken for the draft that you typed in" }, "your draft: it is not");
  part.addEventListener("click", async () => {
    part.disabled = true;
    await call("DELETE", `/api/transactions/${item.id}/match`).then(changed, (trouble) => part.replaceWith(problem(trouble.message)));
  });
  return part;
}
