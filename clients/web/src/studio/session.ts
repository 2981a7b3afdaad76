import { authorise, call, get, post, Problem } from "./api";

export type Role = "translator" | "curator" | "reviewer" | "operator";

/** Who is signed in, as `/api/me` tells it. */
export interface Me {
  id: string;
  login: string;
  name: string;
  language: string;
  /** By site; `*` is the whole house. */
  roles: Record<string, Role[]>;
  csrf: string;
  password: boolean;
  codes: boolean;
  institutions: string[];
  refused: number;
}

export const HOUSE = "*";

let current: Me | undefined;
const listeners = new Set<() => void>();

export function me(): Me | undefined {
  return current;
}

/** What the signed-in person is at a site; in the whole house with `HOUSE`. */
export function rolesAt(site: string): ReadonlySet<Role> {
  const held = current?.roles ?? {};
  return new Set([...(held[site] ?? []), ...(held[HOUSE] ?? [])]);
}

/** Whether one of these roles is held there. The server decides; this only spares people doors that are locked. */
export function may(site: string, ...roles: readonly Role[]): boolean {
  const held = rolesAt(site);
  return roles.some((role) => held.has(role));
}

/** Be told when somebody signs in or out; returns how to stop that. */
export function onChange(call: () => void): () => void {
  listeners.add(call);
  return () => listeners.delete(call);
}

export function become(person: Me | undefined): void {
  current = person;
  authorise(person?.csrf ?? "");
  for (const tell of [...listeners]) tell();
}

/** Ask who we are; raises `Problem` unless the answer is that we are nobody. */
export async function recall(): Promise<void> {
  try {
    become(await get<Me>("/api/me"));
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
    become(undefined);
  }
}

export async function signIn(login: string, password: string, code: string): Promise<void> {
  become(await post<Me>("/api/sign-in", { login, password, code }));
}

export async function signInByLink(token: string): Promise<void> {
  become(await post<Me>("/api/sign-in/link", { token }));
}

export async function signOut(): Promise<void> {
  await call("POST", "/api/sign-out");
  become(undefined);
}
