import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClockWitness } from "../../../../shared/archive/clock/clock-witness.ts";
import { estimateOffset } from "../../../../shared/archive/clock/estimate-offset.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import { scanOne } from "../../../support/build-message.ts";

interface Flight {
  readonly systemId: number;
  /** Its clock at position 0 of the first log, ms. */
  readonly bootedForMs: number;
  readonly latDeg: number;
  readonly northMps: number;
}

const drone: Flight = { systemId: 1, bootedForMs: 60_000, latDeg: 30.87, northMps: 8 };
const utcAtStartMs = Date.UTC(2026, 4, 1, 12);

type Sent = { readonly atMs: number; readonly bytes: Uint8Array };

/** What a vehicle says in a minute and more: attitude at 10 Hz, position at 4 Hz, and what time it is. */
const sentBy = (
  { systemId, bootedForMs, latDeg, northMps }: Flight,
  fromMs: number,
  toMs: number,
  knowsUtc = true,
): Sent[] => {
  const writer = new FrameWriter({ systemId, componentId: 1 });
  const sent: Sent[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += 50) {
    const timeBootMs = bootedForMs + atMs;
    const lat = Math.round((latDeg + (northMps * timeBootMs) / 1000 / 111_320) * 1e7);
    if (atMs % 100 === 0) {
      sent.push({ atMs, bytes: writer.write("ATTITUDE", { timeBootMs, roll: Math.sin(timeBootMs), yaw: 1 }) });
    }
    if (atMs % 250 === 0) {
      sent.push({ atMs, bytes: writer.write("GLOBAL_POSITION_INT", { timeBootMs, lat, lon: 1_204_300_000 }) });
    }
    if (atMs % 1000 === 0) {
      const timeUnixUsec = knowsUtc ? BigInt(Math.round((utcAtStartMs + atMs) * 1000)) : 0n;
      sent.push({ atMs, bytes: writer.write("SYSTEM_TIME", { timeBootMs, timeUnixUsec }) });
    }
  }
  return sent;
};

/** A log that began at `startMs` of the common time and heard everything a little late. */
const heardBy = (startMs: number, sent: readonly Sent[], delayMs: (n: number) => number): ClockWitness => {
  const witness = new ClockWitness();
  for (const [n, { atMs, bytes }] of sent.entries()) {
    scanOne(bytes, (frame, message) => witness.note(atMs + delayMs(n) - startMs, frame, message));
  }
  return witness;
};

const jitter = (n: number): number => (n * 37) % 50;

describe("where one log begins on another's clock", () => {
  test("is told to some ms by frames that both heard, wherever they begin", () => {
    fc.assert(
      fc.property(fc.integer({ min: -3_600_000, max: 3_600_000 }), (offsetMs) => {
        const frames = sentBy(drone, 0, 60_000);
        const a = heardBy(0, frames, () => 5);
        const b = heardBy(offsetMs, frames.slice(200), () => 5);

        const estimate = estimateOffset(a, b);

        expect(estimate).toMatchObject({ by: "frames", sigmaMs: 1 });
        expect(estimate?.offsetMs).toBeCloseTo(offsetMs, 6);
      }),
      { numRuns: 20 },
    );
  });

  test("says how far the witnesses lie apart where delays differ", () => {
    const frames = sentBy(drone, 0, 60_000);

    const estimate = estimateOffset(
      heardBy(0, frames, () => 0),
      heardBy(10_000, frames, jitter),
    );

    expect(estimate?.sigmaMs).toBeGreaterThan(10);
    expect(Math.abs((estimate?.offsetMs ?? 0) - (10_000 - 25))).toBeLessThan(3 * (estimate?.sigmaMs ?? 0));
  });

  test("is told by the vehicle's clock where two radios never carried the same frame", () => {
    const all = sentBy(drone, 0, 120_000, false);
    const a = heardBy(
      0,
      all.filter((_, n) => n % 2 === 0),
      jitter,
    );
    const b = heardBy(
      -7_000,
      all.filter((_, n) => n % 2 === 1),
      jitter,
    );

    const estimate = estimateOffset(a, b);

    expect(estimate?.by).toBe("vehicle-clock");
    expect(Math.abs((estimate?.offsetMs ?? 0) + 7_000)).toBeLessThan(60);
  });

  test("is told by the time that two vehicles have from GPS where each log heard another one", () => {
    const other = { ...drone, systemId: 2, bootedForMs: 500_000 };
    const a = heardBy(0, sentBy(drone, 0, 60_000), jitter);
    const b = heardBy(4_000, sentBy(other, 0, 60_000), jitter);

    const estimate = estimateOffset(a, b);

    expect(estimate?.by).toBe("gps-time");
    expect(Math.abs((estimate?.offsetMs ?? 0) - 4_000)).toBeLessThan(60);
  });

  test("is not made up of two flights of one vehicle that were at other places at the same seconds since boot", () => {
    const later = { ...drone, latDeg: 31.2 };
    const a = heardBy(0, sentBy(drone, 0, 60_000, false), jitter);
    const b = heardBy(0, sentBy(later, 25, 60_000, false), jitter);

    expect(estimateOffset(a, b)).toBeUndefined();
  });

  test("finds the boot that both heard where the vehicle started anew between", () => {
    const before = sentBy({ ...drone, bootedForMs: 900_000 }, 0, 30_000, false);
    const after = sentBy({ ...drone, bootedForMs: -40_000, latDeg: 30.9 }, 40_000, 90_000, false);
    const all = [...before, ...after];
    const a = heardBy(
      0,
      all.filter((_, n) => n % 2 === 0),
      jitter,
    );
    const b = heardBy(
      35_000,
      after.filter((_, n) => n % 2 === 1),
      jitter,
    );

    const estimate = estimateOffset(a, b);

    expect(Math.abs((estimate?.offsetMs ?? 0) - 35_000)).toBeLessThan(60);
  });

  test("is unknown where nothing ties the logs together", () => {
    const other = { ...drone, systemId: 9, bootedForMs: 1_000 };
    const a = heardBy(0, sentBy(drone, 0, 60_000, false), jitter);
    const b = heardBy(0, sentBy(other, 0, 60_000, false), jitter);

    expect(estimateOffset(a, b)).toBeUndefined();
    expect(estimateOffset(a, new ClockWitness())).toBeUndefined();
  });

  test("holds a bounded part of a long log, and the same part of both", () => {
    const frames = sentBy(drone, 0, 4_000_000, false);
    const a = heardBy(0, frames, () => 0);
    const b = heardBy(1_234, frames.slice(1_000), () => 0);

    expect(a.fingerprints.size).toBeLessThan(40_001);
    expect(estimateOffset(a, b)).toMatchObject({ by: "frames", offsetMs: 1_234 });
  });
});
