import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextSteps, statusOf } from "../../../renderer/phone/job-steps.ts";
import { sentSize } from "../../../renderer/phone/shrink-photo.ts";
import { ageText, wordsFor } from "../../../renderer/phone/words.ts";
import { type Fix, isWorthTelling, stepM } from "../../../renderer/phone/worth-telling.ts";
import type { FieldJob } from "../../../shared/wire/field.ts";

const fix = (more: Partial<Fix> = {}): Fix => ({ latDeg: 30.87, lonDeg: 120.433, sigmaM: 4, phoneMs: 0, ...more });
/** One metre north, degrees. */
const metreDeg = 1 / 111_195;

describe("a photo before it is sent", () => {
  it("is made 1600 px at most, in its proportions, and never larger", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 20_000 }), (width, height) => {
        const size = sentSize(width, height, 4_000_000);

        expect(Math.max(size?.widthPx ?? 0, size?.heightPx ?? 0)).toBe(Math.min(1_600, Math.max(width, height)));
        expect(Math.abs((size?.widthPx ?? 0) * height - (size?.heightPx ?? 0) * width)).toBeLessThanOrEqual(
          Math.max(width, height),
        );
      }),
    );
  });

  it("goes as it is where it is small already", () => {
    expect(sentSize(1_600, 1_200, 300_000)).toBeUndefined();
    expect(sentSize(1_600, 1_200, 3_000_000)).toEqual({ widthPx: 1_600, heightPx: 1_200 });
  });
});

describe("a position", () => {
  it("is told when it is the first, after ten metres, or after a minute", () => {
    expect(isWorthTelling(undefined, fix())).toBe(true);
    expect(isWorthTelling(fix(), fix({ phoneMs: 6_000, latDeg: 30.87 + 9 * metreDeg }))).toBe(false);
    expect(isWorthTelling(fix(), fix({ phoneMs: 6_000, latDeg: 30.87 + 11 * metreDeg }))).toBe(true);
    expect(isWorthTelling(fix(), fix({ phoneMs: 60_000 }))).toBe(true);
  });

  it("that only wanders by what it is uncertain by is not told each time", () => {
    const poor = { sigmaM: 40, phoneMs: 10_000, latDeg: 30.87 + 30 * metreDeg };

    expect(isWorthTelling(fix(), fix(poor))).toBe(false);
  });

  it("is told at most every five seconds, and every half minute with a low battery", () => {
    const far = { latDeg: 30.87 + 100 * metreDeg };

    expect(isWorthTelling(fix(), fix({ ...far, phoneMs: 4_900 }))).toBe(false);
    expect(isWorthTelling(fix(), fix({ ...far, phoneMs: 20_000 }), 0.1)).toBe(false);
    expect(isWorthTelling(fix(), fix({ ...far, phoneMs: 30_000 }), 0.1)).toBe(true);
  });

  it("is told after the clock was set back", () => {
    expect(isWorthTelling(fix({ phoneMs: 1e12 }), fix({ phoneMs: 5 }))).toBe(true);
  });

  it("has its steps measured to a part in a thousand", () => {
    expect(stepM({ latDeg: 30, lonDeg: 120 }, { latDeg: 30, lonDeg: 120.001 })).toBeCloseTo(96.3, 0);
  });
});

const job = (...steps: FieldJob["steps"][number]["step"][]): FieldJob => ({
  id: "job",
  segments: [],
  createdUtcMs: 0,
  steps: steps.map((step, i) => ({ step, utcMs: i, by: "Wang" })),
});

describe("a job on the phone", () => {
  it("stands as the station knows, or as this phone has said since", () => {
    expect(statusOf(job("sent", "accepted", "note"), [])).toEqual({ status: "accepted", waiting: false });
    expect(statusOf(job("sent"), [])).toEqual({ status: "new", waiting: false });
    const waiting = {
      kind: "step",
      id: "12345678",
      happenedAtPhoneMs: 0,
      assignmentId: "job",
      step: "on-scene",
    } as const;
    expect(statusOf(job("accepted"), [waiting])).toEqual({ status: "on-scene", waiting: true });
    expect(statusOf(job("accepted"), [{ ...waiting, assignmentId: "other" }])).toEqual({
      status: "accepted",
      waiting: false,
    });
  });

  it("offers what comes next, the likeliest first, and nothing after its end", () => {
    expect(nextSteps("new")).toEqual(["accepted", "declined"]);
    expect(nextSteps("accepted")).toEqual(["on-the-way", "on-scene", "done"]);
    expect(nextSteps("on-scene")).toEqual(["done"]);
    expect([nextSteps("done"), nextSteps("cancelled")]).toEqual([[], []]);
    expect(nextSteps("declined")).toEqual(["accepted"]);
  });
});

describe("the page's words", () => {
  it("are the phone's language's, with their values", () => {
    expect(wordsFor(["zh-Hans-CN", "en"])("phone.waiting", { n: 3 })).toBe("3 条待发送");
    expect(wordsFor(["en-GB"])("phone.waiting", { n: 3 })).toBe("3 waiting to be sent");
    expect(wordsFor(["fr"])("phone.tab.job")).toBe("Job");
  });

  it("say an age in the largest unit that says something", () => {
    const t = wordsFor(["en"]);

    expect([20_000, 89_000, 180_000, 7_200_000, -5].map((ms) => ageText(t, ms))).toEqual([
      "20 s",
      "89 s",
      "3 min",
      "2 h",
      "0 s",
    ]);
  });
});
