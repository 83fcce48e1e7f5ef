/** Accounts, what their statements cover, and the banks that are linked. */

import { call, may, pause } from "./api.js";
import { assertions } from "./assertions.js";
import { $, dayBefore, element, money, problem } from "./dom.js";
import { prefill } from "./reconcile.js";

const ASK_MS = 2_000;
const PATIENCE_MS = 30 * 60_000;
const SYNC_MS = 60_000;
const SAYS = {
  connected: "up to date",
  sign_in_needed: "The bank wants you to sign in again; nothing comes until you do.",
  expiring: "The bank will soon want you to sign in again.",
  revoked: "The link has ended. Link the bank anew.",
};
const VERDICTS = { empty: "nothing is missing, the balances before and after are equal", missing: "missing", unknown: "unknown, for no balances before and after it tell" };

let changed = () => {};
let latest = 0;
const unfolded = new Set(); // accounts whose statements are shown, however often the list is made anew

function button(text, act, style = "plain") {
  const made = element("button", { class: style, type: "button" }, text);
  made.addEventListener("click", async () => {
    made.disabled = true;
    try {
      await act();
    } catch (trouble) {
      say(problem(trouble.message));
    }
    made.disabled = false;
  });
  return made;
}

const say = (...what) => $("#banks .say").replaceChildren(...what);

/** Statements, gaps and overlaps of an account. */
function coverage(account, found) {
  const amount = (value) => (value === null ? "" : money(value, account.currency));
  const rows = found.statements.map((one) => element("tr", {},
    element("td", {}, one.filename), element("td", { class: "date" }, `${one.from} – ${dayBefore(one.to)}`),
    element("td", { class: "n" }, amount(one.opening_balance)), element("td", { class: "n" }, amount(one.closing_balance)),
    element("td", {}, may("reconcile") ? button("Reconcile", async () => prefill(account, one)) : "")));
  const gaps = found.gaps.map((gap) => element("li", { class: gap.verdict === "missing" ? "bad" : "" },
    `No statement covers ${gap.from} – ${dayBefore(gap.to)} (${gap.days} ${gap.days === 1 ? "day" : "days"}): ` +
      (gap.verdict === "missing" ? `${amount(gap.difference)} missing` : VERDICTS[gap.verdict])));
  const overlaps = found.overlaps.map((one) => element("li", { class: "soft" },
    `${one.import_ids.length} files cover ${one.from} – ${dayBefore(one.to)}; rows they share count once`));
  if (!rows.length) return element("p", { class: "soft" }, "No file yet. Drop a statement of this account above.");
  return element("div", {},
    element("table", { "aria-label": `Statements of ${account.name}` },
      element("thead", {}, element("tr", {}, ...["File", "Days", "Opening", "Closing", ""].map((name) => element("th", {}, name)))),
      element("tbody", {}, ...rows)),
    gaps.length ? "" : element("p", { class: "soft" }, "No gaps between the statements."), element("ul", {}, ...gaps, ...overlaps));
}

function accountRow(account) {
  const details = element("td", { colspan: 5 });
  const below = element("tr", { hidden: "" }, details);
  const open = element("button", { class: "plain", type: "button", "aria-expanded": "false" }, "Statements");
  const unfold = async () => {
    below.hidden = !unfolded.has(account.id);
    open.setAttribute("aria-expanded", String(!below.hidden));
    if (below.hidden) return;
    try {
      const [found, vouched] = await Promise.all([call("GET", `/api/accounts/${account.id}/coverage`), assertions(account)]);
      details.replaceChildren(coverage(account, found), vouched);
    } catch (trouble) {
      details.replaceChildren(problem(trouble.message));
    }
  };
  open.addEventListener("click", () => {
    if (!unfolded.delete(account.id)) unfolded.add(account.id);
    unfold();
  });
  if (unfolded.has(account.id)) unfold();
  return [element("tr", {}, element("td", {}, account.name), element("td", {}, account.institution),
    element("td", { class: "n" }, account.balance === null ? "–" : money(account.balance, account.currency),
      element("div", { class: "soft" }, account.balance_date ?? "")),
    element("td", { class: "n" }, account.transactions.toLocaleString()), element("td", {}, open)), below];
}

