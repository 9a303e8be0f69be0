import { describe, expect, it } from "vitest";
import { readDataset } from "../../../../electron/station/search/dataset-rows.ts";
import { DatasetShelf } from "../../../../electron/station/search/dataset-shelf.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("a file of passages", () => {
  it("gives its rows, and each bad line with its number and reason", () => {
    const read = readDataset(
      bytes(
        "plate,time,lat,lon\nA1,2026-11-03 22:10:00,30.87,120.43\nA2,soon,30.87,120.43\nA3,2026-11-03 22:11:00,95,1",
      ),
      "passages",
    );

    expect(read).toMatchObject({
      ok: true,
      rows: [{ name: "A1", latDeg: 30.87, line: 2 }],
      bad: [
        { line: 3, reason: "bad-time" },
        { line: 4, reason: "bad-place" },
      ],
    });
  });

  it("is refused where its heading names no place", () => {
    expect(readDataset(bytes("plate,time\nA1,2026-11-03 22:10:00"), "passages")).toMatchObject({
      ok: false,
      detail: expect.stringContaining("lat and lon"),
    });
  });

  it("may be written as programs in China write", () => {
    // 名称 in GB 18030.
    const heading = Uint8Array.of(0xc3, 0xfb, 0xb3, 0xc6);
    const rest = bytes(",lat,lon\nK1,30.87,120.43\n");

    const read = readDataset(Uint8Array.from([...heading, ...rest]), "sensors");

    expect(read).toMatchObject({ ok: true, rows: [{ name: "K1" }] });
  });
});

describe("a file of sensors", () => {
  it("needs no time", () => {
    const read = readDataset(bytes("id;lat;lon\nS1;30.87;120.43\nS2;;120.4\nS3;0;0\n"), "sensors");

    expect(read).toMatchObject({
      ok: true,
      rows: [{ name: "S1", line: 2 }],
      bad: [
        { line: 3, reason: "bad-place" },
        { line: 4, reason: "bad-place" },
      ],
    });
  });
});

describe("datasets side by side", () => {
  const shelf = new DatasetShelf();
  const at = (minute: number) => `2026-11-03 22:${String(minute).padStart(2, "0")}:00`;
  shelf.read({
    id: "one",
    nature: "passages",
    bytes: bytes(
      `plate,time,lat,lon\nA,${at(0)},30.870,120.430\nB,${at(1)},30.990,120.430\nC,${at(50)},30.8705,120.430\n`,
    ),
  });
  shelf.read({ id: "two", nature: "passages", bytes: bytes(`plate,time,lat,lon\nX,${at(5)},30.871,120.430\n`) });
  const rule = { maxSpeedMps: 2, maxDistanceM: 5_000, count: 10, track: [] };

  it("are compared with each other: what is near enough in place and time, the least haste first", () => {
    const { correlation } = shelf.correlate({ ...rule, datasetId: "one", withDatasetId: "two" });

    expect(correlation.map(({ name, row, partners }) => [name, row, partners])).toEqual([
      ["C", 4, 1],
      ["A", 2, 1],
    ]);
  });

  it("are compared with where the subject was", () => {
    const utcMs = Date.UTC(2026, 10, 3, 14, 2);
    const track = [{ id: "subject", latDeg: 30.87, lonDeg: 120.43, utcMs }];

    const { correlation } = shelf.correlate({ ...rule, datasetId: "one", track });

    expect(correlation.map(({ name }) => name).sort()).toEqual(["A", "C"]);
  });

  it("are cut to the time that was asked for", () => {
    const fromUtcMs = Date.UTC(2026, 10, 3, 14, 30);

    const { correlation } = shelf.correlate({ ...rule, datasetId: "one", withDatasetId: "two", fromUtcMs });

    expect(correlation).toEqual([]);
    expect(shelf.columns("none")).toBeUndefined();
    expect(shelf.columns("two")).toMatchObject({ name: ["X"], latDeg: [30.871] });
  });
});
