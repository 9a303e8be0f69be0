import type { BlockRecord } from "../../../../shared/archive/index/block-records.ts";
import type { LoggedMessage } from "../../../../shared/archive/log-stream.ts";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import { messageName, specOfId } from "../../../../shared/mavlink/dialect.ts";
import type { Frame } from "../../../../shared/mavlink/frame.ts";
import type { MessagesRequest } from "../log-index.ts";
import type { BlockBook, BlockRef } from "./block-book.ts";
import type { IndexFiles } from "./index-files.ts";
import { streamCode, streamKey } from "./stream-keys.ts";

type LoggedFields = LoggedMessage["fields"];
type LoggedValue = LoggedFields[string];

const mostMessages = 10_000;

const toValue = (value: unknown): LoggedValue => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(Number) : Number(value);
};

/** By their names in the MAVLink definitions; of a message that we don't know, its payload. */
const fieldsOf = (frame: Frame): LoggedFields => {
  const spec = specOfId(frame.messageId);
  const message = spec === undefined ? undefined : decodeMessage(frame);
  if (spec === undefined || message === undefined) {
    return { payload: [...frame.bytes.subarray(frame.payloadStart, frame.payloadStart + frame.payloadLength)] };
  }
  const values = new Map<string, unknown>(Object.entries(message.fields));
  return Object.fromEntries(spec.fields.map(({ name, wireName }) => [wireName, toValue(values.get(name))]));
};

const toMessage = ({ positionMs, utcUs, offset, frame }: BlockRecord): LoggedMessage => ({
  positionMs,
  ...(Number.isNaN(utcUs) ? {} : { utcMs: utcUs / 1_000 }),
  offset,
  stream: streamKey(frame),
  systemId: frame.systemId,
  componentId: frame.componentId,
  message: messageName(frame.messageId),
  fields: fieldsOf(frame),
});

/** Which streams can answer: all of the name's, and those with text inside. */
const wantedStreams = (
  book: BlockBook,
  { streams, text = "" }: MessagesRequest,
): ReadonlyMap<number, "all" | "text"> => {
  const words = text.toLowerCase();
  const wanted = new Map<number, "all" | "text">();
  for (const identity of book.streams) {
    if (streams?.includes(streamKey(identity)) === false) continue;
    const isNamed = messageName(identity.messageId).toLowerCase().includes(words);
    const hasText = specOfId(identity.messageId)?.fields.some(({ type }) => type === "char") === true;
    if (isNamed || hasText) wanted.set(streamCode(identity), isNamed ? "all" : "text");
  }
  return wanted;
};

const holdsText = (fields: LoggedFields, words: string): boolean =>
  Object.values(fields).some((value) => typeof value === "string" && value.toLowerCase().includes(words));

/** Whole messages about an instant. */
export const logMessages = async (
  book: BlockBook,
  files: IndexFiles,
  request: MessagesRequest,
): Promise<{ readonly messages: readonly LoggedMessage[]; readonly more: boolean }> => {
  const isBack = request.direction === "back";
  const { atMs } = request;
  const count = Math.max(0, Math.min(mostMessages, request.count));
  const words = (request.text ?? "").toLowerCase();
  const wanted = wantedStreams(book, request);
  const numbers = book.streams.flatMap((identity, stream) => (wanted.has(streamCode(identity)) ? [stream] : []));
  let messages: LoggedMessage[] = [];
  let ref = isBack ? book.lastBefore(atMs, "at") : book.firstAt(atMs);
  while (ref !== undefined && messages.length <= count) {
    request.signal?.throwIfAborted();
    if (await holdsAny(files, ref, numbers)) {
      const here: LoggedMessage[] = [];
      // Decoding costs more than counting: of a block's thousands only the last few are wanted.
      let toSkip = isBack && words === "" ? (await countIn(files, ref, wanted, atMs)) - (count + 1) : 0;
      await files.eachRecord(ref, (record) => {
        if (isBack ? record.positionMs > atMs : here.length + messages.length > count) return false;
        if (!isBack && record.positionMs <= atMs) return true;
        const by = wanted.get(streamCode(record.frame));
        if (by === undefined || toSkip-- > 0) return true;
        const message = toMessage(record);
        if (by === "all" || holdsText(message.fields, words)) here.push(message);
        return true;
      });
      messages = isBack ? [...here.slice(-(count + 1)), ...messages] : [...messages, ...here];
    }
    ref = isBack ? book.previous(ref) : book.next(ref);
  }
  const more = messages.length > count;
  return { messages: isBack ? messages.slice(Math.max(0, messages.length - count)) : messages.slice(0, count), more };
};

const countIn = async (
  files: IndexFiles,
  ref: BlockRef,
  wanted: ReadonlyMap<number, unknown>,
  atMs: number,
): Promise<number> => {
  let found = 0;
  await files.eachRecord(ref, ({ positionMs, frame }) => {
    if (positionMs > atMs) return false;
    if (wanted.has(streamCode(frame))) found++;
    return true;
  });
  return found;
};

const holdsAny = async (files: IndexFiles, { kept, block }: BlockRef, streams: readonly number[]): Promise<boolean> => {
  for (const stream of streams) if (((await files.counts(kept, stream))?.[block] ?? 0) > 0) return true;
  return false;
};
