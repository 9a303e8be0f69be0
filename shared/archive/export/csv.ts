import { cellText } from "../../incident/report/exports/csv.ts";
import type { MessageSpec } from "../../mavlink/message-spec.ts";
import type { MavlinkMessage } from "../../mavlink/messages.ts";
import { radToDeg } from "../../units/angle.ts";
import { type ExportTrack, type TrackPoint, timeText } from "./track.ts";

const line = (cells: readonly (string | number | undefined)[]): string => `${cells.map(cellText).join(",")}\r\n`;

/** Headings in degrees, because a table is for people. */
const trackColumns = [
  "vehicle",
  "time_utc",
  "latitude_deg",
  "longitude_deg",
  "altitude_msl_m",
  "above_home_m",
  "speed_mps",
  "heading_deg",
] as const;

const fixed = (value: number | undefined, digits: number): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(digits));

const trackRow = (name: string, point: TrackPoint): string =>
  line([
    name,
    timeText(point.utcMs),
    fixed(point.latDeg, 7),
    fixed(point.lonDeg, 7),
    fixed(point.altMslM, 3),
    fixed(point.aboveHomeM, 3),
    fixed(point.speedMps, 2),
    fixed(point.headingRad === undefined ? undefined : radToDeg(point.headingRad), 1),
  ]);

/** A row for each point of each way, RFC 4180. */
export async function* writeTrackCsv(tracks: readonly ExportTrack[]): AsyncGenerator<string> {
  yield line(trackColumns);
  for (const track of tracks)
    for await (const points of track.points()) yield points.map((point) => trackRow(track.name, point)).join("");
}

/** The columns of a message's table: who, when, then its fields under their names in the definitions. */
export const messageHeader = (spec: MessageSpec): string =>
  line([
    "time_utc",
    "time_us",
    "system",
    "component",
    ...spec.fields.flatMap(({ wireName, type, count, unit }) => {
      const name = unit === "" ? wireName : `${wireName} (${unit})`;
      const isArray = type !== "char" && count > 0;
      return isArray ? Array.from({ length: count }, (_, index) => `${wireName}[${index}]`) : [name];
    }),
  ]);

/** Numbers need no quotes: most cells are numbers, and a log has millions of them. */
const valueText = (value: unknown): string =>
  typeof value === "number" || typeof value === "bigint" ? String(value) : cellText(String(value ?? ""));

/** A message as a row of its table; values as they went over the wire. */
export const messageRow = (
  spec: MessageSpec,
  message: MavlinkMessage,
  from: { readonly utcUs: number | undefined; readonly systemId: number; readonly componentId: number },
): string => {
  const values: Readonly<Record<string, unknown>> = message.fields;
  const { utcUs, systemId, componentId } = from;
  let row = `${timeText(utcUs === undefined ? undefined : utcUs / 1000) ?? ""},${utcUs ?? ""},${systemId},${componentId}`;
  for (const { name } of spec.fields) {
    const value = values[name];
    if (Array.isArray(value)) for (const element of value) row += `,${valueText(element)}`;
    else row += `,${valueText(value)}`;
  }
  return `${row}\r\n`;
};
