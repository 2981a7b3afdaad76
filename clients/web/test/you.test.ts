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
vi.mock("../src/ui/kept", () => ({ KeptPanel: class { show = () => new Promise((answer) => asked.push(answer)); } }));
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
/** The house answers what was asked first, or as many as there are. */
const answer = async (kept: Kept | undefined) => {
  asked.shift()!(kept);
  await new Promise((go) => setTimeout(go));
};

let you: You;
let told: string[];

beforeEach(() => {
  [told, asked.length] = [[], 0];
  const some = { addEventListener: () => undefined, querySelectorAll: () => [], value: "", reset: () => undefined };
  vi.stubGlobal("document", { getElementById: () => ({ ...some }), documentElement: { lang: "en" } });
  const claims = new Claims({ getItem: () => null, setItem: () => undefined } as unknown as Storage);
  claims.current = { visit: "v", resume: "r" };
  you = new You(claims, { agreed: (purposes) => (told.push(purposes.join("+")), true), captions: () => undefined, forget: () => true, language: () => "en" });
});

describe("what is agreed to", () => {
  it("is not narrowed by an answer that was asked for before it was said", async () => {
    void you.look();
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
    void you.refused();
    await answer(holds("analytics", "voice"));
    expect(you.agreed).toEqual(["analytics", "voice"]);
    void you.refused();
    await answer(holds());
    expect([you.agreed, you.consent.purposes]).toEqual([[], []]);
  });

  it("is what stood before where the house refused and cannot be asked", async () => {
    you.decide("analytics", true);
    you.decide("voice", true);
    void you.refused();
    await answer(undefined);
    expect(you.agreed).toEqual(["analytics"]);
  });

  it("is nothing in a new visit, whatever is answered of the last", async () => {
    void you.look();
    you.anew();
    await answer(holds("analytics"));
    expect(you.agreed).toEqual([]);
  });
});

describe("the page of a purpose in a headset", () => {
  it("shows at once, and says, that the house refused what was agreed to", async () => {
    const seen: [boolean, boolean][] = [];
    const says = (purpose: Purpose) => page.body(purpose).some(({ text }) => text === say("consentRefused"));
    const page: AsOnThePage = new AsOnThePage({ you } as unknown as App, () => void seen.push([page.agreed("analytics"), says("analytics")]));
    page.decide("analytics", true);
    expect(seen).toEqual([[true, false]]);
    void you.refused();
    await answer(holds());
    expect(seen.slice(1)).toEqual([[false, true], [false, true]]);
    expect(says("voice"), "nothing was said of it").toBe(false);
    page.decide("analytics", true);
    expect(says("analytics")).toBe(false);
  });

  it("says so of a consent that could not be taken back", async () => {
    void you.look();
    await answer(holds("analytics"));
    const page = new AsOnThePage({ you } as unknown as App, () => undefined);
    page.decide("analytics", false);
    void you.refused();
    await answer(holds("analytics"));
    expect([page.agreed("analytics"), page.body("analytics")[0]!.text]).toEqual([true, say("consentRefused")]);
  });
});
