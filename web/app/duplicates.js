/** Pairs of rows that may be one transaction, for a person to decide. */

import { call } from "./api.js";
import { $, element, money, problem } from "./dom.js";

let changed = () => {};

const told = (row) => element("div", {}, `${row.date} · ${row.original_description} · `, element("b", {}, money(row.amount, row.currency)));

function decide(pair, verb, text) {
  const made = element("button", verb === "confirm" ? {} : { class: "plain" }, text);
  made.addEventListener("click", async () => {
    made.disabled = true;
    try {
      await call("POST", `/api/duplicates/${pair.id}/${verb}`);
      await changed();
    } catch (trouble) {
      made.replaceWith(problem(trouble.message));
    }
  });
  return made;
}

const shown = (pair) => element("li", {}, told(pair.other), told(pair.transaction), element("p", { class: "soft" }, pair.reason),
  decide(pair, "confirm", "They are one: count once"), " ", decide(pair, "reject", "They are two: keep both"));

/** Show what is undecided, nothing if all is; `then` is called after each decision. */
export async function showDuplicates(then) {
  changed = then;
  const { items, next_cursor } = await call("GET", "/api/duplicates?status=open&limit=20");
  $("#duplicates").hidden = !items.length;
  $("#duplicates ul").replaceChildren(...items.map(shown));
  $("#duplicates .more").textContent = next_cursor ? "There are more; they follow as you decide." : "";
}
