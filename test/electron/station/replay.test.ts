import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createStation } from "../../../electron/station/station.ts";
import type { StateSnapshot } from "../../../shared/wire/state.ts";
import { eventually, type LiveStation, liveStation } from "../../support/live-station.ts";
import { noSharedData, sharedData } from "../../support/shared-data.ts";
import { vehicleView } from "../../support/station-server.ts";

const logs = [
  ["copter_search.tlog", ["1"]],
  ["rover_patrol.tlog", ["2"]],
  ["two_vehicles_one_link.tlog", ["1", "2"]],
  ["copter_highrate.tlog", ["1"]],
  ["copter_search_noisy.tlog", ["1"]],
  ["copter_search_linknoise.tlog", ["1"]],
  ["copter_search_bursts.tlog", ["1"]],
  ["copter_search_truncated.tlog", ["1"]],
  ["copter_protocol_probe.tlog", ["1"]],
  ["copter_boot_raw.bin", ["1"]],
] as const;

const play = (file: string, speed = 100): Promise<LiveStation> => liveStation({ replay: { file, speed } });

const positionMs = (live: LiveStation) => live.station.snapshot().station.replay?.positionMs ?? 0;

const placesOf = (state: StateSnapshot) => Object.values(state.vehicles).flatMap((vehicle) => vehicle.position ?? []);

describe("replay", { concurrent: true }, () => {
  for (const [name, ids] of logs) {
    const file = sharedData(`telemetry/${name}`);

    test.skipIf(file === undefined)(
      `plays ${name} to its end${file === undefined ? ` (${noSharedData})` : ""}`,
      async () => {
        const live = await play(file ?? "");
        try {
          const seen = await eventually(() => {
            const state = live.station.snapshot();
            return state.station.replay?.playing === false && state;
          }, 25_000);

          expect(seen.station).toMatchObject({ mode: "replay", recording: { state: "off" } });
          expect(Object.keys(seen.vehicles).sort()).toEqual(ids);
          expect(seen.station.replay?.positionMs).toBe(seen.station.replay?.durationMs);
          // Where it flew: never 0,0 and never elsewhere, however damaged the log.
          for (const place of placesOf(seen)) {
            expect(place.latDeg).toBeCloseTo(30.87, 1);
            expect(place.lonDeg).toBeCloseTo(120.43, 1);
          }
          const codes = Object.values(seen.alerts).map((alert) => alert.code);
          expect(codes).not.toContain("gcs-id-conflict");
          expect(codes).not.toContain("system-id-conflict");
          expect(codes.includes("log-cut")).toBe(name === "copter_search_truncated.tlog");
        } finally {
          await live.close();
        }
      },
    );
  }

  const search = sharedData("telemetry/copter_search.tlog");

  test.skipIf(search === undefined)(
    "goes where the viewer points, back too, and forgets what had not happened yet",
    async () => {
      const live = await play(search ?? "", 1);
      try {
        expect(await live.request({ kind: "replay.set", positionMs: 300_000, playing: false })).toEqual({ ok: true });
        await eventually(() => positionMs(live) === 300_000);
        const late = live.station.snapshot();
        await live.request({ kind: "replay.set", positionMs: 2000 });
        await eventually(() => positionMs(live) === 2000);
        const early = live.station.snapshot();
        await live.request({ kind: "replay.set", positionMs: 300_000 });
        await eventually(() => positionMs(live) === 300_000);
        const again = live.station.snapshot();

        expect(late.clock).toMatchObject({ nowMs: 300_000, rate: 0 });
        expect(placesOf(late)).toHaveLength(1);
        expect(late.trails["1"]?.length).toBeGreaterThan(300);
        expect(early.clock.nowMs).toBe(2000);
        expect(placesOf(early)).toEqual([]);
        expect(early.trails["1"] ?? []).toEqual([]);
        // Link rates are measured by ticks that fall a little differently each time.
        const { links: _links, ...then } = late.vehicles["1"] ?? vehicleView("1");
        expect(again.vehicles["1"]).toMatchObject(then);
        expect(again.trails).toEqual(late.trails);
      } finally {
        await live.close();
      }
    },
  );

  test.skipIf(search === undefined)("pauses and goes on at another speed", async () => {
    const live = await play(search ?? "", 1);
    try {
      await live.request({ kind: "replay.set", playing: false });
      const pausedMs = positionMs(live);
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(positionMs(live)).toBe(pausedMs);
      expect(live.station.snapshot().clock.rate).toBe(0);

      await live.request({ kind: "replay.set", playing: true, speed: 50 });
      expect(live.station.snapshot().clock.rate).toBe(50);
      await eventually(() => positionMs(live) > pausedMs + 2000);
    } finally {
      await live.close();
    }
  });

  test.each([
    ["no such file", undefined, /no-such\.tlog/],
    ["an empty file", "", /empty/i],
    ["a file that is no log", "<html>This is a page and no log at all.</html>".repeat(200), /MAVLink|log/],
  ])("refuses %s and says what to do", async (_what, content, words) => {
    const folder = mkdtempSync(join(tmpdir(), "lantern-replay-"));
    const file = join(folder, "no-such.tlog");
    if (content !== undefined) writeFileSync(file, content);
    try {
      const options = { host: "127.0.0.1", port: 0, links: [], systemId: 255, replay: { file, speed: 1 } };
      const result = await createStation(options);

      expect(result).toMatchObject({ ok: false, fault: { code: "bad-replay" } });
      if (!result.ok) expect(result.fault.detail).toMatch(words);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const flown = sharedData("telemetry/copter_search.tlog");
  test.skipIf(flown === undefined)(
    "tells no vehicle anything, not even to stop, and lets nobody hold one",
    async () => {
      const live = await play(flown ?? "", 1);
      try {
        await eventually(() => live.station.snapshot().vehicles["1"]);
        const vehicle = { vehicleId: "1" } as const;
        const sticks = { forward: 1, right: 0, up: 0, turn: 0 };

        const answers = await Promise.all([
          live.request({ kind: "vehicle.do", ...vehicle, action: { kind: "emergency-stop" } }),
          live.request({ kind: "vehicles.do", vehicles: [vehicle], action: { kind: "arm" } }),
          live.request({ kind: "vehicle.steer", ...vehicle, ...sticks }),
          live.request({ kind: "plan.download", ...vehicle }),
          live.request({ kind: "mission.clear", ...vehicle }),
          live.request({ kind: "parameters.set", ...vehicle, values: [{ name: "RTL_ALT", value: 1 }] }),
        ]);

        expect(answers.map((answer) => (answer.ok ? "ok" : answer.fault.code))).toEqual(Array(6).fill("not-possible"));
        const state = live.station.snapshot();
        expect([state.operations, state.vehicles["1"]?.custody]).toEqual([{}, undefined]);
      } finally {
        await live.close();
      }
    },
  );
});
