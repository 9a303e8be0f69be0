import { describe, expect, it } from "vitest";
import { isUsable, type Pad, sticksOf } from "../../../../renderer/panels/fly/gamepad-sticks.ts";
import {
  type SteerInput,
  type SteerState,
  steerOff,
  steerRequest,
  steerStep,
} from "../../../../renderer/panels/fly/steer-machine.ts";

const pad = (held: boolean, axes: readonly number[] = [0, 0, 0, 0]): Pad => ({
  id: "Xbox",
  mapping: "standard",
  axes,
  buttons: Array.from({ length: 17 }, (_, i) => ({ pressed: held && i === 4 })),
});
const input = (change: Partial<SteerInput> = {}): SteerInput => ({
  pad: pad(true),
  vehicleId: "2",
  onGround: false,
  present: true,
  ...change,
});
/** @returns what came of each input in turn */
const play = (...inputs: readonly SteerInput[]) => {
  let state: SteerState = steerOff;
  return inputs.map((each) => {
    const next = steerStep(state, each);
    state = next.state;
    return { state: next.state.state, send: next.send };
  });
};

describe("sticks", () => {
  it("are those of mode 2: left for height and turning, right for the way", () => {
    const full = (axes: readonly number[]) => sticksOf({ axes }, { onGround: false });

    expect(full([0, -1, 0, 0])).toEqual({ forward: 0, right: 0, up: 1, turn: 0 });
    expect(full([1, 0, 0, 0])).toEqual({ forward: 0, right: 0, up: 0, turn: 1 });
    expect(full([0, 0, 0, -1])).toEqual({ forward: 1, right: 0, up: 0, turn: 0 });
    expect(full([0, 0, -1, 0])).toEqual({ forward: 0, right: -1, up: 0, turn: 0 });
  });

  it("that rest a little off their middle ask for nothing", () => {
    expect(sticksOf({ axes: [0.08, -0.08, 0.05, 0.09] }, { onGround: false })).toEqual({
      forward: 0,
      right: 0,
      up: 0,
      turn: 0,
    });
  });

  it("grow from nothing at the edge of the dead zone, finely around the middle, to all of it", () => {
    const turn = (value: number) => sticksOf({ axes: [value, 0, 0, 0] }, { onGround: false }).turn;

    expect(turn(0.1)).toBeLessThan(0.02);
    expect(turn(0.5)).toBeLessThan(0.45);
    expect(turn(-0.5)).toBeCloseTo(-turn(0.5), 9);
    expect(turn(1)).toBe(1);
    expect(turn(1.7)).toBe(1);
  });

  it("of nonsense ask for nothing", () => {
    expect(sticksOf({ axes: [Number.NaN, Number.POSITIVE_INFINITY] }, { onGround: false })).toEqual({
      forward: 0,
      right: 0,
      up: 0,
      turn: 0,
    });
  });

  it("lift nothing off the ground that walks", () => {
    expect(sticksOf({ axes: [0, -1, 0, 0] }, { onGround: true }).up).toBe(0);
  });

  it("of a gamepad whose layout the browser doesn't know are not used", () => {
    expect(isUsable({ ...pad(true), mapping: "" })).toBe(false);
    expect(isUsable({ ...pad(true), axes: [0, 0] })).toBe(false);
    expect(isUsable(pad(true))).toBe(true);
  });
});

describe("steering by hand", () => {
  it("sends only while the dead man's button is held, and says the end", () => {
    const [before, on, moved, off, after] = play(
      input({ pad: pad(false, [0, 0, 0, -1]) }),
      input(),
      input({ pad: pad(true, [0, 0, 0, -1]) }),
      input({ pad: pad(false, [0, 0, 0, -1]) }),
      input({ pad: pad(false) }),
    );

    expect(before?.send).toEqual([]);
    expect(on?.send).toEqual([{ vehicleId: "2", sticks: { forward: 0, right: 0, up: 0, turn: 0 } }]);
    expect(moved?.send).toMatchObject([{ vehicleId: "2", sticks: { forward: 1 } }]);
    expect(off?.send).toEqual([{ vehicleId: "2", end: true }]);
    expect(after?.send).toEqual([]);
  });

  it("doesn't start with a jerk: the sticks must be in the middle first", () => {
    const [pulled, centred] = play(input({ pad: pad(true, [0, -1, 0, 0]) }), input());

    expect(pulled).toEqual({ state: "centre-first", send: [] });
    expect(centred?.state).toBe("steering");
  });

  it("ends when the page loses the focus, and goes on only after the button was let go", () => {
    const [, blurred, back, released, again] = play(
      input(),
      input({ present: false }),
      input(),
      input({ pad: pad(false) }),
      input(),
    );

    expect(blurred).toEqual({ state: "let-go-first", send: [{ vehicleId: "2", end: true }] });
    expect(back).toEqual({ state: "let-go-first", send: [] });
    expect(released?.send).toEqual([]);
    expect(again?.state).toBe("steering");
  });

  it("ends for the old vehicle when another is selected, and never begins for the new one in the same press", () => {
    const [, changed, stays] = play(input(), input({ vehicleId: "3" }), input({ vehicleId: "3" }));

    expect(changed).toEqual({ state: "let-go-first", send: [{ vehicleId: "2", end: true }] });
    expect(stays).toEqual({ state: "let-go-first", send: [] });
  });

  it("ends when the vehicle may not be commanded any more", () => {
    const [, closed] = play(input(), input({ vehicleId: undefined }));

    expect(closed).toEqual({ state: "let-go-first", send: [{ vehicleId: "2", end: true }] });
  });

  it("ends when the gamepad is unplugged, and a button that reads as held when it comes back counts for nothing", () => {
    const [, gone, back] = play(input(), input({ pad: undefined }), input());

    expect(gone?.send).toEqual([{ vehicleId: "2", end: true }]);
    expect(back).toEqual({ state: "let-go-first", send: [] });
  });

  it("says the sticks to two decimals, and neutral with the end", () => {
    const sticks = { forward: 0.123456, right: -0.5, up: 0, turn: 1 };

    expect(steerRequest({ vehicleId: "2", sticks })).toEqual({ forward: 0.12, right: -0.5, up: 0, turn: 1 });
    expect(steerRequest({ vehicleId: "2", end: true })).toEqual({ forward: 0, right: 0, up: 0, turn: 0, end: true });
  });
});
