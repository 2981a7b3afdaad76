import { BufferGeometry, CylinderGeometry, InstancedMesh, Line, LineBasicMaterial, Matrix4, Mesh, MeshStandardMaterial, SphereGeometry, Vector3 } from "three";
import type { Group, WebGLRenderer, XRHandSpace, XRTargetRaySpace } from "three";
import type { Vector } from "../../wire.gen";
import { Palm, Pinch, Press, palmOf } from "./gestures";

/** Seconds after which a button or a pinch is held. */
const HOLD = 0.45;
const JOINTS = 25;

/** What one hand wants, whether it holds a controller or not. */
export interface Wishes {
  /** Trigger or pinch: closed and let go. */
  selected(hand: Hand, now: boolean): void;
  /** What is that? */
  pointed(hand: Hand): void;
  talk(hand: Hand, now: boolean): void;
  /** A palm was shown or a button pressed. */
  summoned(hand: Hand): void;
  reacted(reaction: "more" | "skip"): void;
}

/** One hand in a headset: a controller or tracked fingers, its ray and its gestures. */
export class Hand {
  readonly ray: XRTargetRaySpace;
  source: XRInputSource | null = null;
  /** x to the right, y towards the visitor, -1 to 1. */
  stick: readonly [number, number] = [0, 0];
  private readonly fingers: XRHandSpace;
  private readonly skin: InstancedMesh;
  private readonly wand = wand();
  private readonly middle = new Pinch();
  private readonly question = new Press(HOLD);
  private readonly second = new Press(HOLD);
  private readonly palm = new Palm();
  private pressed: boolean[] = [];
  private speaking = false;

  constructor(renderer: WebGLRenderer, rig: Group, index: number, private readonly wishes: Wishes) {
    this.ray = renderer.xr.getController(index);
    this.fingers = renderer.xr.getHand(index);
    this.ray.addEventListener("connected", ({ data }) => (this.source = data));
    this.ray.addEventListener("disconnected", () => (this.source = null));
    this.ray.addEventListener("selectstart", () => wishes.selected(this, true));
    this.ray.addEventListener("selectend", () => wishes.selected(this, false));
    this.ray.addEventListener("squeezestart", () => this.tracked || wishes.pointed(this));
    this.skin = skin();
    this.ray.add(pointer(), this.wand);
    rig.add(this.ray, this.fingers, this.skin);
  }

  /** Whether it is there, and seen; fingers may be seen though they point nowhere. */
  get here(): boolean {
    return this.aims || this.joint("wrist") !== null;
  }

  /** Whether it points somewhere: a palm that is shown to the eyes does not. */
  get aims(): boolean {
    return this.source !== null && this.ray.visible;
  }

  /** Fingers, and no controller. */
  get tracked(): boolean {
    return (this.source?.hand ?? null) !== null;
  }

  get side(): XRHandedness {
    return this.source?.handedness ?? "none";
  }

  get palmShown(): boolean {
    return this.palm.shown;
  }

  /** Origin and direction of its ray, scene space. */
  get beam(): [Vector, Vector] {
    this.ray.updateWorldMatrix(true, false);
    const origin = new Vector3().setFromMatrixPosition(this.ray.matrixWorld);
    const direction = new Vector3(0, 0, -1).transformDirection(this.ray.matrixWorld);
    return [origin.toArray() as Vector, direction.toArray() as Vector];
  }

  /** What it pokes with: the tip of the forefinger, or of the controller. */
  get tip(): Vector3 | null {
    if (!this.here) return null;
    return this.tracked ? this.joint("index-finger-tip") : new Vector3().setFromMatrixPosition(this.ray.matrixWorld);
  }

  /** Where the hand is. */
  get place(): Vector3 {
    return this.joint("wrist") ?? new Vector3().setFromMatrixPosition(this.ray.matrixWorld);
  }

  /** Be felt; hands without a controller feel nothing. */
  pulse(strength: number, milliseconds: number): void {
    const motors = (this.source?.gamepad as { hapticActuators?: { pulse?(strength: number, ms: number): unknown }[] } | undefined)?.hapticActuators;
    motors?.[0]?.pulse?.(strength, milliseconds);
  }

  /** Look what it does; `first` is the hand that points, and does everything where it is alone. */
  read(head: Vector3, now: number, first: boolean, alone: boolean): void {
    this.wand.visible = !this.tracked;
    this.dress();
    if (!this.here) return this.rest(now);
    if (this.tracked) this.gesture(head, now);
    else this.press(now, first, alone);
  }

