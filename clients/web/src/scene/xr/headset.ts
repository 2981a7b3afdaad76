import { Vector3 } from "three";
import type { Group } from "three";
import type { App } from "../../app";
import type { Comfort } from "../../comfort";
import type { Vector } from "../../wire.gen";
import { onLetters } from "../lettering";
import { Body } from "./body";
import { Escort } from "./escort";
import type { XrStage } from "./gate";
import { Hand } from "./hand";
import type { Wishes } from "./hand";
import { Hints } from "./hints";
import { Hosted } from "./house";
import { Locomotion } from "./locomotion";
import { Menu } from "./menu/menu";
import { PicturePanel } from "./picture";
import { Quality, STEPS } from "./quality";
import { seen } from "./seen";
import type { Seen } from "./seen";
import { Session } from "./session";

/** Frames after which a headset that was put on, or calls another place its middle, says where the head is. */
const SETTLING = 3;

/** Joins what an immersive session is made of. */
export class Headset implements Wishes {
  readonly session: Session;
  readonly body: Body;
  readonly going: Locomotion;
  readonly house: Hosted;
  readonly menu: Menu;
  readonly escort: Escort;
  readonly picture: PicturePanel;
  readonly quality = new Quality();
  readonly hands: readonly [Hand, Hand];
  /** What the guide waits for, or null while it goes on. */
  held: "away" | "ended" | null = null;
  private readonly hints: Hints;
  private settling = 0;
  private arrived: string | null = null;

  constructor(readonly stage: XrStage, group: Group, private readonly app: App) {
    const { renderer, rig, camera, visitor, fade } = stage;
    this.session = new Session(renderer, { away: (now) => this.hold(now ? "away" : null), moved: () => (this.settling = SETTLING) });
    this.body = new Body(rig, camera, visitor);
    this.house = new Hosted(app, {
      changed: () => this.menu.refresh(),
      suited: (change) => this.suited(change),
      raise: () => this.body.raise(),
      leave: () => void this.session.close(),
    });
    this.going = new Locomotion(this.body, visitor, fade, () => this.house.comfort);
    this.menu = new Menu(group, this.house);
    this.hints = new Hints(stage.panel);
    this.escort = new Escort(group, matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.picture = new PicturePanel(group, app.sound.clips.join(new Audio()));
    this.hands = [new Hand(renderer, rig, 0, this), new Hand(renderer, rig, 1, this)];
    onLetters(() => {
      this.menu.refresh();
      this.picture.draw();
    });
    group.add(this.going.marker.group);
    camera.add(this.going.vignette.mesh);
    for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => this.held === "ended" && this.hold(null));
  }

  get aiming(): boolean {
    return this.going.aiming;
  }

  /** What is going on, for tests. */
  seen(): Seen {
    return seen(this);
  }

  get step(): number {
    return this.quality.step;
  }

  async enter(): Promise<void> {
    await this.session.open();
  }

  started(): void {
    const { rig, visitor } = this.stage;
    rig.position.set(...visitor.feet);
    rig.rotation.y = visitor.yaw;
    this.settling = SETTLING;
    this.escort.leave();
    this.session.rate = null;
    this.session.watch();
    this.improve();
    this.hold(null);
    this.suited({});
    void this.house.retell(this.app.language);
    this.hints.start(() => this.house.words[this.hands.some(({ tracked }) => tracked) ? "hintHands" : "hintControllers"]);
  }

  ended(): void {
    this.hints.stop();
    this.menu.close();
    this.going.drop();
    this.stage.lantern.carried = null;
    this.stage.lantern.spare = false;
    this.stage.detail.coarser = 1;
    this.hold("ended");
  }

  place(feet: Vector, yaw?: number): void {
    this.body.place(feet, yaw);
  }

