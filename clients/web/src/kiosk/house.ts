import type { Week } from "./hours";

export interface Rules {
  hours: Week;
  /** The loudest that a visitor can make it, 0 to 1. */
  volume: number;
  idle_seconds: number;
}

/** What the house tells a kiosk. */
export interface KioskTold {
  site: string;
  rules: Rules;
  /** `voiced`: the guide has a voice in this language; without one it is only read. */
  greetings: Record<string, { text: string; spoken: boolean; voiced: boolean }>;
  address: string;
  corner: boolean;
  version: string;
  started: string;
}

export interface Health {
  version: string;
  seconds: number;
  visits: number;
  engines: Record<string, "open" | "opening" | "absent">;
  problems: Record<string, string>;
}

/** What the house refused, and for how many seconds where waiting helps. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string, readonly seconds: number) {
    super(detail);
  }
}

/** What this kiosk has to know; null where there is no such site. */
export async function fetchTold(site: string): Promise<KioskTold | null> {
  const answer = await fetch(address(site), { headers: { Accept: "application/json" }, cache: "no-cache" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`kiosk: HTTP ${answer.status}`);
  return (await answer.json()) as KioskTold;
}

export function greetingUrl(site: string, language: string): string {
  return `${address(site)}/greeting/${encodeURIComponent(language)}`;
}

/** A key to the operator's corner. */
export async function openCorner(site: string, code: string): Promise<string> {
  return (await send<{ key: string }>("POST", `${address(site)}/corner`, { code })).key;
}

export async function leaveCorner(site: string, key: string): Promise<void> {
  await send("POST", `${address(site)}/corner/leave`, { key });
}

export function setRules(site: string, key: string, rules: Rules): Promise<Rules> {
  return send("PUT", address(site), { key, rules });
}

export function fetchHealth(site: string, key: string): Promise<Health> {
  return send("POST", `${address(site)}/health`, { key });
}

/** A code with which a phone takes this visit along, once. */
export async function offerVisit(site: string, visit: string, resume: string, stop: string): Promise<string> {
  return (await send<{ code: string }>("POST", `${address(site)}/leaving`, { visit, resume, stop })).code;
}

function address(site: string): string {
  return `/api/kiosk/${encodeURIComponent(site)}`;
}

async function send<T>(method: string, url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  if (answer.ok) return (answer.status === 204 ? null : await answer.json()) as T;
  const { detail = "" } = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new Refused(answer.status, detail, Number(answer.headers.get("Retry-After") ?? 0));
}
