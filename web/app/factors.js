/** Second factors: an authenticator app with its recovery codes, and passkeys. Used at sign-in and once signed in. */

import { call } from "./api.js";
import { element } from "./dom.js";
import { button, field, form, when, panel, table } from "./forms.js";

/** The drawing that an app scans, as an image: nothing of it is ever markup of this page. */
export const drawing = (svg) => `data:image/svg+xml,${encodeURIComponent(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'))}`;

/** Show recovery codes until their reader says that they are kept; they are shown this once. */
export function keep(codes) {
  return new Promise((resolve) => {
    const kept = element("button", { type: "button" }, "I have kept them");
    const file = element("a", { href: `data:text/plain,${encodeURIComponent(`${codes.join("\n")}\n`)}`, download: "purser-recovery-codes.txt" }, "Save as a file");
    const dialog = element("dialog", { "aria-labelledby": "codes-title" },
      element("h2", { id: "codes-title" }, "Keep these recovery codes"),
      element("p", {}, "Each signs you in once without your app. They are not shown again."),
      element("ul", { class: "codes" }, ...codes.map((code) => element("li", {}, element("code", {}, code)))),
      element("p", { class: "row" }, kept, file));
    kept.addEventListener("click", () => dialog.close());
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => { dialog.remove(); resolve(); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** The panel of the authenticator app; `again` shows the page anew. */
export function appPanel(on, again) {
  if (on) {
    const proof = [field("Password", { name: "password", type: "password", autocomplete: "current-password", required: "" }),
      field("Code of your app, or a recovery code", { name: "code", autocomplete: "one-time-code", required: "", maxlength: 50 })];
    return panel("Authenticator app", element("p", {}, "On. Signing in with your password asks for a code of your app."),
      form(proof, "Switch off", async (data) => { await call("DELETE", "/auth/mfa", Object.fromEntries(data)); await again(); }));
  }
  const place = element("div", {}, button("Set up an app", async () => place.replaceChildren(await enrolment(again)), ""));
  return panel("Authenticator app", element("p", {}, "Off. With it, a stolen password alone opens nothing."), place);
}

async function enrolment(again) {
  const made = await call("POST", "/auth/mfa/setup");
  return element("div", {},
    element("p", {}, "Scan this with your app, then type the code it shows."),
    element("img", { class: "qr", src: drawing(made.qr_svg), alt: "QR code for an authenticator app", width: 196, height: 196 }),
    element("p", { class: "soft" }, "On this device? ", element("a", { href: made.otpauth_uri }, "Open your app"), ". Or type: ", element("code", {}, made.secret)),
    form([field("Code", { name: "code", autocomplete: "one-time-code", inputmode: "numeric", required: "", maxlength: 10 })], "Switch on", async (data) => {
      const { recovery_codes } = await call("POST", "/auth/mfa/verify", { code: data.get("code") });
      await keep(recovery_codes);
      await again();
    }));
}

/** Whether this page can use passkeys at all: browsers give them to names only, and old ones do not read their JSON. */
export const passkeysWork = () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON) && !/^[\d.]+$|:/.test(location.hostname);

const refused = (trouble) => {
  if (trouble.name === "NotAllowedError") throw new Error("No passkey was used: it was called off, or took too long.");
  if (trouble.name === "InvalidStateError") throw new Error("This device holds a passkey of yours already.");
  throw trouble;
};

/** Sign in with a passkey, alone or as the second factor of a sign-in half way; return what sign-in answers. */
export async function usePasskey(mfa_token = "") {
  const { options } = await call("POST", "/auth/passkeys/sign-in/options", { mfa_token });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey }).catch(refused);
  return call("POST", "/auth/passkeys/sign-in/verify", { credential: credential.toJSON(), mfa_token });
}

async function addPasskey(name) {
  const { options } = await call("POST", "/auth/passkeys/register/options");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey }).catch(refused);
  await call("POST", "/auth/passkeys/register/verify", { name, credential: credential.toJSON() });
}

export async function passkeyPanel(again) {
  const { items } = await call("GET", "/auth/passkeys");
  const forget = async (passkey) => {
    if (!confirm(`Forget the passkey "${passkey.name}"? It opens nothing from then on.`)) return;
    await call("DELETE", `/auth/passkeys/${passkey.id}`);
    await again();
  };
  const rows = items.map((one) => [one.name, when(one.created_at), when(one.last_used_at), button("Forget", () => forget(one))]);
  const way = passkeysWork()
    ? form([field("Name of a new one", { name: "name", required: "", maxlength: 100, placeholder: "My phone" })], "Add a passkey",
      async (data) => { await addPasskey(data.get("name")); await again(); })
    : element("p", { class: "soft" }, location.hostname === "127.0.0.1" ? "Browsers give passkeys to names only: open this page at " : "This browser cannot use passkeys.",
      location.hostname === "127.0.0.1" ? element("a", { href: `http://localhost:${location.port}/` }, `localhost:${location.port}`) : "");
  return panel("Passkeys", element("p", {}, "A finger or a PIN on a device of yours, instead of password and code."),
    table("Passkeys", ["Name", "Added", "Last used", ""], rows, "None yet."), way);
}
