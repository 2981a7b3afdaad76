import { Group, PerspectiveCamera } from "three";
import { beforeEach, describe, expect, it } from "vitest";
import { COMFORT } from "../src/comfort";
import type { Comfort } from "../src/comfort";
import { Ground } from "../src/ground";
import { Fade } from "../src/scene/fade";
import { Body } from "../src/scene/xr/body";
import { Escort } from "../src/scene/xr/escort";
import type { Moment } from "../src/scene/xr/escort";
import type { Hand } from "../src/scene/xr/hand";
import { Locomotion } from "../src/scene/xr/locomotion";
import type { Stop } from "../src/site";
import { EYE_HEIGHT, Visitor } from "../src/visitor";
import type { Vector } from "../src/wire.gen";

const FRAME = 1 / 72;
/** Level ground twenty metres wide and sixty long, with a step of 40 cm at z = -4. */
const GROUND = new Ground(new Float32Array([
  ...[-10, 0, 10, 10, 0, 10, 10, 0, -4, -10, 0, 10, 10, 0, -4, -10, 0, -4],
  ...[-10, 0.4, -4, 10, 0.4, -4, 10, 0.4, -50, -10, 0.4, -4, 10, 0.4, -50, -10, 0.4, -50],
]));

let camera: PerspectiveCamera;
let visitor: Visitor;
let body: Body;
let fade: Fade;
let comfort: Comfort;
let going: Locomotion;

beforeEach(() => {
  const rig = new Group();
  camera = new PerspectiveCamera();
  rig.add(camera);
  camera.position.set(0.3, 1.6, -0.2);
  visitor = new Visitor();
  visitor.ground = GROUND;
  fade = new Fade();
  comfort = { ...COMFORT };
  body = new Body(rig, camera, visitor);
  body.place([0, 0, 0], 0);
  going = new Locomotion(body, visitor, fade, () => comfort);
});

function hand(stick: [number, number], way: Vector = [0, -0.3, -0.954]): Hand {
  return { stick, aims: true, beam: [[0, 1.3, 0], way] } as unknown as Hand;
}

function frames(seconds: number, first: Hand | null, second: Hand | null = null): void {
  for (let passed = 0; passed < seconds; passed += FRAME) {
    going.update(first, second, FRAME);
    fade.update(FRAME);
    body.follow(FRAME);
  }
}

describe("turning", () => {
  it("goes in steps of 30 degrees, one for each push, about the head", () => {
    const pushing = hand([1, 0]);
    frames(2, pushing);
    expect(body.yaw).toBeCloseTo(-Math.PI / 6);
    pushing.stick = [0, 0];
    frames(0.1, pushing);
    pushing.stick = [1, 0];
    frames(0.1, pushing);
    expect(body.yaw).toBeCloseTo(-Math.PI / 3);
    expect(body.head.x).toBeCloseTo(0);
    expect(body.head.z).toBeCloseTo(0);
  });

  it("goes smoothly as long as it is pushed, behind a dark edge", () => {
    comfort.turn = "smooth";
    frames(1, hand([-1, 0]));
    expect(body.yaw).toBeCloseTo((75 * Math.PI) / 180, 1);
    expect(going.vignette.strength).toBeGreaterThan(0.9);
    frames(2, hand([0, 0]));
    expect(going.vignette.strength).toBeLessThan(0.02);
  });
});

describe("walking", () => {
  it("goes where one looks, up a step, and no farther than the ground", () => {
    comfort.walk = "smooth";
    frames(4, hand([0, 0]), hand([0, -1]));
    expect(body.feet[2]).toBeLessThan(-6);
    expect(body.feet[1]).toBeCloseTo(0.4);
    expect(body.head.y).toBeCloseTo(2, 1);
    comfort.vignette = 0;
    frames(12, hand([0, 0]), hand([-1, 0]));
    expect(body.feet[0]).toBeGreaterThan(-10.01);
    expect(going.vignette.strength).toBeLessThan(0.02);
  });

  it("is not the stick's where leaps are wanted: it throws an arc, and letting go leaps", () => {
    const throwing = hand([0, -1], [0, 0, -1]);
    frames(0.5, hand([0, 0]), throwing);
    expect([going.aiming, going.walked]).toEqual([true, 0]);
    throwing.stick = [0, 0];
    frames(1, hand([0, 0]), throwing);
    expect(going.aiming).toBe(false);
    expect(body.feet[2]).toBeLessThan(-3);
    expect(body.feet[1]).toBeCloseTo(0.4);
  });

  it("drops the arc of a hand that is lost", () => {
    const lost = hand([0, 0]);
    going.aim(lost, "select");
    frames(0.1, lost);
    Object.assign(lost, { aims: false });
    frames(0.1, null);
    expect(going.land(lost, "select")).toBeNull();
    frames(1, null);
    expect(body.feet[2]).toBeCloseTo(0);
  });
});

describe("height", () => {
  it("lifts who sits to the eyes of who stands, wherever they go", () => {
    camera.position.y = 1.1;
    body.raise();
    expect(body.head.y).toBeCloseTo(EYE_HEIGHT);
    body.place([0, 0.4, -10]);
    expect(body.head.y).toBeCloseTo(0.4 + EYE_HEIGHT);
    expect(visitor.ground!.heightAt(0, -10, 3)).toBeCloseTo(0.4);
    body.lower();
    expect(body.head.y).toBeCloseTo(1.5);
  });
});

describe("the figure of light", () => {
  const next = { id: "far", title: {}, position: [0, 0.4, -40], radius: 3, annotation: "" } as Stop;

  function moment(change: Partial<Moment> = {}): Moment {
    return { head: body.head, feet: body.feet, yaw: 0, ground: GROUND, next, speaking: false, wanted: true, ...change };
  }

  function pass(escort: Escort, seconds: number, change: Partial<Moment> = {}): void {
    for (let passed = 0; passed < seconds; passed += FRAME) escort.update(moment(change), FRAME);
  }

  it("stays while it speaks, leads when it has spoken, waits when one falls behind, and arrives", () => {
    const escort = new Escort(new Group(), false);
    pass(escort, 4, { speaking: true });
    expect(escort.state).toBe("beside");
    pass(escort, 8);
    expect(escort.state).toBe("waiting");
    const waiting = escort.figure.feet;
    pass(escort, 5);
    expect(escort.figure.feet).toEqual(waiting);
    for (let z = 0; z > -38; z -= 1) {
      body.place([0, z > -4 ? 0 : 0.4, z]);
      pass(escort, 1);
    }
    expect(escort.state).toBe("arrived");
    const [x, y, z] = escort.figure.feet;
    expect(Math.hypot(x, z + 40)).toBeLessThan(2.2);
    expect(y).toBeCloseTo(0.4);
  });

  it("looks back while it waits", () => {
    const escort = new Escort(new Group(), false);
    pass(escort, 14);
    const [x, , z] = escort.figure.feet;
    const ahead = [-Math.sin(escort.figure.yaw), -Math.cos(escort.figure.yaw)] as const;
    const back = [body.head.x - x, body.head.z - z] as const;
    expect((ahead[0] * back[0] + ahead[1] * back[1]) / Math.hypot(...back)).toBeGreaterThan(0.98);
  });

  it("is away where nobody wants to be led, and beside one again after a leap", () => {
    const escort = new Escort(new Group(), false);
    pass(escort, 1, { wanted: false });
    expect(escort.state).toBe("absent");
    pass(escort, 1);
    body.place([0, 0.4, -45]);
    pass(escort, 0.2);
    expect(Math.abs(escort.figure.feet[2] + 45)).toBeLessThan(4);
  });
});
