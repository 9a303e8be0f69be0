import type { Anonymiser } from "../../../../shared/archive/export/anonymise/anonymiser.ts";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import { copyFrameBytes, type Frame } from "../../../../shared/mavlink/frame.ts";
import type { MavlinkMessage } from "../../../../shared/mavlink/messages.ts";
import { blankSigningKey } from "../../../../shared/mavlink/signing.ts";
import type { LogFrame } from "../reading/feeder.ts";
import { LogReader } from "../reading/read-log.ts";
import { RecordFrame } from "../reading/record-frame.ts";

/** A bound of a part of a log: an instant, or ms since its beginning. */
export type LogBound = { readonly utcMs: number } | { readonly positionMs: number };

/** Which part of a log is asked for, and how it is changed on its way out. */
export interface LogWindow {
  readonly path: string;
  readonly from?: LogBound;
  readonly to?: LogBound;
  readonly anonymiser?: Anonymiser;
  /** Of the beginning, microseconds since 1970: gives raw logs their times. */
  readonly startUtcUs: number | undefined;
  /** Going through it throws from then on. */
  readonly signal?: AbortSignal | undefined;
}

/** A frame of the part, as it goes out. */
export interface WindowFrame {
  /** Borrowed until the callback returns. */
  readonly frame: Frame;
  /** UTC, microseconds since 1970. */
  readonly utcUs: number | undefined;
  readonly positionMs: number;
}

const isBefore = (bound: LogBound, { positionMs, utcUs }: WindowFrame): boolean =>
  "positionMs" in bound ? positionMs < bound.positionMs : utcUs === undefined || utcUs < bound.utcMs * 1000;

const isBehind = (bound: LogBound, { positionMs, utcUs }: WindowFrame): boolean =>
  "positionMs" in bound ? positionMs > bound.positionMs : utcUs === undefined || utcUs > bound.utcMs * 1000;

const stamped = ({ utcUs, positionMs }: LogFrame, startUtcUs: number | undefined): number | undefined =>
  utcUs ?? (startUtcUs === undefined ? undefined : Math.round(startUtcUs + positionMs * 1000));

const setupSigningId = 256;
/** The raw key of SETUP_SIGNING must never reach another file. */
const withoutKey = (frame: Frame): Frame =>
  frame.messageId === setupSigningId ? new RecordFrame().of(blankSigningKey(copyFrameBytes(frame))) : frame;

/**
 * Goes through a part of a log piece by piece.
 * @param map makes of a frame what is wanted of it; undefined: nothing
 * @returns what was made of each piece; the array is used again for the next
 */
export async function* mapWindow<T>(
  window: LogWindow,
  map: (frame: WindowFrame) => T | undefined,
): AsyncGenerator<readonly T[]> {
  const { path, from, to, anonymiser, startUtcUs, signal } = window;
  const made: T[] = [];
  await using reader = await LogReader.open(path, (record) => {
    const whole = { frame: record.frame, utcUs: stamped(record, startUtcUs), positionMs: record.positionMs };
    if ((from !== undefined && isBefore(from, whole)) || (to !== undefined && isBehind(to, whole))) return;
    const frame = anonymiser === undefined ? withoutKey(record.frame) : anonymiser.anonymise(record.frame);
    if (frame === undefined) return;
    const value = map({ ...whole, frame });
    if (value !== undefined) made.push(value);
  });
  while (await reader.next()) {
    signal?.throwIfAborted();
    if (made.length > 0) yield made;
    made.length = 0;
  }
}

/** The same for messages of some ids only, decoded. */
export const mapMessages = <T>(
  window: LogWindow,
  wants: (messageId: number) => boolean,
  map: (message: MavlinkMessage, frame: WindowFrame) => T | undefined,
): AsyncGenerator<readonly T[]> =>
  mapWindow(window, (whole) => {
    if (!wants(whole.frame.messageId)) return undefined;
    const message = decodeMessage(whole.frame);
    return message === undefined ? undefined : map(message, whole);
  });
