import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { happenedUtcMs } from "../../../../electron/station/field/phone-clock.ts";

const receivedUtcMs = Date.UTC(2026, 10, 22, 1);
const hourMs = 3_600_000;

describe("when something happened at a phone", () => {
  it("is found whatever its clock says, as long as it ran on", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 0, max: 720 * hourMs }),
        (wrongByMs, agoMs) => {
          const sentAtPhoneMs = receivedUtcMs + wrongByMs;

          const utcMs = happenedUtcMs({
            receivedUtcMs,
            rate: 1,
            sentAtPhoneMs,
            happenedAtPhoneMs: sentAtPhoneMs - agoMs,
          });

          expect(utcMs).toBe(receivedUtcMs - agoMs);
        },
      ),
    );
  });

  it("is never in the future, nor before any link was made", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -8e15, max: 8e15 }),
        fc.double({ noNaN: true, min: -8e15, max: 8e15 }),
        (sent, happened) => {
          const utcMs = happenedUtcMs({ receivedUtcMs, rate: 1, sentAtPhoneMs: sent, happenedAtPhoneMs: happened });

          expect(utcMs).toBeLessThanOrEqual(receivedUtcMs);
          expect(utcMs).toBeGreaterThanOrEqual(receivedUtcMs - 720 * hourMs);
        },
      ),
    );
  });

  it("lies as far back in a faster scenario as it went on meanwhile", () => {
    const times = { receivedUtcMs, sentAtPhoneMs: 90_000, happenedAtPhoneMs: 60_000 };

    expect(happenedUtcMs({ ...times, rate: 4 })).toBe(receivedUtcMs - 120_000);
  });

  it("is now where a phone without battery woke up in 1970", () => {
    expect(
      happenedUtcMs({ receivedUtcMs, rate: 1, sentAtPhoneMs: 60_000, happenedAtPhoneMs: receivedUtcMs - hourMs }),
    ).toBe(receivedUtcMs);
    expect(happenedUtcMs({ receivedUtcMs, rate: 1, sentAtPhoneMs: receivedUtcMs, happenedAtPhoneMs: 60_000 })).toBe(
      receivedUtcMs,
    );
  });
});
