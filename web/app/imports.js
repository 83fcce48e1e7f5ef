/** Statements: drop them, watch them arrive, read why one was refused. */

import { call, put } from "./api.js";
import { $, element } from "./dom.js";

const PATIENCE_MS = 120_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const number = (value, style = "") => element("td", { class: `n ${value ? style : "soft"}` }, String(value ?? 0));

function row(item) {
  const why = item.error ? element("div", { class: "bad" }, item.error.message) : "";
  const check = { ok: "agrees", failed: "differs", absent: "" }[item.balance_check] ?? "";
  return element("tr", {},
    element("td", {}, item.filename, why), element("td", {}, item.bank.replace("_", " ")), element("td", {}, item.status),
    number(item.imported), number(item.duplicates), number(item.pending), number(item.rejected, "bad"), number(item.ignored),
    element("td", { class: item.balance_check === "failed" ? "bad" : "" }, check));
}

export async function showImports() {
  const { items } = await call("GET", "/api/imports?limit=10");
  $("#imports tbody").replaceChildren(...items.map(row));
}

async function finished(id) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(500)) {
    const item = await call("GET", `/api/imports/${id}`);
    if (!["waiting", "reading"].includes(item.status)) return item;
  }
  throw new Error("Still being read. It will appear here by itself; nothing is lost.");
}

async function send(file) {
  const bar = element("progress", { max: 1, value: 0 });
  const status = element("td", { colspan: 8 }, bar);
  const line = element("tr", {}, element("td", {}, file.name), status);
  $("#imports tbody").prepend(line);
  try {
    const target = await call("POST", "/api/uploads", { filename: file.name, size: file.size });
    await put(file, target, (share) => { bar.value = share; });
    status.replaceChildren("reading …");
    line.replaceWith(row(await finished(target.import_id)));
  } catch (problem) {
    status.replaceChildren(element("span", { class: "bad" }, problem.message));
  }
}

/** Wire the drop zone; `changed` is called when all dropped files have ended. */
export function acceptFiles(changed) {
  const zone = $(".drop");
  const take = async (files) => { await Promise.all([...files].map(send)); await changed(); };
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("over"); take(event.dataTransfer.files); });
  zone.addEventListener("keydown", (event) => { if (["Enter", " "].includes(event.key)) { event.preventDefault(); $("input", zone).click(); } });
  $("input", zone).addEventListener("change", (event) => { take(event.target.files); event.target.value = ""; });
}
