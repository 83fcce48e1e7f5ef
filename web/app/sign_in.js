/** The ways in: password, code, registration, and the links of letters (#reset=, #invitation=, #confirmation=). */

import { call } from "./api.js";
import { $ } from "./dom.js";
import { drawing, keep, passkeysWork, usePasskey } from "./factors.js";

const page = $("#sign-in");
const form = $("form", page);

/** What each way shows, calls and leads to. */
const ways = {
  password: { fields: ["email", "password"], button: "Sign in", send: (v) => call("POST", "/auth/login", { email: v.email, password: v.password }) },
  register: { fields: ["email", "password", "organization"], button: "Register", send: (v) => call("POST", "/auth/register", v) },
  code: { fields: ["code"], button: "Go on", send: (v) => call("POST", "/auth/mfa/verify", { mfa_token: half, code: v.code }) },
  forgotten: {
    fields: ["email"], button: "Send me a link",
    send: async (v) => { await call("POST", "/auth/reset-password", { email: v.email }); return "If somebody has this address, a letter is on its way."; },
  },
  reset: {
    fields: ["password"], button: "Set the new password",
    send: async (v) => { await call("POST", "/auth/reset-password/confirm", { token, password: v.password }); return "Your password is set. Sign in with it."; },
  },
  invitation: { fields: ["password"], button: "Choose this password and sign in", send: (v) => call("POST", "/auth/invitations/accept", { token, password: v.password }) },
};
const NEW = ["register", "reset", "invitation"];

let way = "password";
let half = "";
let token = "";
let enter = () => {};

function show(chosen) {
  way = chosen;
  for (const label of form.querySelectorAll("label")) {
    const input = $("input", label);
    label.hidden = !ways[way].fields.includes(input.name);
    input.disabled = label.hidden;
  }
  $("[name=password]", form).autocomplete = NEW.includes(way) ? "new-password" : "current-password";
  $("[type=submit]", form).textContent = ways[way].button;
  $("[type=submit]", form).hidden = false;
  $("[name=switch]", form).textContent = way === "password" ? "New here? Register an organisation" : "Sign in with a password";
  $("[name=forgot]", form).hidden = way !== "password";
  $("[name=passkey]", form).hidden = way !== "password" || !passkeysWork();
  $(".problem", form).textContent = $(".note", form).textContent = "";
  $("#app-setup").hidden = true;
}

/** Forget the link of a letter; the name of a page stays in the address bar. */
const recall = () => link() && history.replaceState(null, "", location.pathname);

async function goOn(told) {
  if (typeof told === "string") {
    recall();
    show("password");
    $(".note", form).textContent = told;
  } else if (told.mfa_required) {
    half = told.mfa_token;
    show("code");
    if (!told.methods.length) await setUp();
    if (told.methods.includes("passkey") && passkeysWork()) offerPasskey(!told.methods.includes("app"));
    $("[name=code]", form).focus();
  } else {
    if (told.recovery_codes) await keep(told.recovery_codes);
    recall();
    await enter(told);
  }
  form.reset();
}

/** The organisation wants a second factor that is not there yet: show what an authenticator app scans. */
async function setUp() {
  const { secret, qr_svg } = await call("POST", "/auth/mfa/setup", { mfa_token: half });
  $("#app-setup img").src = drawing(qr_svg);
  $("#app-setup code").textContent = secret;
  $("#app-setup").hidden = false;
}

/** Of two second factors the passkey is the other one; where there is no app, the only one. */
function offerPasskey(alone) {
  $("[name=passkey]", form).hidden = false;
  if (!alone) return;
  $("[name=code]", form).closest("label").hidden = $("[type=submit]", form).hidden = true;
  $("[name=passkey]", form).focus();
}

async function attempt(act) {
  $(".problem", form).textContent = "";
  try {
    await goOn(await act());
  } catch (problem) {
    $(".problem", form).textContent = [problem.message, ...(problem.details ?? []).map((d) => d.problem)].join(" ");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(() => ways[way].send(Object.fromEntries(new FormData(form))));
});
$("[name=passkey]", form).addEventListener("click", () => attempt(() => usePasskey(way === "code" ? half : "")));
$("[name=switch]", form).addEventListener("click", () => show(way === "password" ? "register" : "password"));
$("[name=forgot]", form).addEventListener("click", () => show("forgotten"));

/** Whatever the address bar holds of a letter: its kind and token. */
export const link = () => location.hash.match(/^#(reset|invitation|confirmation)=([\w-]+)$/)?.slice(1);

export function showSignIn(entered) {
  enter = entered;
  page.hidden = false;
  show("password");
  const [kind, found] = link() ?? [];
  token = found ?? "";
  if (kind === "reset" || kind === "invitation") show(kind);
  form.querySelector("label:not([hidden]) input").focus();
}

/** A confirmation asks nothing of its reader; return what came of it, "" if this is none. */
export async function confirmed() {
  const [kind, found] = link() ?? [];
  if (kind !== "confirmation") return "";
  recall();
  return call("POST", "/auth/confirm-email", { token: found }).then(() => "Your address is confirmed.", (problem) => problem.message);
}

export const hideSignIn = () => { page.hidden = true; };
