/** Sign in, then the ledger. */

import { call } from "./api.js";
import { $ } from "./dom.js";
import { acceptFiles, showImports } from "./imports.js";
import { showOverview } from "./overview.js";
import { loadAccounts, showTransactions } from "./transactions.js";

const signIn = $("#sign-in");
const form = $("form", signIn);
let registering = false;

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
    if (problem.status === 401) showSignIn();
    else $("#trouble").textContent = problem.message;
  }
}

const showLedger = () => guarded(async () => {
  await Promise.all([showOverview(period()), showImports(), loadAccounts()]);
  await showTransactions(period());
});

function showSignIn() {
  $("#ledger").hidden = true;
  signIn.hidden = false;
  $("[name=email]", form).focus();
}

function enter({ user, organization }) {
  signIn.hidden = true;
  $("#ledger").hidden = false;
  $("#who").textContent = `${user.email} · ${organization?.name ?? user.organization.name}`;
  return showLedger();
}

function toggleRegister() {
  registering = !registering;
  form.classList.toggle("registering", registering);
  $(".only-register", form).hidden = !registering;
  $("[name=organization]", form).required = registering;
  $("[name=password]", form).autocomplete = registering ? "new-password" : "current-password";
  $("[type=submit]", form).textContent = registering ? "Register" : "Sign in";
  $("[name=switch]", form).textContent = registering ? "Have an account? Sign in" : "New here? Register an organisation";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { email, password, organization } = Object.fromEntries(new FormData(form));
  const body = registering ? { email, password, organization } : { email, password };
  try {
    await enter(await call("POST", registering ? "/auth/register" : "/auth/login", body));
    form.reset();
    $(".problem", form).textContent = "";
  } catch (problem) {
    $(".problem", form).textContent = [problem.message, ...(problem.details ?? []).map((d) => `${d.field}: ${d.problem}`)].join(" ");
  }
});
$("[name=switch]", form).addEventListener("click", toggleRegister);
$(".only-register", form).hidden = true;
$("#sign-out").addEventListener("click", () => guarded(async () => { await call("POST", "/auth/logout"); showSignIn(); }));
$("[name=period]").addEventListener("change", showLedger);
$("#transactions form").addEventListener("input", () => guarded(() => showTransactions(period())));
$("#transactions form").addEventListener("submit", (event) => event.preventDefault());
acceptFiles(showLedger);

call("GET", "/auth/me").then(enter, () => call("POST", "/auth/refresh").then(() => call("GET", "/auth/me")).then(enter).catch(showSignIn));
