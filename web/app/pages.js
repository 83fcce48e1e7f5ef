/** The pages beside the ledger, named in the address bar, as #security is. */

import { may } from "./api.js";
import { $, element, problem } from "./dom.js";
import { showOrganization } from "./organization.js";
import { showPeople } from "./people.js";
import { showSecurity } from "./security.js";
import { showTrail } from "./trail.js";

const LEDGER = { title: "Ledger", allowed: () => true };
const PAGES = {
  ledger: LEDGER,
  security: { title: "Sign-in and security", allowed: () => true, show: showSecurity },
  people: { title: "People", allowed: () => may("manage_users"), show: showPeople },
  organisation: { title: "Organisation", allowed: () => may("manage_organization"), show: showOrganization },
  trail: { title: "Audit log", allowed: () => may("read_audit_log"), show: showTrail },
};

const wanted = () => {
  const name = location.hash.slice(1);
  return PAGES[name]?.allowed() ? name : "ledger";
};

/** Show the page that the address bar names, and the ways to the others. Each is read anew whenever it is opened. */
export async function openPage() {
  const name = wanted();
  const links = Object.entries(PAGES).filter(([, page]) => page.allowed()).map(([to, { title }]) =>
    element("a", { href: `#${to}`, ...(to === name ? { "aria-current": "page" } : {}) }, title));
  $("#pages").replaceChildren(...links);
  $("#books").hidden = $("#period").hidden = name !== "ledger";
  $("#page").hidden = name === "ledger";
  document.title = name === "ledger" ? "Purser" : `${PAGES[name].title} · Purser`;
  $("#page").replaceChildren(element("p", { class: "soft", role: "status" }, "One moment …"));
  const root = element("div", { class: "panels" });
  await PAGES[name].show?.(root).catch((trouble) => {
    if (trouble.code === "UNAUTHENTICATED") window.dispatchEvent(new Event("signed-out"));
    root.replaceChildren(problem(trouble.message));
  });
  if (wanted() === name) $("#page").replaceChildren(root);
}
