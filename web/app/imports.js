/** Statements: drop them, watch them arrive, read why one was refused. */

import { call, may, pause, put } from "./api.js";
import { $, element, problem } from "./dom.js";
import { ask, asks } from "./questions.js";

const PATIENCE_MS = 600_000;

const FOUND = "";

const number = (name, value, style = "") => element("td", { class: `n ${value ? style : "soft"}`, "data-name": name }, String(value ?? 0));
const asking = new Map(); // rows in which a file is being explained, by import, however often the list is made anew

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
  const below = element("tr", { class: "below" }, cell);
  asking.set(item.id, below);
  button.closest("tr").after(below);
  cell.replaceChildren(await ask(item, async () => {
    cell.replaceChildren("Reading …");
    await finished(item.id, (text) => cell.replaceChildren(text)).catch((trouble) => cell.replaceChildren(problem(trouble.message)));
    asking.delete(item.id);
    await changed();
  }).catch((trouble) => problem(trouble.message)));
  cell.querySelector("input")?.focus();
}

function question(item) {
  if (!asks(item) || !may("import_statements")) return "";
  const button = element("button", { class: "plain" }, "Answer and read it");
  button.disabled = asking.has(item.id);
  button.addEventListener("click", () => explain(item, button));
  return button;
}

/** Have the stored file read again, and show what came of it. */
async function again(item, button) {
  button.disabled = true;
  try {
    await call("POST", `/api/imports/${item.id}/replay`);
    await finished(item.id, (text) => { button.textContent = text; });
    await changed();
  } catch (trouble) {
    button.replaceWith(problem(trouble.message));
  }
}

function reading(item) {
  return `reading, ${item.rows_done.toLocaleString()} rows, ${item.progress} %`;
}

function status(item) {
  if (item.status === "reading" && item.rows_done) return reading(item);
  if (["waiting", "reading"].includes(item.status) || isFeed(item) || !may("import_statements")) return item.status;
  const [name, about, act] = item.status === "done" ? ["Undo", "Undo the import of", undo] : ["Read again", "Read again", again];
  const button = element("button", { class: "plain", title: `${about} ${item.filename}` }, name);
  button.addEventListener("click", () => act(item, button));
  return [item.status, " ", button];
}

const isFeed = (item) => item.format === `${item.bank}_feed`;

/** The file's name leads to the file as it came, where there is one. */
function name(item) {
  if (item.status === "waiting" || isFeed(item) || !may("import_statements")) return item.filename;
  return element("a", { class: "quiet", href: `/api/imports/${item.id}/original`, title: "Download the file as it came" }, item.filename);
}

function rejected(item) {
  if (!item.rejected) return number("rejected", 0);
  const file = `/api/imports/${item.id}/rows?status=rejected&format=csv`;
  return element("td", { class: "n bad", "data-name": "rejected" }, element("a", { href: file, download: "", title: "The rejected rows, to be repaired and dropped again" }, String(item.rejected)));
}

function row(item) {
  const why = item.error ? element("div", { class: "bad" }, item.error.message) : "";
  const doubts = item.warnings.map((text) => element("div", { class: "soft" }, text));
  const check = { ok: "agrees", failed: "differs", absent: "" }[item.balance_check] ?? "";
  return element("tr", {},
    element("td", {}, name(item), why, ...doubts, question(item)), element("td", {}, item.bank.replace("_", " ")), element("td", { class: "state" }, ...[status(item)].flat()),
    number("new", item.imported), number("known", item.duplicates), number("pending", item.pending), rejected(item), number("ignored", item.ignored),
    element("td", { class: item.balance_check === "failed" ? "bad" : "", ...(check ? { "data-name": "balance" } : {}) }, check));
}

const rows = (item) => [row(item), ...(asking.has(item.id) ? [asking.get(item.id)] : [])];

/** Show the latest files, or those before `cursor` below them. */
export async function showImports(cursor = null) {
  const { items, next_cursor } = await call("GET", `/api/imports?limit=10${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
  const body = $("#imports tbody");
  if (cursor) body.append(...items.flatMap(rows));
  else body.replaceChildren(...items.flatMap(rows));
  const more = $("#imports [name=more]");
  more.hidden = !next_cursor;
  more.onclick = () => showImports(next_cursor);
  if (!items.length && !cursor) $("#imports tbody").append(element("tr", {}, element("td", { colspan: 9, class: "soft" }, "No statement yet. Drop the first one above.")));
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
  const into = $("#imports [name=into]").value;
  const bar = element("progress", { max: 1, value: 0 });
  const state = element("td", { colspan: 8 }, bar);
  const line = element("tr", {}, element("td", {}, file.name), state);
  $("#imports tbody").prepend(line);
  try {
    const target = await call("POST", "/api/uploads", { filename: file.name, size: file.size, ...(into ? { account_id: into } : {}) });
    await put(file, target, (share) => { bar.value = share; });
    state.replaceChildren("reading …");
    line.replaceWith(row(await finished(target.import_id, (text) => state.replaceChildren(text))));
  } catch (trouble) {
    state.replaceChildren(problem(trouble.message));
  }
}

/** Let people say which account a file is of, for files that do not. */
export async function offerAccounts() {
  const { items } = await call("GET", "/api/accounts?limit=200");
  const select = $("#imports [name=into]");
  const chosen = select.value;
  select.closest("label").hidden = !items.length || !may("import_statements");
  select.replaceChildren(element("option", { value: FOUND }, "the one the file names"), ...items.map((one) => element("option", { value: one.id }, one.name)));
  select.value = items.some((one) => one.id === chosen) ? chosen : FOUND;
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
