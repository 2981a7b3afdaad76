import type { Carried } from "./carried";
import { Connection } from "./connection";
import type { Link } from "./connection";
import { Guide } from "./guide";
import type { Listener } from "./guide";
import type { ServerFrame } from "./frames";
import type { FromRing } from "./audio/protocol";
import type { Player } from "./audio/player";
import { PosePacer } from "./pose";
import type { Pose } from "./pose";
import type { Purpose } from "./privacy";
import { Talk } from "./talk";
import type { Ear } from "./talk";
import type { AnnotationChanged, Consent, Consented, Encountered, Hello, Problem, Profile, Transcript, VisitorReacted, Welcome } from "./wire.gen";

export interface VisitEvents extends Listener {
  link(link: Link, before: Link): void;
  welcome(welcome: Welcome): void;
  encountered(encountered: Encountered): void;
  /** A curator edited the site. */
  edited(change: AnnotationChanged): void;
  /** Whether what is being told has a voice, though the visitor could hear one. */
  voice(there: boolean): void;
  problem(problem: Problem): void;
  /** The house answered a consent; `last`: none was sent after it. */
  consented(consented: Consented, last: boolean): void;
  /** What the guide understood of a spoken question so far. */
  transcript(transcript: Transcript): void;
  /** The microphone is open, or closed again. */
  speaking(now: boolean): void;
  /** No microphone. */
  refused(): void;
}

/** One visit: what the visitor does goes out, what the guide says comes in and is told. */
export class Visit {
  readonly guide: Guide;
  id = "";
  /** The last thing the guide turned to. */
  encountered: Encountered | null = null;
  private readonly connection: Connection;
  private readonly talk: Talk;
  private readonly pacer = new PosePacer();
  private link: Link = "closed";
  private questions = 0;
  private changes = 0;
  /** The last consent, until the house has answered it. */
  private unanswered: Consent | null = null;
  private heldAt: number | null = null;
  /** Milliseconds that the guide was held. */
  private stood = 0;

