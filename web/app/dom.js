/** Elements and money. Text is always set as text, never as markup. */

export const $ = (selector, root = document) => root.querySelector(selector);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.map((child) => child ?? ""));
  return made;
}

/** Format an exact decimal string; Intl takes the string itself, so no digit passes through a float. */
export function money(amount, currency) {
  const style = currency === "XXX" ? { minimumFractionDigits: 2 } : { style: "currency", currency };
  return new Intl.NumberFormat(undefined, style).format(amount);
}

/** A sentence about what went wrong, read out at once. */
export const problem = (text) => element("p", { class: "problem", role: "alert" }, text);

const shifted = (day, by) => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

/** Periods of the API end before their last day; people name the last day itself. */
export const dayBefore = (day) => shifted(day, -1);
export const dayAfter = (day) => shifted(day, 1);

export const side = (amount) => (amount.startsWith("-") ? "out" : "in");
