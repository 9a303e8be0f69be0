import { describe, expect, it } from "vitest";
import { afterAnswer, afterValue } from "../../../../renderer/panels/search/slider-move.ts";

const at = (value: number, state: "moving" | "told" | "kept") => ({ at: value, state });

describe("a slider that was moved", () => {
  it("goes back to what is kept where the station refused", () => {
    expect(afterAnswer(at(0.4, "told"), 0.4, { ok: false })).toBeUndefined();
  });

  it("stays where the hand has moved it since, whatever became of what was told before", () => {
    for (const ok of [true, false]) {
      expect(afterAnswer(at(0.6, "moving"), 0.4, { ok })).toEqual(at(0.6, "moving"));
      expect(afterAnswer(at(0.6, "told"), 0.4, { ok })).toEqual(at(0.6, "told"));
    }
  });

  it("doesn't jump back while values of earlier moves come in", () => {
    expect(afterValue(at(0.6, "told"), 0.4)).toEqual(at(0.6, "told"));
    expect(afterValue(at(0.6, "moving"), 0.4)).toEqual(at(0.6, "moving"));
    expect(afterValue(at(0.6, "told"), 0.6)).toBeUndefined();
  });

  it("shows what somebody else sets later, also where the station rounds what was told", () => {
    const kept = afterAnswer(at(3.7, "told"), 3.7, { ok: true });

    expect(kept).toEqual(at(3.7, "kept"));
    expect(afterValue(kept, Math.log10(5_000))).toBeUndefined();
  });
});
