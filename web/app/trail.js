/** The page of the audit log: filters, what changed, an export, and the proof that nothing was rewritten. */

import { call, download, may } from "./api.js";
import { element } from "./dom.js";
import { button, choice, field, form, when, panel, table } from "./forms.js";

const words = (name) => name.replaceAll("_", " ");
const shown = (value) => (value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** What changed, name by name. */
function difference({ before, after }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (!names.length) return "";
  const lines = names.map((name) => element("li", {}, `${words(name)}: `, before && name in before ? `${shown(before[name])} → ` : "", after && name in after ? shown(after[name]) : "gone"));
  return element("details", {}, element("summary", {}, names.map(words).join(", ")), element("ul", {}, ...lines));
}

const line = (entry) => [
  String(entry.seq), when(entry.at), entry.actor ?? element("span", { class: "soft" }, entry.actor_id ? "somebody gone" : "Purser"),
  words(entry.action), words(entry.subject_type), difference(entry), entry.ip ?? "",
];

function asked(data) {
  const query = new URLSearchParams();
  for (const [name, value] of data) if (value) query.set(name, value);
  return query;
}

/** Show the page in `root`. */
export async function showTrail(root) {
  const people = may("manage_users") ? (await call("GET", "/api/users?limit=200")).items : [];
  const list = element("div");
  let entries = [];
  const load = async (query, cursor = null) => {
    const wanted = new URLSearchParams(query);
    if (cursor) wanted.set("cursor", cursor);
    const page = await call("GET", `/api/audit-log?${wanted}`);
    entries = cursor ? [...entries, ...page.items] : page.items;
    list.replaceChildren(table("Audit log", ["No.", "When", "Who", "Did", "To", "What changed", "From"], entries.map(line), "Nothing of that kind."),
      page.next_cursor ? button("Show more", () => load(query, page.next_cursor)) : "");
  };
  const filters = form([
    field("From", { name: "from", type: "date" }), field("To, not included", { name: "to", type: "date" }),
    field("Who", choice("actor_id", [["", "Everybody"], ...people.map((one) => [one.id, one.email])], "")),
    field("Did", { name: "action", pattern: "[a-z_]{1,60}", placeholder: "edit, sign_in …", title: "A word such as edit or sign_in" }),
    field("To what", { name: "subject_type", pattern: "[a-z_]{1,60}", placeholder: "account, user …", title: "A word such as account or user" }),
  ], "Show", (data) => load(asked(data)), { stays: true });
  const file = (format) => button(`Export as ${format.toUpperCase()}`, async () => {
    const query = asked(new FormData(filters));
    query.set("format", format);
    await download(`/api/audit-log/export?${query}`);
  });
  const prove = button("Prove it", async () => {
    const proof = await call("GET", "/api/audit-log/proof");
    if (proof.broken) throw new Error(`Entry ${proof.broken.seq} is not as it was written: ${proof.broken.reason}`);
    return element("span", {}, `All ${proof.entries.toLocaleString()} entries are as they were written. Keep this to compare later: `, element("code", {}, proof.hash));
  });
  root.replaceChildren(panel("Audit log", filters, element("p", { class: "row" }, file("csv"), file("json"), prove), list));
  await load("");
}
