import { BufferGeometry, Group, Line, LineBasicMaterial, MathUtils, Vector3 } from "three";
import type { PerspectiveCamera, Vector4, WebGLRenderer } from "three";
import { arc } from "../arc";
import type { Arc } from "../arc";
import { yawOf } from "../pose";
import type { Visitor } from "../visitor";
import type { Vector } from "../wire.gen";
import type { Fade } from "./fade";
import { TeleportMarker } from "./teleport";
import type { Eye } from "./tiles";

const SNAP = MathUtils.degToRad(30);
const PUSHED = 0.7;
const RELEASED = 0.35;

export interface XrEvents {
  /** The visitor pointed at something: what is that? */
  pointed(origin: Vector, direction: Vector): void;
  /** A button of the controller: `more` (A, X) or `skip` (B, Y). */
  reacted(reaction: "more" | "skip"): void;
  /** The stick is pressed down: the visitor speaks as long as it is. */
  talk(now: boolean): void;
  presenting(now: boolean): void;
}

interface Hand {
  space: Group;
  source: XRInputSource | null;
  aiming: "trigger" | "stick" | null;
  turned: boolean;
  held: boolean[];
}

/** Whether an immersive session can be had here. */
export async function supported(): Promise<boolean> {
  return (await navigator.xr?.isSessionSupported("immersive-vr").catch(() => false)) ?? false;
}

/** The headset: teleport with trigger or stick, snap turn, pointing with the grip. */
export class Xr {
  /** Frames drawn in headsets so far. */
  frames = 0;
  readonly marker = new TeleportMarker();
  private readonly hands: Hand[];
  private target: Arc | null = null;
  private unplaced = false;

  constructor(
    private readonly renderer: WebGLRenderer,
    private readonly rig: Group,
    private readonly camera: PerspectiveCamera,
    private readonly visitor: Visitor,
    private readonly fade: Fade,
    private readonly events: XrEvents,
  ) {
    renderer.xr.enabled = true;
    renderer.xr.setReferenceSpaceType("local-floor");
    this.hands = [0, 1].map((index) => this.hand(index));
    renderer.xr.addEventListener("sessionstart", () => this.started());
    renderer.xr.addEventListener("sessionend", () => this.ended());
  }

  get presenting(): boolean {
    return this.renderer.xr.isPresenting;
  }

  /** The cameras of this frame, each with the pixels of its part of the picture; none before the first frame. */
  eyes(): Eye[] {
    this.rig.updateMatrixWorld();
    this.renderer.xr.updateCamera(this.camera);
    return this.renderer.xr.getCamera().cameras.map((camera) => {
      const { z, w } = (camera as PerspectiveCamera & { viewport: Vector4 }).viewport;
      return { camera, width: z, height: w };
    });
  }

  /** Ask for a session; call it from a user's gesture. */
  async enter(): Promise<void> {
    const session = await navigator.xr!.requestSession("immersive-vr", {
      requiredFeatures: ["local-floor"],
      optionalFeatures: ["bounded-floor", "hand-tracking"],
    });
    await this.renderer.xr.setSession(session);
  }

  /** Put the visitor's head over `feet`, looking along `yaw` where it is given. */
  place([x, y, z]: Vector, yaw?: number): void {
    if (yaw !== undefined) this.rig.rotation.y = yaw - yawOf(this.camera.quaternion.toArray() as [number, number, number, number]);
    const head = this.camera.position.clone().setY(0).applyAxisAngle(new Vector3(0, 1, 0), this.rig.rotation.y);
    this.rig.position.set(x - head.x, y, z - head.z);
  }

  /** One frame of a session. */
  update(): void {
    this.frames += 1;
    if (this.unplaced && this.frames > 1) {
      this.unplaced = false;
      this.place(this.visitor.feet, this.visitor.yaw);
    }
    for (const hand of this.hands) this.read(hand);
    this.aim();
    this.follow();
  }

  private started(): void {
    this.frames = 0;
    this.unplaced = true;
    this.rig.position.set(...this.visitor.feet);
    this.rig.rotation.y = this.visitor.yaw;
    this.events.presenting(true);
  }

