import { describe, expect, test } from "vitest";
import { CaptureClock } from "../../../../hardware/thermal/source/capture-clock.ts";
import { Random } from "../../../support/simulated-pass.ts";

const periodMs = 1000 / 15;

/** Pictures taken at a steady rate that arrive `delayMs` later and up to `jitterMs` more. */
const play = (clock: CaptureClock, { fromMs = 0, count = 150, ptsMs = 0, delayMs = 40, jitterMs = 0 } = {}) => {
  const random = new Random(3);
  return Array.from({ length: count }, (_, i) => {
    const takenMs = fromMs + i * periodMs;
    const arrivalMs = takenMs + delayMs + jitterMs * Math.abs(random.normal(1));
    clock.note(ptsMs + i * periodMs, arrivalMs);
    return { takenMs, ...clock.captureOf(ptsMs + i * periodMs, arrivalMs) };
  });
};

describe("when a picture was taken", () => {
  test("is its arrival less the latency, where the network is steady", () => {
    const clock = new CaptureClock();
    clock.setLatency({ latencyMs: 40, latencySigmaMs: 10 });

    const last = play(clock).at(-1);

    expect(last?.captureMs).toBeCloseTo(last?.takenMs ?? 0, 3);
    expect(last?.sigmaMs).toBeCloseTo(10, 3);
  });

  test("doesn't follow the network's jitter, but is the less sure of itself for it", () => {
    const clock = new CaptureClock();
    clock.setLatency({ latencyMs: 40, latencySigmaMs: 10 });

    const late = play(clock, { jitterMs: 30 }).slice(30);

    for (const { captureMs, takenMs } of late) expect(Math.abs(captureMs - takenMs)).toBeLessThan(6.5);
    expect(late.at(-1)?.sigmaMs).toBeGreaterThan(15);
  });

  test("is right again at once after the sender's clock jumped, forwards or backwards", () => {
    const clock = new CaptureClock();
    play(clock, { count: 60, ptsMs: 50_000 });

    const back = play(clock, { fromMs: 4000, count: 30, ptsMs: 100 });
    const forth = play(clock, { fromMs: 6000, count: 30, ptsMs: 9_000_000 });

    for (const { captureMs, takenMs } of [...back, ...forth]) expect(captureMs - takenMs).toBeCloseTo(40, 3);
  });

  test("stays right when the network held pictures up and brings them late, all at once; until then it is unsure", () => {
    const clock = new CaptureClock();
    play(clock, { count: 60, ptsMs: 50_000 });

    const heldUpTo = 9000;
    const late = Array.from({ length: 75 }, (_, i) => {
      const takenMs = 4000 + i * periodMs;
      const arrivalMs = Math.max(heldUpTo + i, takenMs + 40);
      clock.note(54_000 + i * periodMs, arrivalMs);
      return { takenMs, delayMs: arrivalMs - takenMs, ...clock.captureOf(54_000 + i * periodMs, arrivalMs) };
    });

    for (const { captureMs, takenMs } of late) expect(Math.abs(captureMs - takenMs - 40)).toBeLessThan(15);
    for (const { delayMs, sigmaMs } of late) if (delayMs > 1100) expect(sigmaMs).toBeGreaterThan(delayMs - 100);
    expect(late.at(-1)?.sigmaMs).toBeLessThan(300);
    expect(clock.isLate).toBe(false);
  });

  test.each([
    ["comes ever later, as through too thin a link", (second: number) => 200 * second],
    ["goes on three seconds late", (second: number) => (second > 5 ? 3000 : 0)],
  ])("is never surer than it is right where a stream %s, and says that it is late", (_how, lateMs) => {
    const clock = new CaptureClock();
    clock.setLatency({ latencyMs: 40, latencySigmaMs: 20 });

    for (let i = 0; i < 40 * 15; i++) {
      const takenMs = i * periodMs;
      const arrivalMs = takenMs + 40 + lateMs(takenMs / 1000);
      clock.note(70_000 + takenMs, arrivalMs);
      const { captureMs, sigmaMs } = clock.captureOf(70_000 + takenMs, arrivalMs);
      expect(Math.abs(captureMs - takenMs)).toBeLessThan(2 * sigmaMs + 100);
    }

    expect(clock.isLate).toBe(true);
  });

  test("is earlier by as many pictures as are held back on the way", () => {
    const clock = new CaptureClock({ heldPictures: 2 });

    const last = play(clock, { delayMs: 2 * periodMs }).at(-1);

    expect(last?.captureMs).toBeCloseTo(last?.takenMs ?? 0, 3);
  });

  test("is not told by times that stand still", () => {
    const clock = new CaptureClock();
    for (let i = 0; i < 100; i++) clock.note(1000 + i * 0.01, i * periodMs);

    expect(clock.isStuck).toBe(true);
  });
});
