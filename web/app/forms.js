/** Panels, forms, buttons and tables that say what came of them. */

import { $, element, problem } from "./dom.js";

/** A part of a page, with a place below for what has happened. */
export function panel(title, ...children) {
  const id = `title-${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
  return element("section", { "aria-labelledby": id }, element("h2", { id }, title), ...children, element("div", { class: "say", role: "status" }));
}

/** Run `act` for something in a panel; what it returns, or what went wrong, is said there, also if the panel was made anew. */
export async function attempt(inside, act) {
  const title = inside.closest("section").getAttribute("aria-labelledby");
  const say = (what) => $(`section[aria-labelledby=${title}] .say`)?.replaceChildren(what);
  say("");
  try {
    say((await act()) ?? "");
  } catch (trouble) {
    if (trouble.code === "UNAUTHENTICATED") window.dispatchEvent(new Event("signed-out"));
    say(problem([trouble.message, ...(trouble.details ?? []).map((one) => `${one.field}: ${one.problem}`)].join(" ")));
  }
}

async function busy(control, act) {
  control.disabled = true;
  await attempt(control, act);
  control.disabled = false;
}

export function button(text, act, style = "plain") {
  const made = element("button", { type: "button", class: style }, text);
  made.addEventListener("click", () => busy(made, act));
  return made;
}

/** A named field: an input of these attributes, or whatever control is given instead. */
export const field = (text, control) => element("label", {}, text, control instanceof Node ? control : element("input", control));

export function tick(text, attributes) {
  return element("label", { class: "tick" }, element("input", { type: "checkbox", ...attributes }), ` ${text}`);
}

export function choice(name, options, chosen) {
  const made = element("select", { name }, ...options.map(([value, text]) => element("option", { value }, text)));
  made.value = chosen;
  return made;
}

/** A form; `act` gets its FormData. It is emptied once that went well, unless it `stays`. */
export function form(fields, submit, act, { stays = false } = {}) {
  const send = element("button", { type: "submit" }, submit);
  const made = element("form", { class: "fields" }, ...fields, send);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(send, async () => {
      const said = await act(new FormData(made));
      if (!stays) made.reset();
      return said;
    });
  });
  return made;
}

/** A table; where it has no rows, the sentence `none`. */
export function table(label, columns, rows, none) {
  if (!rows.length) return element("p", { class: "soft" }, none);
  const cells = (row) => row.map((cell) => element("td", {}, ...[cell].flat()));
  return element("div", { class: "table" }, element("table", { "aria-label": label },
    element("thead", {}, element("tr", {}, ...columns.map((name) => element("th", {}, name)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row))))));
}

/** A moment as people here write it. */
export const moment = (time) => (time ? new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) : "never");

/** The same, in a table. */
export const when = (time) => (time ? element("time", { datetime: time }, moment(time)) : "never");