  update(dt: number, seconds: number): void {
    if (this.settling > 0 && --this.settling === 0) this.settle();
    this.session.look(dt, this.quality.step);
    const { first, second } = this.roles;
    const { head } = this.body;
    for (const hand of this.hands) hand.read(head, seconds, hand === first, second === null);
    if (this.session.away) this.going.drop();
    else this.going.update(first, second, dt);
    this.menu.update(this.hands, head, this.forward, dt);
    this.picture.update(head, this.forward, dt, this.aiming || this.menu.open);
    if (this.settling === 0) this.body.follow(dt);
    this.lead(head, dt);
  }

  /** A frame was drawn. */
  drawn(dt: number, busy: number): void {
    if (this.session.away) this.quality.forget();
    else if (this.quality.weigh(dt, busy, this.session.every)) this.improve();
  }

  selected(hand: Hand, now: boolean): void {
    if (this.session.away) return;
    if (now && !this.menu.press(hand) && !this.picture.press(hand)) this.going.aim(hand, "select");
    else if (!now && this.going.land(hand, "select") === "nowhere") this.pointed(hand);
  }

  pointed(hand: Hand): void {
    hand.pulse(0.3, 25);
    this.stage.events.pointed(...hand.beam);
  }

  talk(_hand: Hand, now: boolean): void {
    this.house.talk(now);
  }

  reacted(reaction: "more" | "skip"): void {
    this.stage.events.reacted(reaction);
  }

  summoned(hand: Hand): void {
    if (this.menu.open) this.menu.close();
    else this.menu.show(hand, this.body.head, this.forward, this.roles.second === null);
  }

  /** The guide turned to a stop. */
  met(stop: string): void {
    this.house.met(stop);
  }

  private get forward(): Vector3 {
    return this.stage.camera.getWorldDirection(new Vector3());
  }

  /** Which hand points and turns, and which helps; a hand that is alone points. */
  private get roles(): { first: Hand | null; second: Hand | null } {
    const here = this.hands.filter((hand) => hand.here);
    const first = here.find(({ side }) => side === this.house.comfort.hand) ?? here[0] ?? null;
    return { first, second: here.find((hand) => hand !== first) ?? null };
  }

  /** The headset knows by now where the head is: stand where the visitor stood. */
  private settle(): void {
    const { visitor } = this.stage;
    this.body.place(visitor.feet, visitor.yaw);
    if (this.house.comfort.seated) this.body.raise();
  }

  private suited(change: Partial<Comfort>): void {
    const { panel } = this.stage;
    const { captions, captionSize, captionCard } = this.house.comfort;
    panel.suit(captions, captionSize, captionCard);
    if (change.seated === true) this.body.raise();
    if (change.seated === false) this.body.lower();
    if (change.rumble === true) for (const hand of this.hands) hand.pulse(0.5, 60);
  }

  private lead(head: Vector3, dt: number): void {
    const { visitor, lantern } = this.stage;
    const speaking = this.app.visit?.guide.utterance != null;
    const { comfort, following: next } = this.house;
    this.escort.update({ head, feet: visitor.feet, yaw: visitor.yaw, ground: visitor.ground, next, speaking, wanted: comfort.led }, this.held === null ? dt : 0);
    lantern.carried = this.escort.lantern;
    const near = this.house.at(visitor.feet);
    if (near !== null && near !== this.arrived && comfort.rumble) for (const hand of this.hands) hand.pulse(0.6, 120);
    this.arrived = near ?? this.arrived;
  }

  private improve(): void {
    const step = STEPS[this.quality.step]!;
    this.session.apply(this.quality.step);
    this.stage.detail.coarser = step.coarser;
    this.stage.lantern.spare = !step.lit;
  }

  private hold(what: "away" | "ended" | null): void {
    if (what === this.held) return;
    this.held = what;
    if (what !== null) this.house.talk(false);
    if (what !== null) this.app.sound.clips.hush();
    this.app.visit?.hold(what !== null);
    this.quality.forget();
    if (what === "ended" && this.app.visit !== null) this.app.notice.tell(this.house.words.waits);
  }
}
