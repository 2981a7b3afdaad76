import { Vector3 } from "three";
import type { Companions } from "./companions";
import type { Link } from "./connection";
import { calledNow } from "./edits";
import type { Place } from "./place";
import type { View } from "./scene/view";
import type { Site } from "./site";
import type { Sound } from "./sound";
import { say } from "./strings";
import type { Controls } from "./ui/controls";
import type { MediaCard } from "./ui/media";
import type { Notice } from "./ui/notice";
import { byMachine } from "./ui/words";
import type { Words } from "./ui/words";
import type { You } from "./ui/you";
import type { Visit, VisitEvents } from "./visit";
import type { AnnotationChanged, Caption, Consented, Encountered, Problem, Transcript, UtteranceStarted, Welcome } from "./wire.gen";

/** Problems that the answer to a consent, which follows at once, tells in the page's own words. */
const CONSENTS: ReadonlySet<string> = new Set(["consent-refused", "withdrawal-failed"]);

const SAID_OF = { taken: "consentTaken", "consent-refused": "consentRefused", "withdrawal-failed": "withdrawalFailed" } as const;

/** What the telling is shown on. */
export interface Stage {
  readonly notice: Notice;
  readonly words: Words;
  readonly controls: Controls;
  readonly place: Place;
  readonly media: MediaCard;
  readonly sound: Pick<Sound, "clips">;
  readonly companions: Companions;
  readonly you: Pick<You, "standing" | "answered">;
  readonly view: View | null;
  readonly visit: Visit | null;
  /** BCP 47 tag of the guide's words. */
  readonly language: string;
  /** BCP 47 tag of what is read. */
  readonly reading: string;
  /** The visit is open, or open again; whether the visitor was told that it had to begin anew. */
  welcomed(welcome: Welcome): boolean;
}

/** What comes from a visit, shown where it belongs: on the page, in the scene, before the eyes in a headset. */
export class Telling implements VisitEvents {
  /** Whether the page has said that the visit had to begin anew. */
  private anew = false;

  constructor(private readonly on: Stage) {}

  link(link: Link, before: Link): void {
    this.on.notice.set("lost", link === "lost");
    if (link === "open" && before === "lost") this.on.notice.tell(say("back"));
    this.on.companions.tell("linked", link);
  }

  welcome(welcome: Welcome): void {
    this.anew = this.on.welcomed(welcome);
  }

  encountered(encountered: Encountered): void {
    const { words, place, view } = this.on;
    words.title(encountered.label);
    this.on.companions.tell("encountered", encountered);
    const subject = place.site?.annotations.find(({ id }) => id === encountered.annotation);
    this.on.media.show(encountered.annotation, subject?.media ?? [], this.on.reading);
    if (view !== null) view.lantern.subject = subject === undefined ? null : new Vector3(...subject.position);
  }

  edited(change: AnnotationChanged): void {
    this.on.place.edited(change, this.on.reading);
  }

  /** What is in front of the visitor may be called otherwise now. */
  renewed(site: Site): void {
    const { visit, reading } = this.on;
    if (visit === null || visit.encountered === null) return;
    visit.encountered = calledNow(site, visit.encountered, reading);
    this.encountered(visit.encountered ?? { annotation: "", label: "" });
  }

  voice(there: boolean): void {
    this.on.notice.set("noVoice", !there);
  }

  problem(problem: Problem): void {
    const said = CONSENTS.has(problem.code) || (problem.code === "visit-over" && this.anew);
    if (!said) this.on.notice.tell(problem.message);
    this.on.companions.tell("problem", problem);
  }

  /** The house answered what the visitor agreed to, or took back. */
  consented(consented: Consented, last: boolean): void {
    const { you, notice } = this.on;
    if (!you.standing.pending) return;
    if (last || consented.outcome !== "taken") notice.tell(say(SAID_OF[consented.outcome]));
    void you.answered(consented, last);
  }

  transcript({ text, final, language }: Transcript): void {
    if (text === "") return;
    this.on.words.hearing(text);
    this.on.view?.panel.write({ text, note: say("you"), language: language || this.on.language });
    if (final) this.on.words.asked(text);
  }

  speaking(now: boolean): void {
    this.on.controls.speaking(now);
    if (now) this.on.sound.clips.hush();
    if (now) this.on.words.hearing(say("listening"));
    this.on.view?.panel.write({ text: now ? say("listening") : "", note: "" });
  }

  refused(): void {
    this.on.notice.tell(say("noMicrophone"));
  }

  show(caption: Caption, utterance: UtteranceStarted): void {
    const { words, view, visit } = this.on;
    if (caption.text !== "") words.show(caption, utterance);
    this.on.companions.tell("shown", caption, utterance);
    const marks = [caption.imaginative === true ? say("imagined") : "", byMachine(caption) ? say("aiWritten") : ""];
    const note = [visit?.encountered?.label ?? "", ...marks].filter(Boolean).join("  ·  ");
    view?.panel.write({ text: words.sentence.text, note, language: utterance.captions_language ?? utterance.language });
  }

  clear(): void {
    this.on.words.clear();
    this.on.companions.tell("cleared");
    this.on.view?.panel.write({ text: "" });
  }
}