  private press(now: number, first: boolean, alone: boolean): void {
    const gamepad = this.source!.gamepad;
    if (gamepad === undefined) return;
    this.stick = [gamepad.axes[2] ?? 0, gamepad.axes[3] ?? 0];
    const down = (button: number): boolean => gamepad.buttons[button]?.pressed ?? false;
    const [before, other] = [this.pressed, !first && !alone];
    this.pressed = [3, 4, 5].map(down);
    this.talk(this.pressed[0]! || (other && this.pressed[1]!));
    if (!other && this.pressed[1] && !before[1]) this.wishes.reacted("more");
    const second = this.second.feel(this.pressed[2]!, now);
    if (second === "hold" || (other && second === "tap")) this.wishes.summoned(this);
    else if (second === "tap") this.wishes.reacted("skip");
  }

  private gesture(head: Vector3, now: number): void {
    this.stick = [0, 0];
    const [thumb, tip] = [this.joint("thumb-tip"), this.joint("middle-finger-tip")];
    this.middle.feel(thumb !== null && tip !== null && !this.pinching ? thumb.distanceTo(tip) : undefined);
    const meant = this.question.feel(this.middle.closed, now);
    if (meant === "tap") this.wishes.pointed(this);
    if (meant === "hold") this.talk(true);
    if (meant === "release") this.talk(false);
    if (this.palm.feel(this.facing(head), now) === "shown") this.wishes.summoned(this);
  }

  /** Not seen any more: what was held is let go. */
  private rest(now: number): void {
    this.stick = [0, 0];
    this.talk(false);
    this.middle.feel(undefined);
    this.question.feel(false, now);
    this.palm.feel(undefined, now);
    this.second.feel(false, now);
    this.pressed = [];
  }

  private talk(now: boolean): void {
    if (now === this.speaking) return;
    this.speaking = now;
    this.wishes.talk(this, now);
  }

  /** Forefinger and thumb touch: that is selecting, whatever the middle finger does. */
  private get pinching(): boolean {
    const [thumb, tip] = [this.joint("thumb-tip"), this.joint("index-finger-tip")];
    return thumb !== null && tip !== null && thumb.distanceTo(tip) < 0.02;
  }

  private facing(head: Vector3): number | undefined {
    const joints = (["wrist", "index-finger-phalanx-proximal", "pinky-finger-phalanx-proximal"] as const).map((name) => this.joint(name)?.toArray() as Vector | undefined);
    const [wrist, index, little] = joints;
    if (wrist === undefined || index === undefined || little === undefined || this.side === "none") return undefined;
    const way = head.clone().sub(new Vector3(...index)).normalize();
    return way.dot(new Vector3(...palmOf(wrist, index, little, this.side)));
  }

  private joint(name: XRHandJoint): Vector3 | null {
    const joint = this.tracked ? this.fingers.joints[name] : undefined;
    return joint?.visible ? joint.getWorldPosition(new Vector3()) : null;
  }

  /** Tracked fingers are shown as a glow at each joint. */
  private dress(): void {
    const joints = this.tracked && this.here ? Object.values(this.fingers.joints).filter((joint) => joint?.visible) : [];
    this.skin.visible = joints.length > 0;
    this.skin.count = Math.min(JOINTS, joints.length);
    joints.slice(0, JOINTS).forEach((joint, i) => {
      const radius = (joint as { jointRadius?: number }).jointRadius ?? 0.008;
      this.skin.setMatrixAt(i, new Matrix4().makeScale(radius, radius, radius).setPosition(joint!.position));
    });
    this.skin.instanceMatrix.needsUpdate = true;
  }
}

function pointer(): Line {
  const geometry = new BufferGeometry().setFromPoints([new Vector3(), new Vector3(0, 0, -0.35)]);
  return new Line(geometry, new LineBasicMaterial({ color: "#ffca7a", transparent: true, opacity: 0.6, fog: false }));
}

function skin(): InstancedMesh {
  const glow = new MeshStandardMaterial({ color: "#e9c79a", emissive: "#5a3a1c", roughness: 0.6, fog: false });
  const mesh = new InstancedMesh(new SphereGeometry(1, 10, 8), glow, JOINTS);
  mesh.frustumCulled = false;
  mesh.visible = false;
  return mesh;
}

/** What a controller looks like: one for all makes. */
function wand(): Mesh {
  const wood = new MeshStandardMaterial({ color: "#6b4a2b", emissive: "#2a1505", roughness: 0.5, fog: false });
  const mesh = new Mesh(new CylinderGeometry(0.011, 0.016, 0.11, 12).rotateX(-Math.PI / 2).translate(0, -0.005, 0.055), wood);
  return mesh;
}
