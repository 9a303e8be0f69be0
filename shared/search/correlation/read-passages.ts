import { bd09ToGcj02 } from "../../geo/bd09.ts";
import { gcj02ToWgs84 } from "../../geo/gcj02.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import { csvRows, separatorOf } from "./csv-rows.ts";
import { parseTime } from "./parse-time.ts";
import type { Passage } from "./passage.ts";

export interface ReadPassagesOptions {
  /** Of times that name no zone, from UTC, min; China's 480 unless told. */
  readonly utcOffsetMin?: number;
  /** What the file's coordinates are in; cameras in China often have GCJ-02. WGS-84 unless told. */
  readonly datum?: "wgs84" | "gcj02" | "bd09";
}

export type PassageFaultCode = "bad-time" | "bad-place" | "open-quote" | "too-few-cells";

/** A line that gave no passage, as it stands. */
export interface PassageFault {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly code: PassageFaultCode;
  readonly text: string;
}

/** A passage and the line it is from. */
export interface ReadPassage extends Passage {
  readonly line: number;
}

export type PassagesOutcome =
  | {
      readonly ok: true;
      readonly passages: readonly ReadPassage[];
      /** Every row that is no passage is here: passages and faults together are all rows under the heading. */
      readonly faults: readonly PassageFault[];
      /** Times without a zone were taken as local. */
      readonly assumedOffsetMin?: number;
    }
  | { readonly ok: false; readonly missing: readonly ("time" | "place")[]; readonly heading: readonly string[] };

type Column = "time" | "date" | "lat" | "lon" | "lonLat" | "latLon" | "id" | "source" | "accuracy";

/** Headings as they are written, without case, spaces, units in brackets, or punctuation. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  time: [
    "time",
    "timestamp",
    "datetime",
    "utc",
    "when",
    "passtime",
    "capturetime",
    "时间",
    "时刻",
    "通过时间",
    "经过时间",
    "过车时间",
    "抓拍时间",
    "拍摄时间",
    "采集时间",
    "出现时间",
    "日期时间",
    "时间戳",
  ],
  date: ["date", "day", "日期"],
  lat: ["lat", "latitude", "latdeg", "y", "纬度", "北纬"],
  lon: ["lon", "lng", "long", "longitude", "londeg", "x", "经度", "东经"],
  lonLat: ["lnglat", "lonlat", "经纬度"],
  latLon: ["latlng", "latlon", "纬经度"],
  id: [
    "id",
    "plate",
    "platenumber",
    "number",
    "name",
    "编号",
    "车牌",
    "车牌号",
    "车牌号码",
    "号牌",
    "号牌号码",
    "姓名",
    "序号",
    "目标",
    "目标编号",
  ],
  source: [
    "source",
    "camera",
    "device",
    "gate",
    "location",
    "来源",
    "设备",
    "设备名称",
    "卡口",
    "卡口名称",
    "摄像头",
    "相机",
    "点位",
    "点位名称",
    "监控点",
    "地点",
    "位置",
  ],
  accuracy: ["accuracy", "accuracym", "sigmam", "精度", "误差"],
};

const bareHeading = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[（(【[].*$/, "")
    .replace(/[\s_\-:：.]/g, "");

/**
 * Reads passages from a CSV file with a heading, in Chinese or English, in any order of columns. Nothing is lost: a row that can't
 * be read is a fault with its line. Of several columns of one meaning the first that is named in `headings` counts.
 */
export const readPassages = (text: string, options: ReadPassagesOptions = {}): PassagesOutcome => {
  const { utcOffsetMin = 480, datum = "wgs84" } = options;
  const rows = csvRows(text, separatorOf(/^.*\S.*$/m.exec(text)?.[0] ?? ""));
  const first = rows.next();
  const heading = first.done === true ? [] : first.value.cells;
  const columns = columnsOf(heading);
  const missing = missingOf(columns);
  if (missing.length > 0) return { ok: false, missing, heading };
  const passages: ReadPassage[] = [];
  const faults: PassageFault[] = [];
  let assumed = false;
  for (const { line, cells, isOpen } of rows) {
    const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? "";
    const fault = (code: PassageFaultCode) => faults.push({ line, code, text: cells.join(" | ") });
    const time = `${cell("date")} ${cell("time")}`.trim();
    const utcMs = parseTime(time, utcOffsetMin * 60_000);
    const place = placeOf(cell);
    if (isOpen) fault("open-quote");
    else if (cells.length < Math.min(heading.length, 3)) fault("too-few-cells");
    else if (utcMs === undefined) fault("bad-time");
    else if (!place) fault("bad-place");
    else {
      assumed ||= parseTime(time, 0) !== utcMs || utcOffsetMin === 0;
      const accuracyM = numberOf(cell("accuracy"));
      passages.push({
        id: cell("id") || `${line}`,
        ...toWgs84(place, datum),
        utcMs,
        line,
        ...(accuracyM !== undefined && accuracyM >= 0 ? { accuracyM } : {}),
        ...(cell("source") === "" ? {} : { source: cell("source") }),
      });
    }
  }
  return { ok: true, passages, faults, ...(assumed ? { assumedOffsetMin: utcOffsetMin } : {}) };
};

const columnsOf = (heading: readonly string[]): ReadonlyMap<Column, number> => {
  const bare = heading.map(bareHeading);
  const columns = new Map<Column, number>();
  for (const column of Object.keys(headings)) {
    if (!isColumn(column)) continue;
    const at = headings[column].map((name) => bare.indexOf(name)).find((index) => index >= 0);
    if (at !== undefined) columns.set(column, at);
  }
  return columns;
};

const isColumn = (name: string): name is Column => name in headings;

const missingOf = (columns: ReadonlyMap<Column, number>): ("time" | "place")[] => {
  const hasPlace = (columns.has("lat") && columns.has("lon")) || columns.has("lonLat") || columns.has("latLon");
  return [...(columns.has("time") ? [] : (["time"] as const)), ...(hasPlace ? [] : (["place"] as const))];
};

const placeOf = (cell: (column: Column) => string): LatLon | undefined => {
  const pair = (text: string) => text.split(/[,，;\s]+/).filter((part) => part !== "");
  const [lonOfPair, latOfPair] = pair(cell("lonLat"));
  const [latFirst, lonSecond] = pair(cell("latLon"));
  const latDeg = numberOf(cell("lat") || latOfPair || latFirst || "");
  const lonDeg = numberOf(cell("lon") || lonOfPair || lonSecond || "");
  if (latDeg === undefined || lonDeg === undefined) return undefined;
  // A camera without a fix writes zeros.
  const isPlace = Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180 && !(latDeg === 0 && lonDeg === 0);
  return isPlace ? { latDeg, lonDeg } : undefined;
};

/** Degrees may carry their sign or letter: 30.87°N. */
const numberOf = (text: string): number | undefined => {
  const match = /^([+-]?\d+(?:\.\d+)?)\s*(?:°|度)?\s*([NSEW])?$/i.exec(text.trim());
  if (!match) return undefined;
  const value = Number(match[1]);
  return /[SW]/i.test(match[2] ?? "") ? -value : value;
};

const toWgs84 = (place: LatLon, datum: "wgs84" | "gcj02" | "bd09"): LatLon => {
  if (datum === "wgs84") return { latDeg: place.latDeg, lonDeg: place.lonDeg };
  return gcj02ToWgs84(datum === "gcj02" ? place : bd09ToGcj02(place));
};
