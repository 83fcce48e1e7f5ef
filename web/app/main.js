/** Sign in, then the ledger. */

import { allow, call } from "./api.js";
import { showBanks } from "./banks.js";
import { $ } from "./dom.js";
import { offerDrafts } from "./drafts.js";
import { showDuplicates } from "./duplicates.js";
import { acceptFiles, offerAccounts, showImports } from "./imports.js";
import { showOverview } from "./overview.js";
import { openPage } from "./pages.js";
import { showReconciliations } from "./reconcile.js";
import { confirmed, hideSignIn, link, showSignIn } from "./sign_in.js";
import { loadAccounts, showTransactions } from "./transactions.js";

function period() {
  const chosen = $("[name=period]").value;
  const year = new Date().getFullYear();
  if (chosen === "all") return new URLSearchParams({ from: "1970-01-01", to: `${year + 2}-01-01` });
  return new URLSearchParams({ period: chosen === "this_year" ? String(year) : chosen });
}

/** Run one step; an expired session leads back to the sign-in, any other problem is shown where people look. */
async function guarded(step) {
  try {
    $("#trouble").textContent = "";
    await step();
  } catch (problem) {
    if (problem.status === 401) leave();
    else $("#trouble").textContent = problem.message;
  }
}

const showLedger = () => guarded(async () => {
  await Promise.all([
    showOverview(period()), showImports(), offerAccounts(), loadAccounts(), offerDrafts(showLedger), showDuplicates(showLedger), showBanks(showLedger), showReconciliations(showLedger),
  ]);
  await showTransactions(period());
});

function leave() {
  $("#ledger").hidden = true;
  $("#page").replaceChildren();
  showSignIn(enter);
}

function enter({ user, organization }) {
  hideSignIn();
  allow(user.permissions);
  $("#ledger").hidden = false;
  $("#who").textContent = `${user.email} · ${organization?.name ?? user.organization.name}`;
  openPage();
  return showLedger();
}

async function begin() {
  const said = await confirmed();
  if (link()) return leave();
  try {
    await call("GET", "/auth/me").then(enter);
    if (said) $("#trouble").textContent = said;
  } catch {
    leave();
    $("#sign-in .note").textContent = said;
  }
}

$("#sign-out").addEventListener("click", () => guarded(async () => { await call("POST", "/auth/logout"); leave(); }));
$("[name=period]").addEventListener("change", showLedger);
$("#transactions form").addEventListener("input", () => guarded(() => showTransactions(period())));
$("#transactions form").addEventListener("submit", (event) => event.preventDefault());
acceptFiles(showLedger);

window.addEventListener("hashchange", () => (link() ? begin() : $("#ledger").hidden || openPage()));
window.addEventListener("signed-out", leave);
begin();
