/** Statements: drop them, watch them arrive, read why one was refused. */

import { call, may, pause, put } from "./api.js";
import { $, element, problem } from "./dom.js";
import { ask, asks } from "./questions.js";

const PATIENCE_MS = 600_000;

const number = (value, style = "") => element("td", { class: `n ${value ? style : "soft"}` }, String(value ?? 0));

let changed = () => showImports();

/** Ask, take an import back, and show the ledger without it. */
async function undo(item, button) {
  if (!confirm(`Take back ${item.filename}? What only this file brought leaves the ledger, with your notes on it.`)) return;
  button.disabled = true;
  try {
    await call("DELETE", `/api/imports/${item.id}`);
    await changed();
  } catch (trouble) {
    button.replaceWith(problem(trouble.message));
  }
}

/** Open the questions that a refused file asks below its row; answered, it is read again, in its place. */
async function explain(item, button) {
  button.disabled = true;
  const cell = element("td", { colspan: 9 });
  button.closest("tr").after(element("tr", { class: "below" }, cell));
  cell.replaceChildren(await ask(item, async () => {
    cell.replaceChildren("Reading …");
    await finished(item.id, (text) => cell.replaceChildren(text)).catch((trouble) => cell.replaceChildren(problem(trouble.message)));
    await changed();
  }).catch((trouble) => problem(trouble.message)));
  cell.querySelector("input")?.focus();
}

function question(item) {
  if (!asks(item) || !may("import_statements")) return "";
  const button = element("button", { class: "plain" }, "Answer and read it");
  button.addEventListener("click", () => explain(item, button));
  return button;
}

function reading(item) {
  return `reading, ${item.rows_done.toLocaleString()} rows, ${item.progress} %`;
}

function status(item) {
  if (item.status === "reading" && item.rows_done) return reading(item);
  if (item.status !== "done" || item.format === `${item.bank}_feed` || !may("import_statements")) return item.status;
  const button = element("button", { class: "plain", title: `Undo the import of ${item.filename}` }, "Undo");
  button.addEventListener("click", () => undo(item, button));
  return [item.status, " ", button];
}

function rejected(item) {
  if (!item.rejected) return number(0);
  const file = `/api/imports/${item.id}/rows?status=rejected&format=csv`;
  return element("td", { class: "n bad" }, element("a", { href: file, download: "", title: "The rejected rows, to be repaired and dropped again" }, String(item.rejected)));
}

function row(item) {
  const why = item.error ? element("div", { class: "bad" }, item.error.message) : "";
  const check = { ok: "agrees", failed: "differs", absent: "" }[item.balance_check] ?? "";
  return element("tr", {},
    element("td", {}, item.filename, why, question(item)), element("td", {}, item.bank.replace("_", " ")), element("td", { class: "state" }, ...[status(item)].flat()),
    number(item.imported), number(item.duplicates), number(item.pending), rejected(item), number(item.ignored),
    element("td", { class: item.balance_check === "failed" ? "bad" : "" }, check));
}

export async function showImports() {
  const { items } = await call("GET", "/api/imports?limit=10");
  $("#imports tbody").replaceChildren(...items.map(row));
  if (!items.length) $("#imports tbody").append(element("tr", {}, element("td", { colspan: 9, class: "soft" }, "No statement yet. Drop the first one above.")));
}

async function finished(id, told) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(500)) {
    const item = await call("GET", `/api/imports/${id}`);
    if (!["waiting", "reading"].includes(item.status)) return item;
    if (item.rows_done) told(reading(item));
  }
  throw new Error("Still being read. It will appear here by itself; nothing is lost.");
}

async function send(file) {
  const bar = element("progress", { max: 1, value: 0 });
  const state = element("td", { colspan: 8 }, bar);
  const line = element("tr", {}, element("td", {}, file.name), state);
  $("#imports tbody").prepend(line);
  try {
    const target = await call("POST", "/api/uploads", { filename: file.name, size: file.size });
    await put(file, target, (share) => { bar.value = share; });
    state.replaceChildren("reading …");
    line.replaceWith(row(await finished(target.import_id, (text) => state.replaceChildren(text))));
  } catch (trouble) {
    state.replaceChildren(problem(trouble.message));
  }
}

/** Wire the drop zone; `then` is called when all dropped files have ended, and when one was taken back. */
export function acceptFiles(then) {
  changed = then;
  const zone = $(".drop");
  const take = async (files) => { await Promise.all([...files].map(send)); await changed(); };
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("over"); take(event.dataTransfer.files); });
  zone.addEventListener("keydown", (event) => { if (["Enter", " "].includes(event.key)) { event.preventDefault(); $("input", zone).click(); } });
  $("input", zone).addEventListener("change", (event) => { take(event.target.files); event.target.value = ""; });
}
