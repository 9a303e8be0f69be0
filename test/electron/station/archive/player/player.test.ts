import { describe, expect, it } from "vitest";
import { Player } from "../../../../../electron/station/archive/player/player.ts";
import type { PlayerMessage, PlayerView } from "../../../../../shared/wire/archive.ts";
import type { StreamMessage } from "../../../../../shared/wire/stream.ts";
import { placeAt } from "../../../../support/build-views.ts";
import {
  ScriptedMission,
  type ScriptedMissionOptions,
  scriptedStartUtcMs,
} from "../../../../support/scripted-mission.ts";

type Message = StreamMessage | PlayerMessage;

/** Lets what was promised be kept. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const begin = async (options: ScriptedMissionOptions = {}, atMs = 0) => {
  const mission = new ScriptedMission(options);
  const sent: Message[] = [];
  const world = { realMs: 1_000, bufferedBytes: 0 };
  const faults: unknown[] = [];
  const player = new Player({
    mission,
    missionId: "now",
    send: (message) => sent.push(message),
    bufferedBytes: () => world.bufferedBytes,
    nowMs: () => world.realMs,
    onFailed: (error) => faults.push(error),
  });
  player.begin(atMs);
  await settled();
  const views = () => sent.flatMap((message) => (message.type === "player" ? [message.player] : []));
  return {
    ...{ mission, sent, world, player, views, faults },
    view: (): PlayerView | undefined => views().at(-1),
    kinds: () => sent.map(({ type }) => type),
    /** Real time goes by in ticks of 50 ms. */
    pass: async (ms: number) => {
      for (let passedMs = 0; passedMs < ms; passedMs += 50) {
        world.realMs += 50;
        player.tick();
        await settled();
      }
    },
    say: async (...commands: Parameters<Player["command"]>[0][]) => {
      for (const command of commands) player.command(command);
      await settled();
    },
  };
};

