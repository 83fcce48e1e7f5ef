/** A file that only a person can explain: its questions, how it reads with their answers, and the mapping that keeps them. */

import { call } from "./api.js";
import { element, money, problem } from "./dom.js";

const SHOWN = 8;

/** Whether a refused file was refused for a question that has answers. */
export const asks = (item) => item.status === "rejected" && /^AMBIGUOUS_(DATES|AMOUNTS|SIGN)$/.test(item.error?.code ?? "");

function choices(question, place) {
  const answers = question.answers.map((answer, n) => element("label", {},
    element("input", { type: "radio", name: `question-${place}`, value: String(n), required: "" }), ` ${answer.text}`));
  return element("fieldset", {}, element("legend", {}, question.text), ...answers);
}

function reading(shown) {
  if (shown.problem) return problem(shown.problem.message);
  const rows = shown.rows.filter((row) => row.status === "booked").slice(0, SHOWN).map((row) => element("tr", {},
    element("td", { class: "date" }, row.date), element("td", {}, row.description),
    element("td", { class: "n" }, money(row.amount, row.currency))));
  const sums = Object.entries(shown.totals).map(([currency, total]) => money(total, currency)).join(", ");
  return element("div", {},
    element("p", {}, `Then it has ${shown.booked} transactions from ${shown.first} to ${shown.last}, ${sums} in all` +
      (shown.rejected ? `, and ${shown.rejected} rows that cannot be read.` : ".")),
    element("table", { "aria-label": "First rows as they would be read" }, element("tbody", {}, ...rows)));
}

/** Show what is asked of a refused import; `done` is called once it is being read again, with the answers kept for later files. */
export async function ask(item, done) {
  const { questions, mapping } = await call("POST", `/api/imports/${item.id}/preview`, {});
  if (!questions.length) return element("p", {}, "Nothing is left to ask. ", button("Read it again", () => replay(item, done)));
  const outcome = element("div", { "aria-live": "polite" });
  const form = element("form", { class: "ask" }, ...questions.map(choices), element("p", {}, element("button", { type: "submit" }, "Show me")), outcome);
  form.addEventListener("change", () => outcome.replaceChildren());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    const whole = Object.assign({}, mapping, ...questions.map((question, n) => question.answers[chosen.get(`question-${n}`)].sets));
    try {
      const shown = await call("POST", `/api/imports/${item.id}/preview`, { mapping: whole });
      outcome.replaceChildren(reading(shown));
      if (!shown.problem) outcome.append(button("Right: read it so, and later files like it", () => keep(item, whole, done)));
      outcome.querySelector("button")?.focus();
    } catch (trouble) {
      outcome.replaceChildren(problem(trouble.message));
    }
  });
  return form;
}

function button(text, act) {
  const made = element("button", { type: "button" }, text);
  made.addEventListener("click", async () => {
    made.disabled = true;
    await act().catch((trouble) => made.replaceWith(problem(trouble.message)));
  });
  return made;
}

async function keep(item, mapping, done) {
  await call("POST", "/api/mappings", { name: item.filename, mapping });
  await replay(item, done);
}

async function replay(item, done) {
  await call("POST", `/api/imports/${item.id}/replay`);
  done();
}
