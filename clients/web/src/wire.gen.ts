// Written by `tour schema --typescript`; do not edit.

export const SUBPROTOCOL = "caravanserai.v1";
export const VERSION = 1;
export type Vector = [number, number, number];
export type Quaternion = [number, number, number, number];

export type Codec = SpeechChunk["codec"];

/** A curator's edit: of a thing's name or place, or of what is told of it. */
export interface AnnotationChanged {
  annotation: string;
  label: string;
  removed: boolean;
}

/** Hear otherwise from the next utterance on, as `audio` of `Hello`; none means captions only. */
export interface AudioChosen {
  audio?: string[];
}

/** A WebVTT cue: times count from the beginning of the utterance's sound. */
export interface Caption {
  utterance: string;
  index: number;
  text: string;
  start_ms: number;
  end_ms: number;
  facts: string[];
  origin: "approved" | "live" | "verbatim";
  ai: boolean;
  imaginative: boolean;
  offer: "" | "story";
  beside?: string;
  beside_ai: boolean;
  sentence?: number;
}

/** Purposes the visitor agrees to, replacing what was agreed before. */
export interface Consent {
  purposes?: ("analytics" | "personalise" | "voice")[];
  profile?: Profile;
  words?: string;
  change?: string;
}

/** The answer to each `consent`, in their order, once it is in the books or was refused. */
export interface Consented {
  outcome: "consent-refused" | "taken" | "withdrawal-failed";
  change: string;
  purposes?: ("analytics" | "personalise" | "voice")[];
}

/** Something worth words is in front of the visitor. */
export interface Encountered {
  annotation: string;
  label: string;
  stop?: string;
}

/** Follow the leader of a group. */
export interface Follow {
  room: string;
}

/** Drop everything that is known about this visit, at once. */
export interface ForgetMe {
}

/** The visit ends; nothing is kept to resume. */
export interface Goodbye {
}

/** Either side is alive; the server answers each with its own. `received` lets the server forget what arrived. */
export interface Heartbeat {
  t?: number;
  received?: number;
}

/** Opens a visit, or takes one up again when `resume` is given. */
export interface Hello {
  site: string;
  language: string;
  device?: "desktop" | "headset" | "kiosk" | "mobile";
  audio?: string[];
  captions?: boolean;
  captions_language?: string;
  captions_beside?: string;
  token?: string;
  resume?: string;
  received?: number;
  profile?: Profile;
}

/** Be quiet now. */
export interface Interrupt {
}

/** Go on in another language; `captions` chooses theirs, none means the same as the voice's. */
export interface LanguageChosen {
  language: string;
  captions?: string;
  beside?: string;
}

/** A language of the site and what stands behind it. */
export interface LanguageOffer {
  tag: string;
  tier: "checked" | "reviewed";
  voice: boolean;
  direction?: "ltr" | "rtl";
}

/** Take the lead of a group. */
export interface Lead {
  room: string;
}

/** One visitor of a group in a packed batch. */
export type Presence = [visitor: string, position: Vector, orientation: Quaternion];

/** What went wrong, in the visitor's language, with a code a program can read. */
export interface Problem {
  code: string;
  message: string;
  retry_after?: number;
  question?: string;
}

/** What a visitor chose to say about themselves; used only with their consent, never kept after the visit. */
export interface Profile {
  interests?: string[];
  age_group?: "" | "adult" | "child" | "expert" | "family";
  home_country?: string;
  detail?: "" | "brief" | "deep" | "normal";
}

/** Words of somebody in the group. */
export interface Said {
  visitor: string;
  text: string;
  language: string;
}

/** Words to the others of a group tour. */
export interface Say {
  text: string;
}

/** A piece of speech: raw Opus packets of 20 ms, or whole PCM samples, mono. */
export interface SpeechChunk {
  utterance: string;
  index: number;
  codec: "mp3" | "opus" | "pcm_s16le";
  sample_rate: number;
  data: Uint8Array;
  sizes?: number[];
  last: boolean;
}

/** The leader went on to another stop. */
export interface TourMoved {
  stop: string;
}