describe("a player", () => {
  it("tells no more often than every five seconds that what is being recorded grew", async () => {
    const { mission, sent, world } = await begin({ durationMs: 1_000, live: true });
    const told = () => sent.filter(({ type }) => type === "details-changed").length;
    expect(told()).toBe(1);

    for (let n = 1; n <= 20; n++) mission.grow(1_000 + n);
    await settled();
    expect(told()).toBe(1);
    world.realMs += 5_000;
    mission.grow(6_000);
    mission.grow(6_100);
    await settled();

    expect(told()).toBe(2);
  });

  it("says first where it is, and then the whole state as a replay shows it", async () => {
    const { sent } = await begin({}, 30_000);

    const told = sent.filter(({ type }) => type !== "details-changed");
    expect(told.map(({ type }) => type)).toEqual(["player", "snapshot"]);
    const [where, state] = told;
    expect(where).toMatchObject({
      player: {
        missionId: "now",
        positionMs: 30_000,
        utcMs: scriptedStartUtcMs + 30_000,
        durationMs: 100_000,
        playing: false,
      },
    });
    if (state?.type !== "snapshot") throw new Error("No snapshot came.");
    expect(state.snapshot.clock).toEqual({ nowMs: 35_000, utcMs: scriptedStartUtcMs + 30_000, rate: 0 });
    expect(state.snapshot.station).toMatchObject({ mode: "replay", replay: { positionMs: 30_000, playing: false } });
    expect(state.snapshot.vehicles["1"]?.position).toMatchObject(placeAt(30, 0));
    expect(state.snapshot.trails["1"]).toHaveLength(3);
  });

  it("goes on by itself while it plays, in deltas, at the speed asked for", async () => {
    const { say, pass, view, sent } = await begin();
    await say({ type: "play", speed: 4 });
    const before = sent.length;

    await pass(1_000);

    expect(view()).toMatchObject({ positionMs: 4_000, playing: true, speed: 4 });
    const since = sent.slice(before).map(({ type }) => type);
    expect(new Set(since)).toEqual(new Set(["player", "delta"]));
    const delta = sent.at(-1);
    expect(delta).toMatchObject({ type: "delta", delta: { clock: { nowMs: 9_000, rate: 4 } } });
  });

  it("takes a jump as a new beginning: a reset and the whole state", async () => {
    const { say, sent } = await begin();
    const before = sent.length;

    await say({ type: "seek", positionMs: 80_000 });

    expect(sent.slice(before).map(({ type }) => type)).toEqual(["player", "reset", "snapshot"]);
  });

  it("plays backwards in whole states, without a reset, and stops at the beginning", async () => {
    const { say, pass, view, sent } = await begin({}, 1_000);
    await say({ type: "play", speed: -1 });
    const before = sent.length;

    await pass(2_000);

    expect(view()).toMatchObject({ positionMs: 0, playing: false, speed: -1 });
    const kinds = sent.slice(before).map(({ type }) => type);
    expect(kinds).not.toContain("reset");
    expect(kinds.filter((kind) => kind === "snapshot").length).toBeGreaterThan(3);
  });

  it("stops at the end, and begins anew when it is told to play there", async () => {
    const { say, pass, view } = await begin({ durationMs: 1_000 }, 900);
    await say({ type: "play", speed: 1 });
    await pass(500);
    expect(view()).toMatchObject({ positionMs: 1_000, playing: false });

    await say({ type: "play", speed: 1 });

    expect(view()).toMatchObject({ positionMs: 0, playing: true });
  });

  it("goes on at the end of a mission that is being recorded", async () => {
    const { say, pass, view, mission } = await begin({ durationMs: 1_000, live: true }, 1_000);
    await say({ type: "play", speed: 1 });

    mission.grow(1_500);
    await pass(500);

    expect(view()).toMatchObject({ positionMs: 1_500, playing: true, durationMs: 1_500 });
  });

  it("waits at the end of what is read so far, and stops at the end once all is read", async () => {
    const { say, pass, view, mission } = await begin({ durationMs: 1_000, readFraction: 0.5 }, 900);
    await say({ type: "play", speed: 1 });
    await pass(500);
    expect(view()).toMatchObject({ positionMs: 1_000, playing: true });

    mission.grow(2_000);
    await pass(500);
    expect(view()).toMatchObject({ positionMs: 1_500, playing: true });

    mission.readFraction = undefined;
    await pass(1_000);
    expect(view()).toMatchObject({ positionMs: 2_000, playing: false });
  });

  it("skips idle time where that is asked for, and says so as a jump", async () => {
    const { say, pass, view, sent } = await begin({ idle: [{ fromMs: 2_000, toMs: 60_000 }] }, 1_900);
    await say({ type: "skip-idle", on: true }, { type: "play", speed: 1 });
    const before = sent.length;

    await pass(200);

    expect(view()?.positionMs).toBeGreaterThanOrEqual(59_000);
    expect(view()?.positionMs).toBeLessThan(59_300);
    expect(sent.slice(before).filter(({ type }) => type === "reset")).toHaveLength(1);
  });

  it("steps from message to message, standing still", async () => {
    const { say, view } = await begin({}, 10_000);
    await say({ type: "play", speed: 1 }, { type: "step", direction: 1 });
    expect(view()).toMatchObject({ positionMs: 10_250, playing: false });

    await say({ type: "step", direction: -1 });

    expect(view()?.positionMs).toBe(10_000);
  });

  it("answers the last of many jumps, not each of them", async () => {
    let open = () => {};
    const gate = () => new Promise<void>((resolve) => (open = resolve));
    const { mission, player, world, views } = await begin({ gate });
    open();
    await settled();

    for (let positionMs = 1_000; positionMs <= 50_000; positionMs += 1_000)
      player.command({ type: "seek", positionMs });
    world.realMs += 50;
    for (let i = 0; i < 3; i += 1) {
      open();
      await settled();
    }

    expect(mission.asked.length).toBeLessThan(5);
    expect(views().at(-1)?.positionMs).toBe(50_000);
  });

  it("leaves a client alone that can't take it, and goes on from where it is by then", async () => {
    const { say, pass, world, sent, view } = await begin();
    await say({ type: "play", speed: 1 });
    const before = sent.length;
    world.bufferedBytes = 1_000_000;
    await pass(1_000);
    expect(sent).toHaveLength(before);

    world.bufferedBytes = 0;
    await pass(100);

    expect(view()?.positionMs).toBeCloseTo(1_100, 0);
  });

  it("says its clock once a second while it stands still", async () => {
    const { pass, sent } = await begin();
    const before = sent.length;

    await pass(3_000);

    expect(sent.length - before).toBeGreaterThanOrEqual(4);
    expect(sent.length - before).toBeLessThanOrEqual(8);
  });

  it("keeps places inside the mission", async () => {
    const { say, view } = await begin();

    await say({ type: "seek", positionMs: 1e9 });

    expect(view()?.positionMs).toBe(100_000);
  });

  it("ends, and says why, where its mission can't be read any more", async () => {
    for (const command of ["seek", "step", "play", "tick"] as const) {
      const { mission, player, faults, sent, say, pass } = await begin();
      const gone = new Error("The disk is gone.");
      mission.at = () => Promise.reject(gone);
      mission.stepFrom = () => Promise.reject(gone);

      if (command === "seek") await say({ type: "seek", positionMs: 5_000 });
      if (command === "step") await say({ type: "step", direction: 1 });
      if (command === "play") await say({ type: "play", speed: 1 });
      await pass(2_000);

      expect(faults).toEqual([gone]);
      const told = sent.length;
      player.command({ type: "seek", positionMs: 1_000 });
      await pass(1_000);
      expect(sent.length).toBe(told);
    }
  });

  it("steps once at a time, however fast it is asked", async () => {
    const { mission, player } = await begin();
    let asked = 0;
    mission.stepFrom = () => {
      asked += 1;
      return new Promise(() => {});
    };

    for (let i = 0; i < 1_000; i++) player.command({ type: "step", direction: 1 });
    await settled();

    expect(asked).toBe(1);
  });
});
