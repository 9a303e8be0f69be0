import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wgs84ToGcj02 } from "../../../../shared/geo/gcj02.ts";
import { parseTime } from "../../../../shared/search/correlation/parse-time.ts";
import { readPassages } from "../../../../shared/search/correlation/read-passages.ts";

const chinaMs = 8 * 3_600_000;
const momentUtcMs = Date.UTC(2026, 10, 3, 14, 20, 5);

const read = (text: string, options = {}) => {
  const outcome = readPassages(text, options);
  if (!outcome.ok) throw new Error(`Missing ${outcome.missing.join(" and ")}`);
  return outcome;
};

describe("a time as people and cameras write it", () => {
  it.each([
    "2026-11-03T14:20:05Z",
    "2026-11-03T22:20:05+08:00",
    "2026-11-03 22:20:05",
    "2026/11/3 22:20:05",
    "2026.11.03 22:20:05",
    "2026年11月3日 22时20分05秒",
    "2026年11月3日22:20:05",
    "2026-11-03 下午10:20:05",
    "2026-11-03 10:20:05 PM",
    "20261103222005",
    "1793715605",
    "1793715605000",
  ])("%s is read", (text) => {
    expect(parseTime(text, chinaMs)).toBe(momentUtcMs);
  });

  it("keeps milliseconds, and takes no seconds as none", () => {
    expect(parseTime("2026-11-03 22:20:05.250", chinaMs)).toBe(momentUtcMs + 250);
    expect(parseTime("2026/11/3 22:20", chinaMs)).toBe(momentUtcMs - 5_000);
    expect(parseTime("2026-11-03 上午12:05", chinaMs)).toBe(Date.UTC(2026, 10, 2, 16, 5));
  });

  it.each(["", "2026-11-03", "03/11/2026 22:20", "2026-06-31 10:00", "2026-11-03 25:00", "2026-11-03 10:61", "昨晚"])(
    "'%s' is none",
    (text) => {
      expect(parseTime(text, chinaMs)).toBeUndefined();
    },
  );
});

describe("passages from a CSV file", () => {
  it("are read under English headings", () => {
    const { passages, faults, assumedOffsetMin } = read(
      "id,time,lat,lon,source\r\nA1,2026-11-03T14:20:05Z,30.87,120.43,gate 3\r\n",
    );

    expect(passages).toEqual([
      { id: "A1", utcMs: momentUtcMs, latDeg: 30.87, lonDeg: 120.43, source: "gate 3", line: 2 },
    ]);
    expect(faults).toEqual([]);
    expect(assumedOffsetMin).toBeUndefined();
  });

  it("are read under Chinese headings, in any order, and it says which zone was assumed", () => {
    const { passages, assumedOffsetMin } = read(
      "\uFEFF经度（°）,纬度（°）,过车时间,号牌号码,卡口名称\n120.43,30.87,2026年11月3日 22时20分05秒,浙E12345,菱湖北\n",
    );

    expect(passages[0]).toMatchObject({ id: "浙E12345", utcMs: momentUtcMs, latDeg: 30.87, source: "菱湖北" });
    expect(assumedOffsetMin).toBe(480);
  });

  it("are read with a day and a time in two columns, places in one, and semicolons between", () => {
    const { passages } = read("日期;时刻;经纬度;精度\n2026-11-03;22:20:05;120.43,30.87;25\n");

    expect(passages[0]).toMatchObject({ utcMs: momentUtcMs, latDeg: 30.87, lonDeg: 120.43, accuracyM: 25 });
  });

  it("come in WGS-84 from a file in GCJ-02", () => {
    const shown = wgs84ToGcj02({ latDeg: 30.87, lonDeg: 120.43 });

    const { passages } = read(`time,lat,lng\n1793715605,${shown.latDeg},${shown.lonDeg}\n`, { datum: "gcj02" });

    expect(passages[0]?.latDeg).toBeCloseTo(30.87, 8);
    expect(passages[0]?.lonDeg).toBeCloseTo(120.43, 8);
  });

  it("leave nothing out: each line that can't be read is named with what is wrong", () => {
    const { passages, faults } = read(
      [
        "id,time,lat,lon",
        "ok,2026-11-03 22:20:05,30.87,120.43",
        "no time,,30.87,120.43",
        "swapped,2026-11-03 22:20:05,120.43,30.87",
        "no fix,2026-11-03 22:20:05,0,0",
        "cut",
        "",
        '"open,2026-11-03 22:20:05,30.87,120.43',
        "after,2026-11-03 22:20:06,30.87,120.43",
      ].join("\n"),
    );

    expect(passages.map(({ id, line }) => [id, line])).toEqual([
      ["ok", 2],
      ["after", 9],
    ]);
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [3, "bad-time"],
      [4, "bad-place"],
      [5, "bad-place"],
      [6, "too-few-cells"],
      [8, "open-quote"],
    ]);
    expect(faults[0]?.text).toContain("no time");
  });

  it("are counted by lines though a quoted cell spans two", () => {
    const { passages } = read('id,time,lat,lon,source\nA,1793715605,30,120,"gate\n""3"""\nB,1793715605,31,121,x\n');

    expect(passages.map(({ line, source }) => [line, source])).toEqual([
      [2, 'gate\n"3"'],
      [4, "x"],
    ]);
  });

  it("need a time and a place in the heading, and it says which is missing", () => {
    expect(readPassages("id,纬度\n1,30")).toEqual({ ok: false, missing: ["time", "place"], heading: ["id", "纬度"] });
    expect(readPassages("")).toMatchObject({ ok: false });
  });

  it("and faults together are all rows, whatever is in the file", () => {
    const cell = fc.oneof(fc.constantFrom('"', "30.8", "120.4", "1793715605", "", "x,y", "a\nb"), fc.string());
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }), (rows) => {
        const lines = rows.map((row) => `x,${row.map(quote).join(",")}`);

        const { passages, faults } = read(["id,time,lat,lon", ...lines].join("\n"));

        expect(passages.length + faults.length).toBe(rows.length);
      }),
    );
  });
});
