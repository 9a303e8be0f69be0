import { describe, expect, it } from "vitest";
import { translator } from "../../../renderer/i18n/translate.ts";
import { operationText, planNoteText } from "../../../renderer/panels/operation-text.ts";
import { impossibleReasons } from "../../../shared/protocols/impossible.ts";
import { jobFaultCodes, jobStepCodes } from "../../../shared/protocols/job.ts";
import { planNoteCodes } from "../../../shared/wire/plans.ts";

const languages = ["en", "zh-CN"] as const;
const params = { result: 4, tries: 5, item: 7, reason: "x", count: 9, field: "z", name: "N", stored: 1 };

describe("the words of an operation", () => {
  it.each(jobFaultCodes)("are a sentence of its own for the fault %s, in both languages", (code) => {
    const texts = languages.map((language) => operationText(translator(language), { fault: { code, params } })?.text);

    for (const text of texts) expect(text).toMatch(/^[^{}]{3,}[.。]$/u);
  });

  it.each(impossibleReasons)("say why it isn't possible: %s", (reason) => {
    const fault = { code: "not-possible", params: { reason } } as const;
    const texts = languages.map((language) => operationText(translator(language), { fault })?.text);

    for (const text of texts) expect(text).toMatch(/^[^{}]{4,}[.。]$/u);
    expect(texts[0]).not.toBe("Not possible now.");
  });

  it("say what is wrong with a drawn path as with a plan", () => {
    const fault = { code: "not-possible", params: { reason: "below-terrain", clearance: -4 } } as const;

    expect(operationText(translator("en"), { fault })?.text).toBe("The path runs into the ground (-4 m).");
  });

  it.each(jobStepCodes)("say what it is at: %s", (step) => {
    for (const language of languages)
      expect(operationText(translator(language), { step })?.text).toMatch(/^[^{}]{2,}$/);
  });

  it("name a refused item, the reason and what is on board now", () => {
    const fault = { code: "mission-refused", params: { item: 7, reason: "command", onBoard: "restored" } } as const;

    const [en, zh] = languages.map((language) => operationText(translator(language), { fault })?.text);

    expect(en).toBe(
      "Item 7 was refused: its command is not supported. What was on board before is there again, read back and equal.",
    );
    expect(zh).toBe("第 7 项被拒绝：不支持该指令。原有内容已恢复，并经回读核对一致。");
  });

  it("say from which item to which it may have been, where that isn't certain", () => {
    const params = { item: 7, orItem: 8, reason: "command", onBoard: "restored" };

    const { text } = operationText(translator("en"), { fault: { code: "mission-refused", params } }) ?? {};

    expect(text).toContain("Item 7–8 was refused");
  });

  it("hand on what the vehicle said itself", () => {
    const fault = { code: "failed", params: {}, vehicleText: "PreArm: Need Position Estimate" } as const;

    expect(operationText(translator("en"), { fault })?.vehicleWords).toBe("PreArm: Need Position Estimate");
  });
});

describe("the words of what a file lost", () => {
  it.each(planNoteCodes)("name it: %s", (code) => {
    const note = { code, params: { what: "command 201", kept: 5, of: 9 } };

    for (const language of languages) expect(planNoteText(translator(language), note)).toMatch(/^[^{}]{4,}$/);
  });
});