  constructor(
    private readonly hello: () => Hello,
    private readonly head: () => Pose,
    private readonly player: () => Player | null,
    private readonly events: VisitEvents,
    ear: () => Ear,
  ) {
    this.guide = new Guide(player, events);
    this.connection = new Connection({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/visit`,
      hello,
      onMessage: (frame) => this.take(frame),
      onLink: (link) => this.linked(link),
    });
    this.talk = new Talk(ear, {
      send: (spoke) => this.connection.send("visitor-spoke", spoke),
      speaking: (now) => events.speaking(now),
      refused: () => events.refused(),
    });
  }

  get connected(): boolean {
    return this.link === "open";
  }

  open(): void {
    this.connection.start();
  }

  /** Take up a visit that went on elsewhere; call it before `open`. */
  takeUp(carried: Carried): void {
    this.connection.takeUp(carried);
  }

  /** Try again now. */
  hurry(): void {
    this.connection.hurry();
  }

  close(): void {
    this.guide.hush();
    this.connection.close();
  }

  /** Have the guide hold its breath, or take up again where it was: no sound, no caption and no pose in between. */
  hold(now: boolean): void {
    if (now === this.held) return;
    if (!now) this.stood += performance.now() - this.heldAt!;
    this.heldAt = now ? performance.now() : null;
    this.player()?.hold(now);
    this.pacer.reset();
  }

  get held(): boolean {
    return this.heldAt !== null;
  }

  /** Let time pass: poses go out, captions come due. */
  tick(): void {
    const { now } = this;
    this.guide.tick(now);
    if (!this.connected || this.held) return;
    const pose = this.head();
    if (this.pacer.due(pose, now)) this.connection.send("visitor-moved", { ...pose, t: now });
  }

  /** News from the audio thread. */
  heard(event: FromRing): void {
    this.guide.heard(event, this.now);
  }

  /** Ask by typing; says whether the question could be sent at once. */
  ask(text: string): boolean {
    this.questions += 1;
    return this.connection.send("visitor-asked", { question: `q${this.questions}`, text });
  }

  /** Ask aloud: the guide falls silent and listens until `endTalk`. */
  beginTalk(): void {
    if (!this.connected || this.talk.speaking) return;
    this.questions += 1;
    this.guide.hush();
    void this.talk.begin(`q${this.questions}`);
  }

  endTalk(): void {
    this.talk.end();
  }

  /** Say what the visitor agrees to, in which words; it replaces what was agreed before. Says whether it could be sent. */
  agree(purposes: readonly Purpose[], profile: Profile, words: string): boolean {
    this.changes += 1;
    const consent = { purposes: [...purposes], profile, words, change: `c${this.changes}` };
    const sent = this.connection.send("consent", consent);
    if (sent) this.unanswered = consent;
    return sent;
  }

  /** Have everything dropped that is known of this visit; says whether that could be sent. */
  forget(): boolean {
    this.guide.hush();
    this.unanswered = null;
    return this.connection.send("forget-me", {});
  }

  /** React to an utterance, or to what is being told; says whether the server could be told. */
  react(reaction: VisitorReacted["reaction"], utterance = this.guide.utterance?.utterance ?? ""): boolean {
    if (reaction === "skip") this.guide.hush();
    return this.connection.send("visitor-reacted", { reaction, utterance });
  }

  /** What is that? */
  point(origin: Pose["position"], direction: Pose["position"]): void {
    this.connection.send("visitor-pointed", { origin, direction });
  }

  /** Be quiet now. */
  interrupt(): void {
    this.guide.hush();
    this.connection.send("interrupt", {});
  }

  /** Hear otherwise from the next words on; no codec means captions only. */
  hear(audio: string[]): void {
    this.connection.send("audio-chosen", { audio });
  }

  choose(language: string, captions: string | null, beside: string | null = null): void {
    this.guide.hush();
    this.connection.send("language-chosen", { language, ...(captions !== null && { captions }), ...(beside !== null && { beside }) });
  }

  /** Go without a goodbye: the visit goes on elsewhere. */
  leave(): void {
    this.guide.hush();
    this.connection.leave();
  }

  /** Milliseconds of the visit's own time. */
  private get now(): number {
    return (this.heldAt ?? performance.now()) - this.stood;
  }

  private linked(link: Link): void {
    const before = this.link;
    this.link = link;
    if (link === "open") this.pacer.reset();
    this.events.link(link, before);
  }

  /** Take in what the house says, or what was kept of it. */
  take(frame: ServerFrame): void {
    const [name, fields] = frame;
    if (name === "welcome") this.welcomed(fields);
    else if (name === "encountered") this.meet(fields);
    else if (name === "annotation-changed") this.events.edited(fields);
    else if (name === "transcript") this.events.transcript(fields);
    else if (name === "problem") this.events.problem(fields);
    else if (name === "consented") this.answered(fields);
    else if (name === "utterance-started" && this.player() !== null) this.events.voice(fields.voice !== undefined);
    else if (name === "speech-chunk") this.events.voice(true);
    this.guide.take(frame, this.now);
  }

  private answered(consented: Consented): void {
    const last = consented.change === `c${this.changes}`;
    if (last) this.unanswered = null;
    this.events.consented(consented, last);
  }

  private welcomed(welcome: Welcome): void {
    if (!welcome.resumed && this.id !== "") this.guide.restart();
    if (!welcome.resumed) this.unanswered = null;
    if (this.unanswered !== null) this.connection.send("consent", this.unanswered);
    this.id = welcome.visit;
    const { language, captions_language: captions = null, captions_beside: beside = null } = this.hello();
    if (welcome.resumed && welcome.language !== language && welcome.languages.includes(language)) this.choose(language, captions, beside);
    this.events.welcome(welcome);
  }

  private meet(encountered: Encountered): void {
    this.encountered = encountered;
    this.events.encountered(encountered);
  }
}
