import { describe, expect, it } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { planProblemText } from "../../../../renderer/panels/plan/plan-problem-text.ts";
import { planProblemCodes } from "../../../../shared/plan/plan-problem.ts";

const params = {
  clearance: -3,
  wanted: 20,
  height: 140,
  percent: 30,
  points: 300,
  most: 255,
  distance: 6000,
  from: 2.5,
  to: 3,
  radius: 3000,
  items: 700,
  loops: 16,
  angle: 70,
  speed: 14,
  needed: 80,
  left: 60,
  reserve: 25,
};

describe("the words of what is wrong with a plan", () => {
  it.each(planProblemCodes)("are a whole sentence in both languages: %s", (code) => {
    const texts = (["en", "zh-CN"] as const).map((language) => planProblemText(translator(language), { code, params }));

    for (const text of texts) expect(text).toMatch(/^[^{}]{6,}[.?。]$/u);
  });
});
