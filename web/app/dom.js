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

export const side = (amount) => (amount.startsWith("-") ? "out" : "in");
