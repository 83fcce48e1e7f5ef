/** The page of the organisation: its settings, everything of it to take along, and its end. */

import { call } from "./api.js";
import { element } from "./dom.js";
import { button, field, form, moment, panel, tick } from "./forms.js";

const PATH = "/api/organizations/current";

function settingsPanel(here, again) {
  return panel("Settings", form([
    field("Name", { name: "name", required: "", maxlength: 200, value: here.name }),
    field("Currency of account", { name: "base_currency", required: "", pattern: "[A-Z]{3}", title: "Three capital letters, such as EUR", value: here.base_currency }),
    field("Days that original files are kept; for ever if empty", { name: "keep", type: "number", min: 30, max: 36500, value: here.keep_originals_days ?? "" }),
    tick("Everybody needs a second factor: an authenticator app or a passkey", { name: "require_mfa", ...(here.require_mfa ? { checked: "" } : {}) }),
  ], "Save", async (data) => {
    await call("PATCH", PATH, {
      name: data.get("name"), base_currency: data.get("base_currency"), require_mfa: data.has("require_mfa"),
      keep_originals_days: data.get("keep") ? Number(data.get("keep")) : null,
    });
    await again();
    return "Saved.";
  }, { stays: true }));
}

function exportPanel() {
  return panel("Take everything along", element("p", {}, "A zip with every table as CSV and JSON, and the original files. No password or token is in it."),
    button("Export", async () => {
      const made = await call("GET", `${PATH}/export`);
      if (!made) return "There is much to export, so it takes some minutes. A letter says when it is ready; then ask here again.";
      const rows = Object.values(made.tables).reduce((sum, count) => sum + count, 0);
      return element("span", {}, element("a", { href: made.url, download: "" }, "Download the export"),
        ` within 15 minutes: ${rows.toLocaleString()} rows, ${made.files} files, ${(made.size / 1e6).toFixed(1)} MB.`);
    }, ""));
}

function endPanel(here, again) {
  if (here.erase_after) {
    return panel("Erasure", element("p", { class: "bad" }, `Everything of ${here.name} will be erased after ${moment(here.erase_after)}.`),
      button("Call it off", async () => { await call("POST", `${PATH}/keep`); await again(); return "Nothing will be erased."; }, ""));
  }
  return panel("Erasure", element("p", {}, "Everything of the organisation goes thirty days after you ask: ledger, files, people, links to banks. Until then it can be called off."),
    form([field(`Type the name, ${here.name}, to ask for it`, { name: "name", required: "", autocomplete: "off" })], "Erase the organisation", async (data) => {
      if (data.get("name") !== here.name) throw new Error("That is not its name; nothing was asked for.");
      await call("DELETE", PATH);
      await again();
    }));
}

/** Show the page in `root`. */
export async function showOrganization(root) {
  const here = await call("GET", PATH);
  const again = () => showOrganization(root);
  root.replaceChildren(settingsPanel(here, again), exportPanel(), endPanel(here, again));
}
