/** The page of people: who is here, what they may do and see, and the roles that say so. */

import { call, may } from "./api.js";
import { element } from "./dom.js";
import { button, choice, field, form, panel, table, tick } from "./forms.js";

const BUILT_IN = "admin";

/** Every item of a list that comes in parts. */
async function all(path) {
  const found = [];
  for (let cursor = ""; cursor !== null;) {
    const part = await call("GET", `${path}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...part.items);
    cursor = part.next_cursor;
  }
  return found;
}

function memberRow(member, { roles, accounts, me }, again) {
  const change = async (what) => { await call("PATCH", `/api/users/${member.id}`, what); await again(); };
  const remove = async () => {
    if (!confirm(`Remove ${member.email}? Their sign-ins and keys end. What they did stays in the audit log.`)) return;
    await call("DELETE", `/api/users/${member.id}`);
    await again();
  };
  const role = choice("role", roles.map((one) => [one.name, one.name]), member.role);
  role.setAttribute("aria-label", `Role of ${member.email}`);
  const save = button("Save", () => change({ role: role.value }));
  save.hidden = true;
  role.addEventListener("change", () => { save.hidden = role.value === member.role; });
  const state = !member.joined ? "invited" : member.active ? "active" : "switched off";
  const self = member.id === me.user.id;
  return [
    member.email, self ? member.role : [role, save], sees(member, accounts, change), element("span", { class: member.active ? "" : "bad" }, state),
    self ? element("span", { class: "soft" }, "you")
      : [button(member.active ? "Switch off" : "Switch on", () => change({ active: !member.active })), button("Remove", remove)],
  ];
}

/** What accounts a member sees, to be changed in place. */
function sees(member, accounts, change) {
  const names = new Map(accounts.map((one) => [one.id, one.name]));
  const told = member.account_ids === null ? "all accounts" : member.account_ids.map((id) => names.get(id) ?? "an account").join(", ") || "no account";
  if (!accounts.length) return told;
  const chosen = new Set(member.account_ids ?? []);
  const ticks = accounts.map((one) => tick(one.name, { name: "account", value: one.id, ...(chosen.has(one.id) ? { checked: "" } : {}) }));
  const limit = tick("Only these:", { name: "limited", ...(member.account_ids ? { checked: "" } : {}) });
  const set = form([limit, ...ticks], "Save", (data) => change({ account_ids: data.has("limited") ? data.getAll("account") : null }), { stays: true });
  return element("details", {}, element("summary", { "aria-label": `Accounts that ${member.email} sees` }, told), set);
}

function invitePanel({ roles }, again) {
  return panel("Invite somebody", form([
    field("E-mail", { name: "email", type: "email", required: "", maxlength: 254 }),
    field("Role", choice("role", roles.map((one) => [one.name, one.name]), "viewer")),
  ], "Send the invitation", async (data) => {
    await call("POST", "/api/users", { email: data.get("email"), role: data.get("role") });
    await again();
    return `A letter is on its way to ${data.get("email")}.`;
  }));
}

function rolePanel({ roles, permissions }, again) {
  const remove = async (role) => { await call("DELETE", `/api/roles/${role.id}`); await again(); };
  const boxes = (held) => permissions.map((one) => tick(one.allows, { name: "permission", value: one.name, ...(held.includes(one.name) ? { checked: "" } : {}) }));
  const edited = (role) => element("details", {}, element("summary", {}, role.permissions.map((name) => name.replaceAll("_", " ")).join(", ")),
    form([field("Name", { name: "name", required: "", maxlength: 50, value: role.name }), ...boxes(role.permissions)], "Save", async (data) => {
      await call("PATCH", `/api/roles/${role.id}`, { name: data.get("name"), permissions: data.getAll("permission") });
      await again();
    }, { stays: true }));
  const rows = roles.map((role) => [role.name,
    role.built_in || !may("manage_roles") ? (role.permissions.includes("*") ? "everything" : role.permissions.map((name) => name.replaceAll("_", " ")).join(", ")) : edited(role),
    String(role.users), role.built_in || !may("manage_roles") ? element("span", { class: "soft" }, role.built_in ? "built in" : "") : button("Remove", () => remove(role))]);
  const wish = element("details", {}, element("summary", {}, "Make a role"), form([
    field("Name", { name: "name", required: "", maxlength: 50, placeholder: "Bookkeeper" }), ...boxes([]),
  ], "Add the role", async (data) => {
    await call("POST", "/api/roles", { name: data.get("name"), permissions: data.getAll("permission") });
    await again();
    return `The role ${data.get("name")} can be given now.`;
  }));
  return panel("Roles", table("Roles", ["Name", "May", "People", ""], rows, ""), may("manage_roles") ? wish : "");
}

/** Show the page in `root`. */
export async function showPeople(root) {
  const again = () => showPeople(root);
  const [members, roles, accounts, permissions, me] = await Promise.all([
    all("/api/users"), all("/api/roles"), may("read_transactions") ? all("/api/accounts") : [],
    may("manage_roles") ? call("GET", "/api/permissions").then((found) => found.items) : [], call("GET", "/auth/me"),
  ]);
  roles.sort((one, other) => (other.name === BUILT_IN) - (one.name === BUILT_IN) || one.name.localeCompare(other.name));
  const here = { roles, accounts, permissions, me };
  const rows = members.map((member) => memberRow(member, here, again));
  root.replaceChildren(panel("People", table("People", ["E-mail", "Role", "Sees", "State", ""], rows, "")), invitePanel(here, again), rolePanel(here, again));
}
