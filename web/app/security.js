/** The page of how one signs in: password, second factors, devices, keys of programs, one's own data. */

import { call, may } from "./api.js";
import { element } from "./dom.js";
import { appPanel, passkeyPanel } from "./factors.js";
import { button, field, form, moment, panel, table, tick, when } from "./forms.js";

const LONG = { required: "", minlength: 12, maxlength: 128, type: "password" };

function passwordPanel({ user }) {
  return panel("Password", form([
    element("input", { name: "email", autocomplete: "username", value: user.email, hidden: "" }), // for password managers
    field("Password now", { name: "current_password", type: "password", autocomplete: "current-password", required: "" }),
    field("New password, 12 characters or more", { name: "new_password", autocomplete: "new-password", ...LONG }),
    tick("Delete my API keys, too", { name: "delete_api_keys" }),
  ], "Change it", async (data) => {
    await call("POST", "/auth/change-password", { current_password: data.get("current_password"), new_password: data.get("new_password"), delete_api_keys: data.has("delete_api_keys") });
    return "Changed. Every other sign-in has ended.";
  }));
}

function addressPanel({ user, email_confirmed }) {
  if (email_confirmed) return "";
  return panel("Address", element("p", {}, `Nobody has confirmed yet that ${user.email} is read by you.`),
    button("Send the letter again", async () => { await call("POST", "/auth/confirm-email/request"); return "A letter is on its way."; }, ""));
}

async function devicePanel(again) {
  const { items } = await call("GET", "/auth/sessions");
  const end = async (device) => { await call("DELETE", `/auth/sessions/${device.id}`); await again(); };
  const rows = items.map((one) => [
    one.user_agent ?? "unknown", one.ip ?? "", when(one.created_at), when(one.last_used_at),
    one.current ? element("span", { class: "soft" }, "this one") : button("End", () => end(one)),
  ]);
  return panel("Where you are signed in", table("Sign-ins", ["Browser", "Address", "Since", "Last used", ""], rows, ""));
}

async function keyPanel(permissions, again) {
  const { items } = await call("GET", "/auth/api-keys");
  const remove = async (key) => {
    if (!confirm(`Delete the key "${key.name}"? Programs that use it are refused from then on.`)) return;
    await call("DELETE", `/auth/api-keys/${key.id}`);
    await again();
  };
  const rows = items.map((one) => [one.name, element("code", {}, `${one.prefix}…`), one.scopes.join(", "), when(one.expires_at), when(one.last_used_at), button("Delete", () => remove(one))]);
  const wish = form([
    field("Name", { name: "name", required: "", maxlength: 100, placeholder: "Nightly download" }),
    field("Days until it expires", { name: "days", type: "number", min: 1, max: 366, value: 90, required: "" }),
    element("fieldset", {}, element("legend", {}, "It may"), ...permissions.map((name) => tick(name === "*" ? "everything that I may" : name.replaceAll("_", " "), { name: "scope", value: name }))),
  ], "Make a key", async (data) => {
    const scopes = data.getAll("scope");
    if (!scopes.length) throw new Error("Say what the key may do.");
    const { key } = await call("POST", "/auth/api-keys", { name: data.get("name"), scopes, expires_in_days: Number(data.get("days")) });
    await again();
    return element("span", {}, "Copy it now, it is not shown again: ", element("code", { class: "secret" }, key));
  });
  return panel("API keys", element("p", {}, "How programs sign in for you: ", element("code", {}, "Authorization: Bearer …")),
    table("API keys", ["Name", "Begins", "May", "Expires", "Last used", ""], rows, "None yet."), wish);
}

async function dataPanel(again) {
  const { erase_after } = await call("GET", "/api/users/me");
  const take = button("Export", async () => {
    const made = await call("GET", "/api/users/me/export");
    return element("span", {}, element("a", { href: made.url, download: "" }, "Download what is about you"), " within 15 minutes.");
  }, "");
  const leave = async () => {
    if (!confirm("Leave? Your account and how you sign in are erased in thirty days. What you did stays in the audit log.")) return;
    await call("DELETE", "/api/users/me");
    await again();
  };
  const stay = async () => { await call("POST", "/api/users/me/keep"); await again(); return "You stay."; };
  return panel("Your data", element("p", {}, "Who you are here, the files you sent, what you did: a zip with CSV and JSON."),
    element("p", { class: "row" }, take, erase_after ? button("Stay after all", stay) : button("Leave", leave)),
    erase_after ? element("p", { class: "bad" }, `Your account will be erased after ${moment(erase_after)}.`) : "");
}

/** Show the page in `root`. */
export async function showSecurity(root) {
  const me = await call("GET", "/auth/me");
  const again = () => showSecurity(root);
  const offered = me.permissions.includes("*") && may("manage_roles")
    ? ["*", ...(await call("GET", "/api/permissions")).items.map((one) => one.name)] : me.permissions;
  const panels = await Promise.all([addressPanel(me), passwordPanel(me), appPanel(me.mfa, again), passkeyPanel(again), devicePanel(again), keyPanel(offered, again), dataPanel(again)]);
  root.replaceChildren(...panels);
}
