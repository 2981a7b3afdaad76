import type { App } from "./app";
import type { ViewEvents } from "./scene/view";

/** What comes of what is drawn and pointed at in the scene. */
export function seeing(app: App, drawn: Pick<ViewEvents, "frame" | "progress">): ViewEvents {
  return {
    ...drawn,
    trouble: () => app.notice.set("slowModel", true),
    relief: () => app.notice.set("slowModel", false),
    context: (there) => app.notice.set("contextLost", !there),
    pointed: (origin, direction) => app.visit?.point(origin, direction),
    reacted: (reaction) => app.visit?.react(reaction),
    talk: (now) => (now ? app.visit?.beginTalk() : app.visit?.endTalk()),
    presenting: (now) => app.companions.tell("presenting", now),
  };
}
