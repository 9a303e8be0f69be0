import { describe, expect, it } from "vitest";
import { translator } from "../../../renderer/i18n/translate.ts";
import { createFormat } from "../../../renderer/panels/format.ts";
import {
  barOf,
  directionOf,
  identityText,
  likelihoodText,
  likelihoodTip,
  motionText,
  personText,
  priorProbability,
  weightOf,
} from "../../../renderer/panels/heat-words.ts";
import { isAlarming, likelihoodOf, rankProbability } from "../../../renderer/stores/person-likelihood.ts";
import { buildHeat, decided } from "../../support/build-views.ts";
import { surveyMark, teamPlace } from "../../support/eyes-scenes.ts";

const t = translator("en");
const zh = translator("zh-CN");
const format = createFormat("en", "metric");
const judged = (personProbability: number | undefined) =>
  personProbability === undefined ? {} : { personProbability };
const moves = (northMps: number, eastMps: number) => ({ northMps, eastMps, sigmaMps: 0.2 });

describe("how likely a person", () => {
  it("is said in words at the limits themselves", () => {
    expect(
      [0.8, 0.79, 0.5, 0.49, 0.03, 0.029, undefined].map((personProbability) =>
        likelihoodOf(judged(personProbability)),
      ),
    ).toEqual(["very-likely", "likely", "likely", "unclear", "unclear", "unlikely", "unknown"]);
    expect(likelihoodText(zh, judged(0.9))).toBe("很可能");
  });

  it("is unsure, not unlikely, while no network looked at the shape and nothing else speaks clearly against a person", () => {
    const unseen = { personProbability: 0.13, evidence: { prior: -2.9, temperature: 0.5, size: 0.5, looks: 1 } };
    const hot = { personProbability: 0.005, evidence: { prior: -2.9, temperature: -3, size: -0.4, looks: 1 } };
    const seen = { personProbability: 0.02, evidence: { ...unseen.evidence, network: -3 } };

    expect([unseen, hot, seen].map(likelihoodOf)).toEqual(["unseen", "unlikely", "unlikely"]);
    expect(likelihoodTip(t, unseen)).toContain("only warmth and size");
    expect(likelihoodTip(t, seen)).toBeUndefined();
    expect([unseen, hot, seen].map((source) => isAlarming(buildHeat(1, source)))).toEqual([true, false, false]);
    const own = { ...unseen, identity: { kind: "vehicle", vehicleId: "3" } } as const;
    expect(isAlarming(buildHeat(1, own))).toBe(false);
  });

  it("is never nothing and never certain", () => {
    expect(personText(t, format, 0.0002)).toBe("Person 1%");
    expect(personText(t, format, 0.9999)).toBe("Person 99%");
    expect(personText(zh, createFormat("zh-CN", "metric"), 0.87)).toBe("人员 87%");
  });

  it("calls nobody for a car, for what was decided, or for one of our own", () => {
    expect(isAlarming(buildHeat(1, { personProbability: 0.02 }))).toBe(false);
    expect(isAlarming(buildHeat(1, { personProbability: 0.3 }))).toBe(true);
    expect(isAlarming(buildHeat(1))).toBe(true);
    expect(isAlarming(buildHeat(1, { personProbability: 0.9, decision: decided("dismissed") }))).toBe(false);
    const own = buildHeat(1, { personProbability: 0.9, identity: { kind: "vehicle", vehicleId: "3" } });
    expect(isAlarming(own)).toBe(false);
    expect(rankProbability(own)).toBe(-1);
  });
});

describe("how a source moves", () => {
  it("has one of eight directions", () => {
    expect(
      [
        moves(1, 0),
        moves(1, 1),
        moves(0, 1),
        moves(-1, 1),
        moves(-1, 0),
        moves(-1, -1),
        moves(0, -1),
        moves(1, -1),
      ].map(directionOf),
    ).toEqual(["n", "ne", "e", "se", "s", "sw", "w", "nw"]);
    expect(directionOf(moves(1, 0.3))).toBe("n");
    expect(directionOf(moves(-1, -0.01))).toBe("s");
  });

  it("walks at a walker's speed and moves beyond it", () => {
    expect(motionText(t, format, moves(0.85, 0.85))).toBe("walks 1.2 m/s north-east");
    expect(motionText(t, format, moves(0, -6))).toBe("moves 6.0 m/s west");
    expect(motionText(zh, format, moves(1, 0))).toBe("以 1.0 m/s 向北行走");
  });
});

describe("evidence", () => {
  it("is weighed in five words, alike for both sides", () => {
    expect([2, 1.9, 0.5, 0.4, -0.4, -0.5, -1.9, -2].map(weightOf)).toEqual([
      "strongly-for",
      "for",
      "for",
      "neutral",
      "neutral",
      "against",
      "against",
      "strongly-against",
    ]);
  });

  it("fills its bar at fifty to one and no further", () => {
    expect([0, 2, 4, 9, -1, -9].map(barOf)).toEqual([0, 0.5, 1, 1, -0.25, -1]);
    expect(priorProbability({ prior: 0, looks: 1 })).toBe(0.5);
  });
});

describe("what a source was recognised as", () => {
  const known = {
    vehicleName: (id: string) => (id === "3" ? "R1" : undefined),
    landmark: (id: string) => [surveyMark, teamPlace].find((landmark) => landmark.id === id),
  };

  it("is named by what it is", () => {
    expect(identityText(t, { kind: "vehicle", vehicleId: "3" }, known)).toBe("our R1");
    expect(identityText(t, { kind: "landmark", landmarkId: "mark-1" }, known)).toBe("mark: Sluice gate");
    expect(identityText(zh, { kind: "landmark", landmarkId: "team-1" }, known)).toBe("我方小组 Team Li");
  });

  it("stays ours when it is gone", () => {
    expect(identityText(t, { kind: "vehicle", vehicleId: "9" }, known)).toBe("one of ours");
    expect(identityText(t, { kind: "landmark", landmarkId: "x" }, known)).toBe("one of ours");
  });
});
