// What somebody in an emulated headset does with their head and their hands; places are in scene space.
window.headset = new IWER.XRDevice(IWER[window.HEADSET ?? "metaQuest3"], { stereoEnabled: true });
window.headset.installRuntime({ forceInstall: true });

window.wearer = (() => {
  const seen = () => caravanserai.state().headset;
  const turned = ([x, y, z], yaw) => [x * Math.cos(yaw) + z * Math.sin(yaw), y, -x * Math.sin(yaw) + z * Math.cos(yaw)];
  /** From the scene into the headset's own space. */
  const local = (at) => {
    const { position, yaw } = seen().rig;
    return turned(at.map((value, i) => value - position[i]), -yaw);
  };
  const unit = (v) => v.map((value) => value / Math.hypot(...v));
  const times = ([ax, ay, az, aw], [bx, by, bz, bw]) => [
    aw * bx + ax * bw + ay * bz - az * by, aw * by - ax * bz + ay * bw + az * bx, aw * bz + ax * by - ay * bx + az * bw, aw * bw - ax * bx - ay * by - az * bz,
  ];
  const about = ([x, y, z], angle) => [x * Math.sin(angle / 2), y * Math.sin(angle / 2), z * Math.sin(angle / 2), Math.cos(angle / 2)];
  /** Whatever looks along -Z looks along `way`. */
  const along = (way) => {
    const [x, y, z] = unit(way);
    return times(about([0, 1, 0], Math.atan2(-x, -z)), about([1, 0, 0], Math.asin(Math.max(-1, Math.min(1, y)))));
  };
  const limb = (side) => (headset.primaryInputMode === "hand" ? headset.hands : headset.controllers)[side];
  const put = (side, position, quaternion) => {
    limb(side).position.set(...position);
    limb(side).quaternion.set(...quaternion);
  };
  /** A pose in which thumb and middle finger touch. */
  const poses = (hand) => Object.getOwnPropertySymbols(hand).map((key) => hand[key]).find((each) => each?.poses);
  for (const side of ["left", "right"]) {
    const held = poses(headset.hands[side]);
    const joints = { ...held.poses.default.jointTransforms };
    joints["thumb-tip"] = joints["middle-finger-tip"];
    held.poses.middle = { ...held.poses.default, jointTransforms: joints };
  }
  /** Milliseconds of every pulse that a controller was given. */
  const felt = [];
  for (const { inputSource } of Object.values(headset.controllers)) {
    const { gamepad } = inputSource;
    Object.defineProperty(gamepad, "hapticActuators", { value: [{ pulse: (_, milliseconds) => felt.push(milliseconds) }] });
  }
  return {
    local,
    felt,
    /** Look with the head from where it is. */
    look(yaw, pitch = 0) {
      headset.quaternion.set(...times(about([0, 1, 0], yaw), about([1, 0, 0], pitch)));
    },
    /** The headset does not know any more where it is; or it does again. */
    lose(now) {
      this.found ??= XRFrame.prototype.getViewerPose;
      XRFrame.prototype.getViewerPose = now ? () => null : this.found;
    },
    height(y) {
      headset.position.y = y;
    },
    /** Hold a hand before the chest, where a ray to `at` begins. */
    aim(side, at) {
      const head = [headset.position.x, headset.position.y, headset.position.z];
      const from = [head[0] + (side === "left" ? -0.2 : 0.2), head[1] - 0.35, head[2]];
      const to = local(at);
      put(side, from, along(to.map((value, i) => value - from[i])));
    },
    /** Point a hand along a direction of the headset's own space. */
    direct(side, way) {
      const { x, y, z } = headset.position;
      put(side, [x + (side === "left" ? -0.2 : 0.2), y - 0.35, z], along(way));
    },
    /** Put the tip of the forefinger (or of the controller) at `at`, before or behind it by metres towards the head. */
    reach(side, at, before) {
      const to = local(at);
      const { x, y, z } = headset.position;
      const way = unit([to[0] - x, to[1] - y, to[2] - z]);
      const q = along(way);
      const spare = headset.primaryInputMode === "hand" ? this.tipOffset(side, q) : [0, 0, 0];
      put(side, to.map((value, i) => value - way[i] * before - spare[i]), q);
    },
    /** Put the tip through `at`, and take it back. */
    async poke(side, at) {
      for (const before of [0.08, 0.03, -0.01, 0.06]) {
        this.reach(side, at, before);
        await this.frame();
        await this.frame();
      }
    },
    /** Point at `at` and press. */
    async choose(side, at) {
      this.aim(side, at);
      await this.frame();
      await this.frame();
      await this.tap(side, "trigger");
    },
    tipOffset(side, q) {
      const matrix = poses(headset.hands[side]).poses.default.jointTransforms["index-finger-tip"].offsetMatrix;
      const sign = side === "right" ? -1 : 1;
      const v = [sign * matrix[12], matrix[13], matrix[14], 0];
      const turnedBack = times(times(q, v), [-q[0], -q[1], -q[2], q[3]]);
      return turnedBack.slice(0, 3);
    },
    /** Show the palm to the eyes, at the height of the breast; or let the hand hang. */
    palm(side, shown) {
      const { x, y, z } = headset.position;
      const way = side === "left" ? -0.12 : 0.12;
      if (shown) put(side, [x + way, y - 0.3, z - 0.38], times(about([1, 0, 0], 0.9), about([0, 0, 1], Math.PI)));
      else put(side, [x + 2 * way, y - 0.75, z - 0.1], along([0, -1, -0.2]));
    },
    /** A frame has been drawn. */
    async frame() {
      await new Promise((drawn) => headset.activeSession.requestAnimationFrame(() => setTimeout(drawn)));
    },
    /** Press a button, or pinch, for as short as can be. */
    async tap(side, button) {
      for (const value of [1, 0]) {
        this.press(side, button, value);
        await this.frame();
      }
      await this.frame();
    },
    /** Touch thumb and middle finger for a moment. */
    async touch(side) {
      for (const id of ["middle", "default"]) {
        this.pose(side, id);
        await this.frame();
      }
    },
    pose(side, id) {
      headset.hands[side].poseId = id;
      headset.hands[side].updateHandPose();
    },
    press(side, button, value = 1) {
      if (headset.primaryInputMode === "hand") headset.hands[side].updatePinchValue(value);
      else limb(side).updateButtonValue(button, value);
    },
    stick(side, x, y) {
      headset.controllers[side].updateAxes("thumbstick", x, y);
    },
  };
})();
