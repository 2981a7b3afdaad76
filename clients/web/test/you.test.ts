import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../src/app";
import { Claims } from "../src/claims";
import { PURPOSES } from "../src/privacy";
import type { Kept, Purpose } from "../src/privacy";
import { AsOnThePage } from "../src/scene/xr/agreeing";
import { say } from "../src/strings";
import { You } from "../src/ui/you";

/** What the house answers, when it does. */
const asked = vi.hoisted(() => [] as ((kept: Kept | undefined) => void)[]);
vi.mock("../src/ui/kept", () => ({ KeptPanel: class { show = async (settled = Promise.resolve()) => (await settled, new Promise((answer) => asked.push(answer))); } }));
vi.mock("../src/ui/consent", () => ({
  Consent: class {
    purposes: readonly Purpose[] = [];
    name = "words";
    shown = { purposes: { analytics: "Questions are counted.", voice: "", personalise: "" }, ai: false };
    tick = (purposes: readonly Purpose[]) => { this.purposes = PURPOSES.filter((each) => purposes.includes(each)); };
    ask = () => Promise.resolve();
    limit = () => "";
  },
}));

const holds = (...purposes: Purpose[]) => ({ consents: purposes.map((purpose) => ({ purpose, given: "", ended: null })) }) as unknown as Kept;
const turn = () => new Promise((go) => setTimeout(go));
/** The house answers what it was asked first. */
const answer = async (kept: Kept | undefined) => {
  await turn();
  asked.shift()!(kept);
  await turn();
};
/** The house answers what it was told. */
const stands = (...purposes: Purpose[]) => void you.answered({ outcome: "taken", change: "", purposes }, true);
const refuses = (outcome: "consent-refused" | "withdrawal-failed", purposes?: Purpose[]) => void you.answered({ outcome, change: "", ...(purposes && { purposes }) }, true);

let you: You;
let told: string[];
/** The page's elements by id, as they are first asked for. */
let fields: Map<string, { value: string }>;
/** The line that says that consent holds no longer. */
let news: { hidden: boolean };

beforeEach(() => {
  [told, asked.length] = [[], 0];
  const some = { addEventListener: () => undefined, querySelectorAll: () => [], value: "", reset: () => undefined, prepend: (shown: { hidden: boolean }) => (news = shown) };
  fields = new Map();
  const field = (id: string) => fields.get(id) ?? fields.set(id, { ...some }).get(id)!;
  vi.stubGlobal("document", { getElementById: field, createElement: () => ({ dataset: {} }), documentElement: { lang: "en" } });
  const claims = new Claims({ getItem: () => null, setItem: () => undefined } as unknown as Storage);
  claims.current = { visit: "v", resume: "r" };
  you = new You(claims, { agreed: (purposes) => (told.push(purposes.join("+")), true), captions: () => undefined, forget: () => true, language: () => "en" });
});

describe("what is agreed to", () => {
  it("is not narrowed by an answer that was asked for before it was said", async () => {
    void you.look();
    await turn();
    you.decide("analytics", true);
    await answer(holds());
    expect(you.agreed).toEqual(["analytics"]);
    you.decide("personalise", true);
    expect(told, "nothing is withdrawn in silence").toEqual(["analytics", "personalise+analytics"]);
  });

  it("is what the house holds, more or less than the page knew", async () => {
    void you.look();
    await answer(holds("analytics"));
    expect([you.agreed, you.consent.purposes]).toEqual([["analytics"], ["analytics"]]);
    void you.look();
    await answer(holds());
    expect([you.agreed, you.consent.purposes]).toEqual([[], []]);
  });

  it("stays where the house cannot be asked, and to personalise needs nothing kept", async () => {
    you.decide("analytics", true);
    you.decide("personalise", true);
    stands("analytics", "personalise");
    void you.look();
    await answer(undefined);
    expect([...you.agreed].sort()).toEqual(["analytics", "personalise"]);
    void you.look();
    await answer(holds());
    expect(you.agreed).toEqual(["personalise"]);
  });

  it("is not ticked over what the visitor ticks while the house is asked", async () => {
    void you.look();
    you.consent.tick(["voice", "analytics"]);
    await answer(holds("analytics"));
    expect(you.consent.purposes).toEqual(["analytics", "voice"]);
  });

  it("is what the house holds after two quick words of which it refused one", async () => {
    you.decide("analytics", true);
    you.decide("voice", true);
    void you.answered({ outcome: "consent-refused", change: "", purposes: [] }, false);
    expect(you.agreed, "what was said last is not answered yet").toEqual(["analytics", "voice"]);
    stands("analytics", "voice");
    await answer(holds("analytics", "voice"));
    expect(you.agreed).toEqual(["analytics", "voice"]);
    you.decide("personalise", true);
    refuses("consent-refused", []);
    await answer(holds());
    expect([you.agreed, you.consent.purposes]).toEqual([[], []]);
  });

  it("is what stood before where the house refused and cannot be asked", async () => {
    you.decide("analytics", true);
    stands("analytics");
    you.decide("voice", true);
    refuses("consent-refused");
    await answer(undefined);
    expect(you.agreed).toEqual(["analytics"]);
  });

  it("is nothing in a new visit, whatever is answered of the last", async () => {
    void you.look();
    you.anew();
    await answer(holds("analytics"));
    expect(you.agreed).toEqual([]);
  });

  it("is asked for only once the house has answered what it was told", async () => {
    you.decide("analytics", true);
    void you.look();
    await turn();
    expect(asked, "the books may not have it yet").toEqual([]);
    stands("analytics");
    await turn();
    expect(asked.length).toBe(1);
    await answer(holds("analytics"));
    expect(you.agreed).toEqual(["analytics"]);
  });

  it("is asked for all the same where no answer comes, and is said to take its time after a second", async () => {
    vi.useFakeTimers();
    const seen: boolean[] = [];
    you.standing.onChanged(() => seen.push(you.standing.slow));
    you.decide("analytics", true);
    void you.look();
    await vi.advanceTimersByTimeAsync(900);
    expect(seen).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect([seen, asked.length]).toEqual([[true], 0]);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(asked.length).toBe(1);
    stands("analytics");
    expect([seen, you.standing.slow]).toEqual([[true, false], false]);
    you.decide("voice", true);
    stands("analytics", "voice");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(you.standing.slow, "a quick answer is no wait").toBe(false);
    vi.useRealTimers();
  });
});

