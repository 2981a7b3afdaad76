import type { App } from "./app";
import type { Purpose } from "./privacy";
import { say } from "./strings";
import type { Profile } from "./wire.gen";

/** What visitors do with the page's controls. */
export function deedsOf(app: App) {
  return {
    asked: (text: string) => {
      app.words.asked(text);
      if (app.visit?.ask(text) === false) app.notice.tell(say("waiting"));
    },
    reacted: (reaction: "more" | "repeat" | "skip") => app.visit?.react(reaction),
    interrupted: () => app.visit?.interrupt(),
    talk: (now: boolean) => (now ? app.visit?.beginTalk() : app.visit?.endTalk()),
    story: () => app.visit?.react("story"),
    volume: (volume: number, muted: boolean) => app.sound.set(volume, muted),
    language: (tag: string) => app.speakIn(tag),
    /** That sounds wrong: told to the people of the house. */
    doubted: (utterance: string): boolean => {
      const told = app.visit?.react("wrong", utterance) === true;
      if (told) app.notice.tell(say("wrongThanks"));
      return told;
    },
  };
}

/** What visitors say of themselves, and wish of what is kept. */
export function wishesOf(app: App) {
  return {
    agreed: (purposes: readonly Purpose[], profile: Profile, words: string) => {
      if (purposes.length > 0) app.claims.agreed();
      const sent = app.visit?.agree(purposes, profile, words) === true;
      // What was said of the change before is not true of this one.
      app.notice.tell(sent ? "" : say("lost"));
      return sent;
    },
    captions: (tag: string | null) => app.readIn(tag),
    forget: () => {
      app.companions.tell("forgotten");
      return app.visit?.forget() === true;
    },
    language: () => app.reading,
  };
}