/** What the guide understood of a spoken question. */
export interface Transcript {
  question: string;
  text: string;
  final: boolean;
  language: string;
  confidence: number;
}

/** The guide has finished, was interrupted, or failed; on anything but `finished` the client stops the sound now. */
export interface UtteranceEnded {
  utterance: string;
  reason: "failed" | "finished" | "interrupted";
}

/** The guide begins to speak. */
export interface UtteranceStarted {
  utterance: string;
  kind: "answer" | "narration" | "notice";
  language: string;
  origin: "approved" | "live" | "verbatim";
  ai: boolean;
  voice?: string;
  synthetic: boolean;
  model?: string;
  imaginative: boolean;
  captions_language?: string;
  captions_beside?: string;
  question?: string;
}

/** A typed question. */
export interface VisitorAsked {
  question: string;
  text: string;
}

/** Somebody joined the group. */
export interface VisitorJoined {
  visitor: string;
  name: string;
}

/** Somebody left the group. */
export interface VisitorLeft {
  visitor: string;
}

/** Where the visitor is, 10 to 15 times a second; only the newest counts. */
export interface VisitorMoved {
  position: Vector;
  orientation: Quaternion;
  t?: number;
}

/** What is that? A ray in scene space. */
export interface VisitorPointed {
  origin: Vector;
  direction: Vector;
}

/** What the visitor did with what they heard. */
export interface VisitorReacted {
  reaction: "like" | "more" | "repeat" | "share" | "skip" | "story" | "wrong";
  utterance?: string;
}

/** A piece of a spoken question. */
export interface VisitorSpoke {
  question: string;
  sequence: number;
  codec: "mp3" | "opus" | "pcm_s16le";
  data: Uint8Array;
  last?: boolean;
}

/** Where the others are, one batch a tick. */
export interface VisitorsMoved {
  tick: number;
  visitors: Presence[];
}

/** A voice the guide can speak with. */
export interface VoiceOffer {
  id: string;
  language: string;
  engine: string;
  online: boolean;
}

/** The visit is open. */
export interface Welcome {
  visit: string;
  resume: string;
  site: string;
  scene: string;
  language: string;
  languages: string[];
  voices: VoiceOffer[];
  offers: LanguageOffer[];
  captions_language?: string;
  captions_beside?: string;
  version: number;
  resumed: boolean;
}

export interface FromClient {
  "hello": Hello;
  "visitor-moved": VisitorMoved;
  "visitor-pointed": VisitorPointed;
  "visitor-asked": VisitorAsked;
  "visitor-spoke": VisitorSpoke;
  "visitor-reacted": VisitorReacted;
  "language-chosen": LanguageChosen;
  "audio-chosen": AudioChosen;
  "interrupt": Interrupt;
  "consent": Consent;
  "forget-me": ForgetMe;
  "say": Say;
  "lead": Lead;
  "follow": Follow;
  "heartbeat": Heartbeat;
  "goodbye": Goodbye;
}

export interface FromServer {
  "welcome": Welcome;
  "encountered": Encountered;
  "utterance-started": UtteranceStarted;
  "caption": Caption;
  "speech-chunk": SpeechChunk;
  "utterance-ended": UtteranceEnded;
  "transcript": Transcript;
  "visitors-moved": VisitorsMoved;
  "visitor-joined": VisitorJoined;
  "visitor-left": VisitorLeft;
  "said": Said;
  "tour-moved": TourMoved;
  "annotation-changed": AnnotationChanged;
  "consented": Consented;
  "heartbeat": Heartbeat;
  "problem": Problem;
}

export const FROM_SERVER: readonly (keyof FromServer)[] = [
  "welcome",
  "encountered",
  "utterance-started",
  "caption",
  "speech-chunk",
  "utterance-ended",
  "transcript",
  "visitors-moved",
  "visitor-joined",
  "visitor-left",
  "said",
  "tour-moved",
  "annotation-changed",
  "consented",
  "heartbeat",
  "problem",
];

export const NUMBERED: readonly (keyof FromServer)[] = [
  "annotation-changed",
  "caption",
  "encountered",
  "said",
  "speech-chunk",
  "tour-moved",
  "transcript",
  "utterance-ended",
  "utterance-started",
];
