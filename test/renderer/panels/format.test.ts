import { describe, expect, it } from "vitest";
import { createFormat } from "../../../renderer/panels/format.ts";
import { degToRad } from "../../../shared/units/angle.ts";

const en = createFormat("en", "metric");
const zh = createFormat("zh-CN", "metric");
const imperial = createFormat("en", "imperial");

describe("quantities", () => {
  it("carry their unit", () => {
    expect(en.speed(5.34)).toEqual({ value: "5.3", unit: "m/s" });
    expect(en.height(60)).toEqual({ value: "60.0", unit: "m" });
    expect(imperial.speed(10)).toEqual({ value: "22.4", unit: "mph" });
    expect(imperial.height(100)).toEqual({ value: "328", unit: "ft" });
  });

  it("have a real minus and never minus nothing", () => {
    expect(en.climb(-1.26).value).toBe("\u22121.3");
    expect(en.climb(-0.04).value).toBe("0.0");
  });

  it("give a temperature difference its sign and no offset", () => {
    expect(en.temperatureDifference(6.24)).toEqual({ value: "+6.2", unit: "°C" });
    expect(imperial.temperatureDifference(10)).toEqual({ value: "+18.0", unit: "°F" });
    expect(en.temperature(310.15)).toEqual({ value: "37.0", unit: "°C" });
    expect(imperial.temperature(310.15)).toEqual({ value: "98.6", unit: "°F" });
  });

  it("drop the tenth where a length is long", () => {
    expect(en.length(4.56).value).toBe("4.6");
    expect(en.length(12.4).value).toBe("12");
    expect(en.length(9.97).value).toBe("10");
  });
});

describe("ages", () => {
  it.each([
    [400, "now", "刚刚"],
    [1_000, "1 s", "1 秒"],
    [59_999, "59 s", "59 秒"],
    [61_000, "1 min", "1 分钟"],
    [3_900_000, "1 h 5 min", "1 小时 5 分"],
    [200_000_000, "2 d", "2 天"],
    [-50, "now", "刚刚"],
  ])("of %i ms read in both languages", (ms, english, chinese) => {
    expect(en.age(ms)).toBe(english);
    expect(zh.age(ms)).toBe(chinese);
  });
});

describe("times and directions", () => {
  it("write spans as a clock does", () => {
    expect(en.span(0)).toBe("0:00");
    expect(en.span(412_000)).toBe("6:52");
    expect(en.span(3_849_000)).toBe("1:04:09");
  });

  it("write UTC in 24 hours", () => {
    expect(en.utcTime(Date.UTC(2026, 10, 21, 0, 5, 9))).toBe("00:05:09");
    expect(zh.utcTime(Date.UTC(2026, 10, 21, 19, 12, 44))).toBe("19:12:44");
  });

  it("write directions in three digits from 000 to 359", () => {
    expect(en.degrees(degToRad(7))).toBe("007");
    expect(en.degrees(degToRad(-90))).toBe("270");
    expect(en.degrees(degToRad(359.7))).toBe("000");
  });

  it("write sizes in steps of a thousand", () => {
    expect(en.bytes(0)).toMatch(/^0/);
    expect(en.bytes(18_400_000)).toBe("18.4 MB");
    expect(en.bytes(999_999_999_999)).toMatch(/GB$/);
  });
});