describe("the page of a purpose in a headset", () => {
  const page = (changed = () => undefined as void) => new AsOnThePage({ you } as unknown as App, changed);
  const says = (shown: AsOnThePage, purpose: Purpose) => shown.body(purpose)[0]!.text;

  it("shows what was agreed to once it stands, and what it waits for after a second", async () => {
    vi.useFakeTimers();
    const shown = page();
    shown.decide("analytics", true);
    expect(shown.agreed("analytics")).toBe(false);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(says(shown, "analytics")).toBe(say("oneMoment"));
    stands("analytics");
    expect([shown.agreed("analytics"), says(shown, "analytics")]).toEqual([true, "Questions are counted."]);
    vi.useRealTimers();
  });

  it("shows at once, and says, that the house refused what was agreed to", async () => {
    const seen: boolean[] = [];
    const shown: AsOnThePage = page(() => void seen.push(says(shown, "analytics") === say("consentRefused")));
    shown.decide("analytics", true);
    expect(seen).toEqual([false]);
    refuses("consent-refused", []);
    await answer(holds());
    expect(seen.slice(1)).toEqual([true, true]);
    expect([shown.agreed("analytics"), shown.body("voice")[0]!.text], "nothing was said of the other").toEqual([false, ""]);
    shown.decide("analytics", true);
    expect(says(shown, "analytics")).toBe("Questions are counted.");
  });

  it("says in words of its own that a consent could not be taken back, and that it stands", async () => {
    void you.look();
    await answer(holds("analytics"));
    const shown = page();
    shown.decide("analytics", false);
    refuses("withdrawal-failed");
    expect([shown.agreed("analytics"), says(shown, "analytics")]).toEqual([true, say("withdrawalFailed")]);
    await answer(holds("analytics"));
    expect([shown.agreed("analytics"), says(shown, "analytics")]).toEqual([true, say("withdrawalFailed")]);
    expect(say("withdrawalFailed")).not.toBe(say("consentRefused"));
  });
});

describe("a visit that begins anew in the middle of one", () => {
  it("knows nothing of the visitor, tells the house nothing, and says so until it is said again", async () => {
    you.consent.tick(["personalise"]);
    fields.get("age-group")!.value = "child";
    fields.get("captions-language")!.value = "it";
    you.decide("personalise", true);
    stands("personalise");
    const before = told.length;
    expect(you.anew()).toBe(true);
    expect([you.agreed, you.consent.purposes, you.profile.age_group, news.hidden]).toEqual([[], [], "", false]);
    expect(fields.get("captions-language")!.value, "in which language they read is known").toBe("it");
    expect(told.length).toBe(before);
    expect(you.anew(), "and a second time there is nothing to lose").toBe(false);
    expect(news.hidden).toBe(false);
  });

  it("is no news to who had said nothing", () => {
    expect(you.anew()).toBe(false);
    expect(news.hidden).toBe(true);
  });
});
