import { describe, expect, it } from "vitest";
import type { MavlinkMessage } from "../../../shared/mavlink/messages.ts";
import { type BootWatch, freshBootWatch, watchBoot } from "../../../shared/protocols/boot-watch.ts";

const target = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;

/** What a job hears: the vehicle's time since boot at a time of ours, both in s. */
const watched = (told: readonly (readonly [bootS: number, nowS: number])[]): BootWatch =>
  told.reduce<BootWatch>((watch, [bootS, nowS]) => {
    const message = { name: "SYSTEM_TIME", fields: { timeBootMs: bootS * 1000, timeUnixUsec: 0n } } as MavlinkMessage;
    return watchBoot(watch, target, { kind: "message", message, fromSystem: 1, fromComponent: 1 }, nowS * 1000);
  }, freshBootWatch);

describe("the watch over a vehicle's time since boot", () => {
  it("finds that it started anew once it tells nothing but early times", () => {
    const told = [
      [100, 0],
      [101, 1],
      [0.4, 4],
      [0.9, 4.5],
      [1.4, 5],
    ] as const;

    expect(watched(told).rebooted).toBe(true);
  });

  it("doesn't take a packet that was held up for a start", () => {
    expect(
      watched([
        [100, 0],
        [110, 10],
        [101, 10.1],
        [102, 10.1],
        [111, 11],
        [103, 11.05],
        [112, 12],
      ]).rebooted,
    ).toBe(false);
  });

  it("doesn't take a second path that lags by ten seconds for a start", () => {
    const told = Array.from({ length: 60 }, (_, i) => [i % 2 === 0 ? 100 + i : 90 + i, i] as const);

    expect(watched(told).rebooted).toBe(false);
  });

  it("finds it beside a path that lags, once that one tells of it, too", () => {
    const told = [
      [100, 0],
      [90, 0.5],
      [1, 3],
      [93, 3.5],
      [2, 4],
      [2.5, 4.6],
      [3, 5],
    ] as const;

    expect(watched(told).rebooted).toBe(true);
  });
});
