/** Balances that somebody vouches for: checked each time they are shown. */

import { call, may } from "./api.js";
import { element, money, problem } from "./dom.js";

const VERDICTS = { first: "the chain begins here", ok: "holds" };

/** A list of an account's vouched balances, and a form for one more; it keeps itself up to date. */
export async function assertions(account) {
  const place = element("div", { class: "vouched" });
  await show(account, place);
  return place;
}

async function show(account, place) {
  const { items } = await call("GET", `/api/balance-assertions?account_id=${account.id}`);
  place.replaceChildren(element("h3", {}, "Vouched balances"),
    items.length ? "" : element("p", { class: "soft" }, "None. A balance that you vouch for shows from when on the ledger is wrong."),
    element("ul", { "aria-label": `Vouched balances of ${account.name}` }, ...items.map((one) => line(one, account, place))),
    may("reconcile") ? form(account, place) : "");
}

function line(one, account, place) {
  const verdict = one.status === "failed"
    ? element("span", { class: "bad" }, `fails: the ledger says ${money(one.expected, one.currency)}, ${money(one.difference, one.currency)} apart`)
    : element("span", { class: one.status === "ok" ? "in" : "soft" }, VERDICTS[one.status]);
  const made = element("li", {}, `${one.date} begins with `, element("b", {}, money(one.amount, one.currency)), " · ", verdict, " ");
  if (!may("reconcile")) return made;
  const withdraw = element("button", { class: "plain", type: "button" }, "Withdraw");
  withdraw.addEventListener("click", () => call("DELETE", `/api/balance-assertions/${one.id}`)
    .then(() => show(account, place), (trouble) => withdraw.replaceWith(problem(trouble.message))));
  made.append(withdraw);
  return made;
}

function form(account, place) {
  const made = element("form", { class: "filters" },
    element("label", {}, "Day, before anything of it", element("input", { name: "date", type: "date", required: "" })),
    element("label", {}, "Balance", element("input", { name: "amount", inputmode: "decimal", required: "", pattern: "-?[0-9]+([.][0-9]+)?", title: "Digits and a point, like -12.50" })),
    element("button", { type: "submit" }, "Vouch for it"));
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call("POST", "/api/balance-assertions", { account_id: account.id, ...Object.fromEntries(new FormData(made)) });
      await show(account, place);
    } catch (trouble) {
      made.append(problem(trouble.message));
    }
  });
  return made;
}
