/** Money in, out and net of the period, and where it went. */

import { call } from "./api.js";
import { $, element, money, side } from "./dom.js";

const figure = (name, text, style = "") => element("dl", {}, element("dt", {}, name), element("dd", { class: style }, text));

export async function showOverview(query) {
  const [found, expenses] = await Promise.all([
    call("GET", `/api/transactions/analyze?${query}`),
    call("GET", `/api/transactions/analyze?${query}&type=expense`),
  ]);
  const spent = expenses.by_category.filter((row) => row.total.startsWith("-")).slice(0, 8);
  const most = Math.max(...spent.map((row) => -Number(row.total)), 1);
  $("#overview").replaceChildren(
    figure("Income", money(found.income, found.currency), "in"),
    figure("Expenses", money(found.expenses, found.currency)),
    figure("Net", money(found.net, found.currency), side(found.net)),
    figure("Transactions", String(found.count)),
    element("ul", { class: "bars", "aria-label": "Spending by category" }, ...spent.map((row) => element("li", {},
      element("span", {}, row.category ?? "Uncategorised"),
      element("meter", { min: 0, max: most, value: -Number(row.total), "aria-hidden": "true" }),
      element("span", { class: "n" }, money(row.total, found.currency))))),
  );
}
