import { Everyone } from "./access/companion";
import { Ambience } from "./ambience/companion";
import type { App } from "./app";
import { CarriedOn } from "./carried";
import { Device } from "./device/companion";
import type { Link } from "./connection";
import { Keys } from "./keys/companion";
import { Plan } from "./plan/companion";
import { Postcard } from "./postcard/companion";
import { InHeadset } from "./scene/xr/companion";
import type { Site } from "./site";
import { Arrivals } from "./ui/arrivals";
import type { Caption, Encountered, Problem, UtteranceStarted } from "./wire.gen";

/** What goes along on a visit beside the parts that every visit needs: each looks on, and does its own. */
export interface Companion {
  /** The site's description is here, or came anew with what its curators changed. */
  entered?(site: Site): void;
  /** The first picture of the place is there, or there is none to wait for. */
  pictured?(): void;
  /** Everything is to be said in this language now. */
  retold?(language: string): void;
  /** The visitor began; from now on sound may play. */
  begun?(): void;
  /** A frame of the tour is about to be drawn, `dt` seconds after the one before. */
  frame?(dt: number): void;
  /** The guide turned to something. */
  encountered?(encountered: Encountered): void;
  /** A clause of the guide's words is shown. */
  shown?(caption: Caption, utterance: UtteranceStarted): void;
  /** The guide fell silent. */
  cleared?(): void;
  /** An immersive session began, or ended. */
  presenting?(now: boolean): void;
  /** The house said that something went wrong. */
  problem?(problem: Problem): void;
  /** The visitor wants everything forgotten. */
  forgotten?(): void;
  /** The connection to the house came, or went. */
  linked?(link: Link): void;
}

export type Join = (app: App) => Companion;

/** Who goes along, in the order in which they are told; the headset is on every page. */
const JOINING: readonly Join[] = [(app) => new CarriedOn(app), (app) => new Everyone(app), (app) => new Device(app), (app) => new Keys(app), (app) => new Plan(app), (app) => new Postcard(app), (app) => new Arrivals(app), (app) => new Ambience(app)];

/** All who go along; they are told together. */
export class Companions {
  private readonly all: readonly Companion[];

  constructor(app: App, joining = JOINING) {
    this.all = [new InHeadset(app), ...joining.map((join) => join(app))];
  }

  /** Tell everyone who wants to know. */
  tell<What extends keyof Companion>(what: What, ...news: Parameters<NonNullable<Companion[What]>>): void {
    for (const each of this.all) (each[what] as ((...news: unknown[]) => void) | undefined)?.call(each, ...news);
  }
}
