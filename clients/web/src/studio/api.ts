/** The studio's one way to the server: JSON, the session's CSRF token, entity tags, and problems (RFC 9457). */

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Asked {
  body?: unknown;
  /** Sent as it is, in the body's place; `headers` say its form. */
  sent?: Blob;
  /** The entity tag of what was read, bare or quoted; `*` for whatever is there. */
  ifMatch?: string;
  /** Says that the thing is new. */
  ifNew?: boolean;
  /** What else the protocol of an address wants in the head. */
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

export interface Answer<T> {
  value: T;
  status: number;
  /** As it was sent, in its quotes; empty where there is none. */
  etag: string;
}

/** What went wrong, in the server's words or in ours where it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    /** Everything else the server said: `field`, `clashes`, `mine`, `theirs`, `base`, `denied`, `reason`… */
    readonly members: Readonly<Record<string, unknown>> = {},
    /** Seconds to wait, 0 where it does not say. */
    readonly retryAfter = 0,
  ) {
    super(detail);
  }

  /** No answer at all: no network, or no server. */
  get unreachable(): boolean {
    return this.status === 0;
  }

  /** The field that the problem is about, as JSON Pointer or dotted path; empty where it names none. */
  get field(): string {
    return typeof this.members["field"] === "string" ? this.members["field"] : "";
  }
}

let csrf = "";
let signedOut: () => void = () => undefined;

/** Send this token with everything that changes something. */
export function authorise(token: string): void {
  csrf = token;
}

/** The token of who is signed in, as a header: for requests that do not go through `call`. */
export function csrfHeaders(): Record<string, string> {
  return csrf === "" ? {} : { "X-CSRF-Token": csrf };
}

/** Call this once the server no longer knows who we are. */
export function onSignedOut(call: () => void): void {
  signedOut = call;
}

/** Ask the server; raises `Problem`. */
export async function call<T>(method: Method, path: string, asked: Asked = {}): Promise<Answer<T>> {
  const response = await reached(path, { method, headers: headers(method, asked), body: written(asked), signal: asked.signal });
  if (!response.ok) throw await problemOf(response, path);
  const text = await response.text();
  const value = (text === "" ? undefined : JSON.parse(text)) as T;
  return { value, status: response.status, etag: response.headers.get("ETag") ?? "" };
}

/** The value alone; raises `Problem`. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await call<T>("GET", path, signal ? { signal } : {})).value;
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return (await call<T>("POST", path, { body })).value;
}

/** A file the server makes: a sheet, a pack, a sound. */
export async function file(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await reached(path, { headers: {}, signal });
  if (!response.ok) throw await problemOf(response, path);
  return response.blob();
}

/** A file that is made of what is sent. */
export async function made(path: string, body: unknown, signal?: AbortSignal): Promise<Blob> {
  const response = await reached(path, { method: "POST", headers: headers("POST", { body }), body: JSON.stringify(body), signal });
  if (!response.ok) throw await problemOf(response, path);
  return response.blob();
}

/** The lines of an answer that comes bit by bit, one JSON object each; raises `Problem`. */
export async function* lines<T>(path: string, body: unknown, signal?: AbortSignal): AsyncGenerator<T> {
  const response = await reached(path, { method: "POST", headers: headers("POST", { body }), body: JSON.stringify(body), signal });
  if (!response.ok) throw await problemOf(response, path);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : parts.pop()!;
    for (const part of parts) if (part.trim() !== "") yield JSON.parse(part) as T;
    if (done) return;
  }
}

/** An address of the site: `at("inn", "records", "fact", id)`. */
export function at(site: string, ...parts: readonly string[]): string {
  return ["/api/sites", site, ...parts].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join("/");
}

async function reached(path: string, init: { method?: string; headers: Record<string, string>; body?: string | Blob | undefined; signal?: AbortSignal | undefined }): Promise<Response> {
  try {
    return await fetch(path, { credentials: "same-origin", cache: "no-store", ...init, signal: init.signal ?? null });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw new Problem(0, "");
  }
}

function headers(method: Method, asked: Asked): Record<string, string> {
  const found: Record<string, string> = { Accept: "application/json", ...asked.headers };
  if (asked.body !== undefined) found["Content-Type"] = "application/json";
  if (method !== "GET" && csrf !== "") found["X-CSRF-Token"] = csrf;
  if (asked.ifNew === true) found["If-None-Match"] = "*";
  if (asked.ifMatch !== undefined) found["If-Match"] = quoted(asked.ifMatch);
  return found;
}

function written(asked: Asked): string | Blob | undefined {
  return asked.sent ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
}

function quoted(tag: string): string {
  return tag === "*" || tag.startsWith('"') ? tag : `"${tag}"`;
}

async function problemOf(response: Response, path: string): Promise<Problem> {
  const said = await response.json().catch(() => ({})) as Record<string, unknown>;
  const detail = typeof said["detail"] === "string" ? said["detail"] : response.statusText;
  if (response.status === 401 && !path.startsWith("/api/sign-in") && path !== "/api/me") signedOut();
  return new Problem(response.status, detail, said, Number(response.headers.get("Retry-After") ?? 0) || 0);
}
