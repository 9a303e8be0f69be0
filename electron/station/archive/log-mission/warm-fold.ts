import type { LogStream } from "../../../../shared/archive/log-stream.ts";
import { RecordFrame } from "../reading/record-frame.ts";
import { channelOf } from "./channel.ts";
import { LogFold, type LogFoldOptions } from "./log-fold.ts";
import type { MissionFrame, MissionLogs } from "./mission-logs.ts";

/** Whole frames are read from so long before an instant: rates and losses settle within ten seconds. */
const windowMs = 15_000;
/** Trails begin so long before, and grow to their five minutes once it was learned: all frames of that time would be looked through. */
const trailMs = 60_000;

/** Messages of which more than the last one counts: texts gather, and these tell of several things by turns. */
const countOf = ({ message }: LogStream): number => {
  switch (message) {
    case "STATUSTEXT":
      return 60;
    case "BATTERY_STATUS":
    case "MISSION_COUNT":
    case "VIDEO_STREAM_INFORMATION":
      return 8;
    case "HEARTBEAT":
      return 3;
    default:
      return 1;
  }
};

/**
 * A fold that knows the last of each message before an instant, the way of the last minute, and all frames from shortly before it: for
 * a place in a log that nobody has folded up to yet. What a vehicle says of itself is as it was; since when it is so, alerts of before,
 * who of two with one id is who, and the height above a home that was heard long ago may be missing until it was learned.
 * @returns a fold that has all frames before `fromMs`
 */
export const warmFold = async (
  logs: MissionLogs,
  positionMs: number,
  options: LogFoldOptions,
): Promise<{ readonly fold: LogFold; readonly fromMs: number }> => {
  const fromMs = Math.max(0, positionMs - windowMs);
  const frames: MissionFrame[] = [];
  const heartbeats: MissionFrame[] = [];
  const reader = new RecordFrame();
  /** The senders' last heartbeats, in the order in which the senders were heard first: names go by it. */
  const inOrderOf = (streams: readonly LogStream[], own: readonly MissionFrame[]): MissionFrame[] =>
    streams.flatMap(({ message, systemId, componentId }) => {
      if (message !== "HEARTBEAT") return [];
      const last = own.findLast(({ bytes }) => {
        const frame = reader.of(bytes);
        return frame.messageId === 0 && frame.systemId === systemId && frame.componentId === componentId;
      });
      return last ?? [];
    });
  for (const [log, { index, offsetMs }] of logs.logs.entries()) {
    const ownMs = fromMs - offsetMs;
    const records = [...(await index.lastOfEach(ownMs, countOf))];
    const places = index.streams.filter(({ message }) => message === "GLOBAL_POSITION_INT").map(({ key }) => key);
    const lastOffset = records.at(-1)?.offset ?? -1;
    const known = new Set(records.map(({ offset }) => offset));
    await index.read({ fromMs: ownMs - trailMs, toMs: ownMs, streams: places }, (record) => {
      if (record.offset > lastOffset || record.positionMs >= ownMs || known.has(record.offset)) return;
      records.push({ ...record, bytes: record.bytes.slice() });
    });
    for (const { positionMs: atMs, offset, bytes } of records) {
      frames.push({ log, positionMs: atMs + offsetMs, offset, bytes });
    }
    heartbeats.push(
      ...inOrderOf(
        index.streams,
        frames.filter((frame) => frame.log === log),
      ),
    );
  }
  frames.sort((a, b) => a.positionMs - b.positionMs || a.offset - b.offset);
  const fold = new LogFold(options);
  const firstMs = frames[0]?.positionMs ?? fromMs;
  // Who isn't known to be a vehicle isn't listened to: two heartbeats first, whenever they came.
  for (const { log, bytes } of [...heartbeats, ...heartbeats]) fold.remember(channelOf(log), bytes, firstMs);
  for (const { log, bytes, positionMs: atMs } of frames) {
    if (atMs < fromMs - trailMs) fold.remember(channelOf(log), bytes, atMs);
    else fold.receive(channelOf(log), bytes, atMs);
  }
  return { fold, fromMs };
};
