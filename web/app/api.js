/** One place that speaks HTTP: cookies and the CSRF echo out, the error form in. */

export class ApiError extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.details = error.details ?? [];
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let permissions = [];

/** Remember what the person who signed in may do, so that nothing is offered that would be refused. */
export const allow = (granted) => { permissions = granted ?? []; };
export const may = (permission) => permissions.includes("*") || permissions.includes(permission);

const csrfToken = () => document.cookie.match(/(?:^|; )csrf_token=([^;]+)/)?.[1] ?? "";

async function send(method, path, body) {
  const unsafe = method !== "GET";
  const answer = await fetch(path, {
    method,
    headers: {
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(unsafe ? { "X-CSRF-Token": csrfToken(), "Idempotency-Key": crypto.randomUUID() } : {}),
    },
    body: body && JSON.stringify(body),
  });
  if (answer.status === 204 || answer.status === 202) return null;
  const json = await answer.json().catch(() => ({ error: { code: "UNREADABLE", message: `The server answered ${answer.status}; try again.` } }));
  if (!answer.ok) throw new ApiError(answer.status, json.error);
  return json;
}

let refreshing = null;

/** Send; when the access token has expired, refresh the session once and send again. A wrong password is no expired token. */
export async function call(method, path, body) {
  try {
    return await send(method, path, body);
  } catch (problem) {
    if (problem.code !== "UNAUTHENTICATED" || path === "/auth/refresh") throw problem;
    refreshing ??= send("POST", "/auth/refresh").finally(() => { refreshing = null; });
    await refreshing.catch(() => { throw problem; });
    return send(method, path, body);
  }
}

/** Have the browser save what an address answers; the session is renewed first if it must be. */
export async function download(path) {
  await call("GET", "/auth/me");
  location.assign(path);
}

/** PUT a file to the presigned address, telling how much has gone (0 to 1). */
export function put(file, { upload_url, headers }, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", upload_url);
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (name.toLowerCase() !== "content-length") request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(`The upload was refused (${request.status}).`)));
    request.onerror = () => reject(new Error("The upload was interrupted. Check the connection and drop the file again."));
    request.send(file);
  });
}