  private ended(): void {
    this.marker.hide();
    this.camera.position.set(0, 0, 0);
    this.camera.quaternion.identity();
    this.events.presenting(false);
  }

  private hand(index: number): Hand {
    const space = this.renderer.xr.getController(index);
    const hand: Hand = { space, source: null, aiming: null, turned: false, held: [] };
    space.addEventListener("connected", ({ data }) => (hand.source = data));
    space.addEventListener("disconnected", () => (hand.source = null));
    space.addEventListener("selectstart", () => (hand.aiming ??= "trigger"));
    space.addEventListener("selectend", () => this.land(hand, "trigger"));
    space.addEventListener("squeezestart", () => this.events.pointed(...ray(hand.space)));
    space.add(pointer());
    this.rig.add(space);
    return hand;
  }

  private read(hand: Hand): void {
    const gamepad = hand.source?.gamepad;
    if (gamepad === undefined) return;
    const [x, y] = [gamepad.axes[2] ?? 0, gamepad.axes[3] ?? 0];
    if (y < -PUSHED && hand.aiming === null) hand.aiming = "stick";
    if (y > -RELEASED) this.land(hand, "stick");
    if (Math.abs(x) < RELEASED) hand.turned = false;
    if (Math.abs(x) > PUSHED && !hand.turned && hand.aiming === null) this.snap(hand, -Math.sign(x));
    this.press(hand, 4, gamepad, "more");
    this.press(hand, 5, gamepad, "skip");
    this.speak(hand, gamepad);
  }

  private press(hand: Hand, button: number, gamepad: Gamepad, reaction: "more" | "skip"): void {
    const pressed = gamepad.buttons[button]?.pressed ?? false;
    if (pressed && !hand.held[button]) this.events.reacted(reaction);
    hand.held[button] = pressed;
  }

  private speak(hand: Hand, gamepad: Gamepad): void {
    const pressed = gamepad.buttons[3]?.pressed ?? false;
    if (pressed !== (hand.held[3] ?? false)) this.events.talk(pressed);
    hand.held[3] = pressed;
  }

  private snap(hand: Hand, left: number): void {
    hand.turned = true;
    const head = this.camera.getWorldPosition(new Vector3());
    this.rig.rotation.y += left * SNAP;
    this.place([head.x, this.rig.position.y, head.z]);
  }

  private aim(): void {
    const hand = this.hands.find(({ aiming }) => aiming !== null);
    const { ground } = this.visitor;
    if (hand === undefined || ground === null) {
      this.marker.hide();
      this.target = null;
      return;
    }
    this.target = arc(ground, ...ray(hand.space));
    this.marker.show(this.target);
  }

  private land(hand: Hand, by: Hand["aiming"]): void {
    if (hand.aiming !== by || by === null) return;
    hand.aiming = null;
    const landing = this.target?.landing;
    if (landing !== null && landing !== undefined) this.fade.through(() => this.place(landing));
  }

  /** The visitor is where the headset is, so that leaving it leaves them there. */
  private follow(): void {
    const head = this.camera.getWorldPosition(new Vector3());
    this.visitor.feet = [head.x, this.rig.position.y, head.z];
    this.visitor.yaw = this.rig.rotation.y + yawOf(this.camera.quaternion.toArray() as [number, number, number, number]);
    this.visitor.pitch = 0;
  }
}

function ray(space: Group): [Vector, Vector] {
  space.updateWorldMatrix(true, false);
  const origin = new Vector3().setFromMatrixPosition(space.matrixWorld);
  const direction = new Vector3(0, 0, -1).transformDirection(space.matrixWorld);
  return [origin.toArray() as Vector, direction.toArray() as Vector];
}

function pointer(): Line {
  const geometry = new BufferGeometry().setFromPoints([new Vector3(), new Vector3(0, 0, -0.35)]);
  return new Line(geometry, new LineBasicMaterial({ color: "#ffca7a", transparent: true, opacity: 0.6 }));
}
