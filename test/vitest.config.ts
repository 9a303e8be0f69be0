import { defineConfig } from "vitest/config";
import { patienceMs } from "./support/patience.ts";

/**
 * unit: pure logic and real loopback sockets. flown: whole stations whose simulated vehicles are some times as fast as life,
 * so that what a busy machine takes its time for counts as many times as long: two at a time, apart from all else.
 * e2e: a real station and a real Chromium, one at a time.
 */
const flown = "test/electron/station/fly/**/*.test.ts";

/** Tests that load onnxruntime by themselves don't let it report to its maker either. */
const env = { ORT_DISABLE_TELEMETRY: "1" };

/** Vitest's own second is over before a busy machine has drawn anything. */
const patient = { poll: { timeout: patienceMs } };

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    projects: [
      {
        test: {
          name: "unit",
          env,
          expect: patient,
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/e2e/**", flown],
          // Far beyond what any needs alone: two busy cores are slow, and a test that hangs still ends.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "flown",
          env,
          expect: patient,
          include: [flown],
          testTimeout: 400_000,
          hookTimeout: 200_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          env,
          expect: patient,
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 200_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
