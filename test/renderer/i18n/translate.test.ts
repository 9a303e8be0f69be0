import { describe, expect, it } from "vitest";
import { pickLanguage } from "../../../renderer/i18n/language.ts";
import { translator } from "../../../renderer/i18n/translate.ts";

describe("translator", () => {
  it("fills parameters in", () => {
    expect(translator("en")("vehicle.flyTo", { name: "D1" })).toBe("Show D1 on the map");
    expect(translator("zh-CN")("vehicle.flyTo", { name: "D1" })).toBe("在地图上定位 D1");
  });

  it("shows a dash for a parameter that the station left out", () => {
    expect(translator("en").loose("alert.vehicle-lost.title", {})).toBe("– lost");
  });

  it("writes a parameter with braces as it is", () => {
    expect(translator("en")("vehicle.flyTo", { name: "{name} $1" })).toBe("Show {name} $1 on the map");
  });

  it("shows a newer station's code as it is, and the rest of the screen with it", () => {
    const unknown = "operation.brand-new" as "operation.failed";

    expect(translator("en")(unknown)).toBe("operation.brand-new");
    expect(translator("zh-CN").loose(unknown, {})).toBe("operation.brand-new");
  });

  it("is the same function for the same language", () => {
    expect(translator("en")).toBe(translator("en"));
  });
});

describe("pickLanguage", () => {
  it.each([
    [["zh-TW", "en"], "zh-CN"],
    [["de-DE", "zh-Hans-CN", "en"], "zh-CN"],
    [["fr", "en-GB"], "en"],
    [["fr"], "en"],
    [[], "en"],
  ] as const)("for %j speaks %s", (preferred, expected) => {
    expect(pickLanguage(preferred)).toBe(expected);
  });
});
