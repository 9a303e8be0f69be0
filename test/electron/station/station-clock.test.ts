import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { logInfo } from "../../../electron/station/log-info.ts";
import { openRecord } from "../../../electron/station/record/open-record.ts";
import { linkClock, liveClock, simulationClock } from "../../../electron/station/station-clock.ts";
import { defaultScenarioPath } from "../../../hardware/simulator/load-scenario.ts";
import { flownFrames } from "../../support/flown-tlog.ts";
import { liveStation } from "../../support/live-station.ts";

/** Clocks of a computer that a test moves. */
const computer = () => {
  const at = { monotonicMs: 5_000, utcMs: 1_790_000_000_000 };
  return { at, source: { monotonicMs: () => at.monotonicMs, utcMs: () => at.utcMs } };
};

it("a scenario's UTC begins with the computer's and runs as fast as the scenario, on links too", () => {
  const { at, source } = computer();
  const clock = simulationClock(source, { speed: 4 });
  const began = { nowMs: clock.nowMs(), utcMs: clock.utcMs() };

  at.monotonicMs += 600_000;
  at.utcMs += 600_000;

  expect(began.utcMs).toBe(at.utcMs - 600_000);
  expect(clock.nowMs() - began.nowMs).toBe(2_400_000);
  expect(clock.utcMs() - began.utcMs).toBe(2_400_000);
  expect(linkClock(clock).utcUs()).toBe(clock.utcMs() * 1_000);
});

it("a flight at four times the speed of life has a log of its true length, in which it is as fast as it says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lantern-clock-"));
  const { at, source } = computer();
  const clock = simulationClock(source, { speed: 4 });
  const opened = openRecord({ folder, utcMs: () => clock.utcMs() });
  if (!opened.ok) throw new Error(opened.fault.detail);
  const log = opened.record.telemetry("simulator", "udpin:127.0.0.1:0");

  for (const { atMs, bytes } of flownFrames({ seconds: 60 })) {
    at.monotonicMs = 5_000 + atMs / 4;
    log.frame(bytes, linkClock(clock).utcUs());
  }
  await opened.record.close();

  const [name = ""] = readdirSync(join(folder, "telemetry"));
  const info = await logInfo(join(folder, "telemetry", name));
  rmSync(folder, { recursive: true });
  if (!info.ok) throw new Error(info.fault.detail);
  expect(info.durationMs).toBe(60_000);
  const { firstPosition, lastPosition, distanceM } = info.vehicles[0]?.position ?? {};
  const mps = (distanceM ?? 0) / (((lastPosition?.timeUs ?? 0) - (firstPosition?.timeUs ?? 0)) / 1e6);
  const saidMps = Math.hypot(5, 1.43);
  expect(Math.abs(mps / saidMps - 1)).toBeLessThan(0.1);
});

it("a computer's clock that is set is no jump of a faster scenario's", () => {
  const { at, source } = computer();
  const [fast, live] = [simulationClock(source, { speed: 4 }), liveClock(source)];
  const beganUtcMs = fast.utcMs();

  at.utcMs -= 86_400_000;

  expect(fast.utcMs()).toBe(beganUtcMs);
  expect(live.utcMs()).toBe(beganUtcMs - 86_400_000);
});

it("a scenario goes on after what was recorded, where an earlier one had run ahead of the computer", () => {
  const { at, source } = computer();

  expect(simulationClock(source, { speed: 4, afterUtcMs: at.utcMs + 1_000 }).utcMs()).toBe(at.utcMs + 1_000);
  expect(simulationClock(source, { speed: 4, afterUtcMs: at.utcMs - 1_000 }).utcMs()).toBe(at.utcMs);
});

it("a station that is started again goes on with the scenario's UTC, and one without a scenario with the computer's", async () => {
  const recordFolder = mkdtempSync(join(tmpdir(), "lantern-clock-"));
  const began = { nowMs: performance.now(), utcMs: Date.now() };
  const utcAfter = async (speed?: number): Promise<number> => {
    const simulate = speed === undefined ? {} : { simulate: { scenarioPath: defaultScenarioPath, speed } };
    const live = await liveStation({ recordFolder, ...simulate });
    const { utcMs } = live.station.snapshot().clock;
    await live.close();
    return utcMs;
  };

  const first = await utcAfter(100);
  const again = await utcAfter(100);
  const ownUtcMs = await utcAfter();
  rmSync(recordFolder, { recursive: true });

  const passedMs = performance.now() - began.nowMs;
  expect(again).toBeGreaterThan(first);
  expect(again - began.utcMs).toBeLessThanOrEqual(passedMs * 100 + 2);
  expect(ownUtcMs - began.utcMs).toBeLessThanOrEqual(passedMs + 1_000);
});
