import { csvRows, separatorOf } from "../../../shared/search/correlation/csv-rows.ts";
import { readPassages } from "../../../shared/search/correlation/read-passages.ts";

/** One row of a dataset: a passage, or a sensor, which has no time. */
export interface DatasetRow {
  /** Of its file, from 1. */
  readonly line: number;
  readonly name: string;
  readonly latDeg: number;
  readonly lonDeg: number;
  readonly utcMs?: number;
  readonly accuracyM?: number;
}

export type ReadDataset =
  | {
      readonly ok: true;
      readonly rows: readonly DatasetRow[];
      readonly bad: readonly { readonly line: number; readonly reason: string }[];
    }
  | { readonly ok: false; readonly detail: string };

/** UTF-8, else what programs in China write. */
const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
};

/** Reads a CSV file; each row that makes no entry is named with its line. */
export const readDataset = (bytes: Uint8Array, nature: "passages" | "sensors"): ReadDataset => {
  const text = textOf(bytes);
  return nature === "passages" ? passagesOf(text) : sensorsOf(text);
};

const passagesOf = (text: string): ReadDataset => {
  const read = readPassages(text);
  if (!read.ok) {
    const missing = read.missing.map((what) => (what === "time" ? "time" : "lat and lon")).join(" and ");
    return { ok: false, detail: `The heading names no column for ${missing}: ${read.heading.slice(0, 20).join(", ")}` };
  }
  return {
    ok: true,
    rows: read.passages.map(({ id, line, latDeg, lonDeg, utcMs, accuracyM }) => ({
      ...{ line, latDeg, lonDeg, utcMs, name: id },
      ...(accuracyM === undefined ? {} : { accuracyM }),
    })),
    bad: read.faults.map(({ line, code }) => ({ line, reason: code })),
  };
};

const headings = {
  lat: ["lat", "latitude", "纬度", "北纬"],
  lon: ["lon", "lng", "long", "longitude", "经度", "东经"],
  name: ["name", "id", "sensor", "device", "名称", "编号", "设备", "设备名称", "点位名称"],
} as const;

const sensorsOf = (text: string): ReadDataset => {
  const rows = csvRows(text, separatorOf(/^.*\S.*$/m.exec(text)?.[0] ?? ""));
  const first = rows.next();
  const heading = first.done === true ? [] : first.value.cells;
  const bare = heading.map((cell) => cell.trim().toLowerCase());
  const columnOf = (names: readonly string[]) => names.map((name) => bare.indexOf(name)).find((at) => at >= 0);
  const [lat, lon, name] = [columnOf(headings.lat), columnOf(headings.lon), columnOf(headings.name)];
  if (lat === undefined || lon === undefined)
    return { ok: false, detail: `The heading names no columns for lat and lon: ${heading.slice(0, 20).join(", ")}` };
  const sensors: DatasetRow[] = [];
  const bad: { line: number; reason: string }[] = [];
  for (const { line, cells, isOpen } of rows) {
    const [latDeg, lonDeg] = [numberOf(cells[lat]), numberOf(cells[lon])];
    if (isOpen) bad.push({ line, reason: "open-quote" });
    else if (!(Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180) || (latDeg === 0 && lonDeg === 0))
      bad.push({ line, reason: "bad-place" });
    else sensors.push({ line, name: (name === undefined ? "" : cells[name]) || `${line}`, latDeg, lonDeg });
  }
  return { ok: true, rows: sensors, bad };
};

const numberOf = (text = ""): number => (text.trim() === "" ? Number.NaN : Number(text));
