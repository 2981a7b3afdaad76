import { at, get } from "../api";
import type { Kind } from "./kinds";
import { nameOf } from "./record";
import type { RecordTold } from "./record";

export type Audience = "" | "child" | "family" | "adult" | "expert";

export interface Tongue {
  tag: string;
  /** Whether a machine wrote its facts. */
  translated: boolean;
  /** The voice that speaks it, empty where none does. */
  voice: string;
}

/** In what a site can be heard, as `/api/sites/{site}/hear` tells it. */
export interface Offered {
  languages: Tongue[];
  audiences: Audience[];
  /** The weights that say things in their own words, empty where there are none. */
  model: string;
  /** Of speech, by stop. */
  seconds: Record<string, number>;
}

export interface Heard {
  text: string;
  facts: string[];
  origin: "approved" | "live" | "verbatim";
  ai: boolean;
  model: string;
  imaginative: boolean;
  offer: string;
  refused: { text: string; reason: string }[];
  language: string;
  ended: "" | "finished" | "late";
}

/** Something that can be heard. */
export interface Thing {
  thing: "site" | "stop" | "annotation" | "fact" | "bridge" | "story";
  id: string;
  name: string;
}

export function offered(site: string, language = "", audience: Audience = ""): Promise<Offered> {
  return get<Offered>(`${at(site, "hear")}?${new URLSearchParams({ language, audience })}`);
}

export type Mark = "approved" | "live" | "verbatim" | "translated" | "imagined" | "machine";

/** What a sentence is, for people: where its words come from and whether a machine wrote them. */
export function marksOf(heard: Heard): Mark[] {
  if (heard.imaginative) return heard.ai ? ["imagined", "machine"] : ["imagined"];
  if (heard.origin === "live") return ["live"];
  if (heard.origin === "verbatim") return heard.ai ? ["translated"] : ["verbatim"];
  return heard.ai ? ["approved", "machine"] : ["approved"];
}

/** What of a record can be heard: itself, or of a tour its stops in their order; nothing of what is never told. */
export function thingsOf(kind: Kind, record: RecordTold, stops: readonly RecordTold[], language: string): Thing[] {
  if (kind === "source" || kind === "term" || kind === "model") return [];
  if (kind !== "tour") return [{ thing: kind, id: record.id, name: nameOf(record.id, record.body, language) }];
  return ((record.body["stops"] ?? []) as string[]).flatMap((id) => {
    const stop = stops.find((each) => each.id === id);
    return stop ? [{ thing: "stop" as const, id, name: nameOf(id, stop.body, language) }] : [];
  });
}
