import { stat } from "node:fs/promises";
import type { LatLon } from "../../../../shared/geo/lat-lon.ts";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import type { Frame } from "../../../../shared/mavlink/frame.ts";
import { placeE7 } from "../../../../shared/vehicle/wire-values.ts";
import { cannotRead, type LogFault, type ReadLog, readLog } from "../reading/read-log.ts";

/** What must be known of a log before it is written out. */
export interface LogSurvey extends ReadLog {
  /** The first place that anything in it names. */
  readonly firstPlace: LatLon | undefined;
  /** Of its beginning, UTC microseconds; where neither recorder nor vehicle says it, from when the file was last written. */
  readonly startUtcUs: number;
  /** The file's own time had to do. */
  readonly isGuessedTime: boolean;
}

export type LogSurveyResult =
  | { readonly ok: true; readonly survey: LogSurvey }
  | { readonly ok: false; readonly fault: LogFault };

/** GPS_RAW_INT, GLOBAL_POSITION_INT, GPS_GLOBAL_ORIGIN, MISSION_ITEM_INT, HOME_POSITION. */
const placeIds: ReadonlySet<number> = new Set([24, 33, 49, 73, 242]);

const placeIn = (frame: Frame): LatLon | undefined => {
  if (!placeIds.has(frame.messageId)) return undefined;
  const message = decodeMessage(frame);
  switch (message?.name) {
    case "GPS_RAW_INT":
    case "GLOBAL_POSITION_INT":
      return placeE7(message.fields.lat, message.fields.lon);
    case "GPS_GLOBAL_ORIGIN":
    case "HOME_POSITION":
      return placeE7(message.fields.latitude, message.fields.longitude);
    case "MISSION_ITEM_INT":
      return placeE7(message.fields.x, message.fields.y);
    default:
      return undefined;
  }
};

/** Goes once through the whole log. Rejects when it is stopped. */
export const surveyLog = async (path: string, signal?: AbortSignal): Promise<LogSurveyResult> => {
  let firstPlace: LatLon | undefined;
  const read = await readLog(path, ({ frame }) => {
    signal?.throwIfAborted();
    firstPlace ??= placeIn(frame);
  });
  if (!read.ok) return read;
  const { startUtcUs, durationMs } = read.log;
  try {
    const { mtimeMs } = await stat(path);
    const guessedUs = Math.round((mtimeMs - durationMs) * 1000);
    return {
      ok: true,
      survey: {
        ...read.log,
        firstPlace,
        startUtcUs: startUtcUs ?? guessedUs,
        isGuessedTime: startUtcUs === undefined,
      },
    };
  } catch (error) {
    return { ok: false, fault: cannotRead(path, error) };
  }
};