const item = async (id) => (await call("GET", "/api/plaid/items?limit=200")).items.find((one) => one.id === id);

/** Order a reading and wait until it has been done, or has failed. */
async function sync(linked) {
  say(`Asking ${linked.institution} …`);
  await call("POST", `/api/plaid/items/${linked.id}/sync`);
  await synced(linked);
}

async function synced(linked) {
  for (const end = Date.now() + SYNC_MS; Date.now() < end; await pause(1000)) {
    const now = await item(linked.id);
    const failed = now?.error && JSON.stringify(now.error) !== JSON.stringify(linked.error); // not the failure known already
    if (!now || now.synced_at !== linked.synced_at || failed) break;
  }
  await changed();
  say(`${linked.institution} has been asked.`);
}

/** Open the sign-in that the aggregator hosts: a new window, for no script of others runs in this page. */
async function opened(wanted) {
  const link = await call("POST", "/api/plaid/link-token", wanted);
  if (!link.hosted_link_url) throw new Error("This page needs Plaid's Hosted Link, which is not enabled for your client id.");
  const way = element("a", { href: link.hosted_link_url, target: "_blank", rel: "noopener" }, "Sign in at your bank");
  return { link, way };
}

async function linkBank() {
  const mine = ++latest;
  const { link, way } = await opened({});
  const stop = button("Stop", async () => { latest += 1; say(); });
  say(way, " in a new window; this page goes on by itself when you are done. ", stop);
  way.focus();
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && mine === latest; await pause(ASK_MS)) {
    try {
      const linked = await call("POST", "/api/plaid/exchange", { link_token: link.link_token });
      await changed();
      say(`${linked.institution} is linked. Its transactions are on their way …`);
      await synced(linked);
      say(`${linked.institution} is linked, and its transactions are here.`);
      return;
    } catch (trouble) {
      if (trouble.code !== "SIGN_IN_OPEN") throw trouble;
    }
  }
}

async function mend(linked) {
  latest += 1;
  const { way } = await opened({ item_id: linked.id });
  say(way, ` in a new window, then come back. `, button("I have signed in", () => sync(linked), ""));
  way.focus();
}

async function unlink(linked) {
  if (!confirm(`Unlink ${linked.institution}? Nothing new will come from it. What it has brought stays.`)) return;
  await call("DELETE", `/api/plaid/items/${linked.id}`);
  await changed();
  say(`${linked.institution} is no longer linked.`);
}

function linkRow(linked) {
  const when = linked.synced_at ? `asked ${new Date(linked.synced_at).toLocaleString()}` : "not read yet";
  const well = linked.status === "connected";
  const buttons = [
    well && may("import_statements") ? button("Sync now", () => sync(linked)) : "",
    !well && linked.status !== "revoked" && may("link_banks") ? button("Sign in again", () => mend(linked), "") : "",
    may("link_banks") ? button("Unlink", () => unlink(linked)) : "",
  ];
  return element("li", {}, element("b", {}, linked.institution), ` · ${linked.accounts.length} accounts · ${when} · `,
    element("span", { class: well ? "in" : "bad" }, SAYS[linked.status]),
    linked.error && well ? element("span", { class: "soft" }, ` The last attempt failed: ${linked.error.message}`) : "", " ", ...buttons);
}

/** Show accounts and linked banks; `then` is called when they have brought something. */
export async function showBanks(then) {
  changed = then;
  const [accounts, linked] = await Promise.all([call("GET", "/api/accounts?limit=200"), call("GET", "/api/plaid/items?limit=200")]);
  $("#banks tbody").replaceChildren(...accounts.items.flatMap(accountRow));
  if (!accounts.items.length) $("#banks tbody").append(element("tr", {}, element("td", { colspan: 5, class: "soft" }, "No account yet: statements bring theirs along.")));
  $("#banks .links").replaceChildren(...linked.items.map(linkRow));
  $("#banks .actions").replaceChildren(may("link_banks") ? button("Link a bank", linkBank, "") : "");
}
