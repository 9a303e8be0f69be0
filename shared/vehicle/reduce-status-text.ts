import type { MessageFields } from "../mavlink/messages.ts";
import type { Reception, TextChunks, VehicleMemory } from "./vehicle-memory.ts";
import type { StatusText, VehicleState } from "./vehicle-state.ts";

/** MAV_SEVERITY_DEBUG. */
const leastSeverity = 7;

const chunkLength = 50;
/** A chunk that hasn't come by then is taken for lost. */
const chunkTimeoutMs = 3_000;
const maxPending = 20;
const keptTexts = 50;
/** The same words within this time are the same message: autopilots repeat themselves, and second radios repeat them. */
const repeatMs = 60_000;

/**
 * Control characters, and those that turn the direction of what follows: a vehicle's words must not rearrange what is written
 * around them.
 */
const controls = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
const withoutControls = (text: string): string => text.replace(controls, " ");

/** Bytes on the wire; a character that the chunk's end cut counts as full, which is what such a chunk is. */
const utf8Length = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};

/**
 * Puts long texts together again.
 * @returns the whole text once it is complete
 */
export const receiveStatusText = (
  fields: MessageFields["STATUSTEXT"],
  memory: VehicleMemory,
  at: Reception,
): StatusText | undefined => {
  const { id, chunkSeq } = fields;
  const text = withoutControls(fields.text);
  // Beyond debug there is nothing; a sender that says 255 is no more urgent for it.
  const severity = Math.min(fields.severity, leastSeverity);
  const { componentId } = at;
  if (id === 0) return text.trim() === "" ? undefined : { atMs: at.nowMs, severity, text: text.trim(), componentId };
  const key = `${componentId}:${id}`;
  const chunks = memory.textChunks.get(key) ?? newChunks(memory, key, severity, at);
  chunks.parts.set(chunkSeq, text);
  if (utf8Length(fields.text) < chunkLength) chunks.count = chunkSeq + 1;
  if (chunks.count === undefined || chunks.parts.size < chunks.count) return undefined;
  memory.textChunks.delete(key);
  return joined(chunks, at.nowMs);
};

const newChunks = (memory: VehicleMemory, key: string, severity: number, at: Reception): TextChunks => {
  const oldest = memory.textChunks.keys().next().value;
  if (memory.textChunks.size >= maxPending && oldest !== undefined) memory.textChunks.delete(oldest);
  const chunks = { severity, componentId: at.componentId, parts: new Map(), count: undefined, sinceMs: at.nowMs };
  memory.textChunks.set(key, chunks);
  return chunks;
};

/** Texts whose missing chunks are given up, with "…" where they were. */
export const overdueTexts = (memory: VehicleMemory, nowMs: number): StatusText[] => {
  const texts: StatusText[] = [];
  for (const [key, chunks] of memory.textChunks) {
    if (nowMs - chunks.sinceMs < chunkTimeoutMs) continue;
    memory.textChunks.delete(key);
    texts.push(joined(chunks, nowMs));
  }
  return texts;
};

const joined = (chunks: TextChunks, atMs: number): StatusText => {
  const count = chunks.count ?? Math.max(...chunks.parts.keys()) + 2;
  let text = "";
  for (let seq = 0; seq < Math.min(count, 255); seq++) {
    const part = chunks.parts.get(seq);
    if (part !== undefined) text += part;
    else if (!text.endsWith("…")) text += "…";
  }
  return { atMs, severity: chunks.severity, text: text.trim(), componentId: chunks.componentId };
};

/**
 * Adds a text to the latest 50; one that was said within the last minute moves to the end instead.
 * @returns whether it is news
 */
export const addStatusText = (
  state: VehicleState,
  text: StatusText,
): { readonly statusTexts: readonly StatusText[]; readonly isNew: boolean } => {
  const same = (old: StatusText) =>
    old.text === text.text && old.severity === text.severity && text.atMs - old.atMs < repeatMs;
  const others = state.statusTexts.filter((old) => !same(old));
  return {
    statusTexts: [...others, text].slice(-keptTexts),
    isNew: others.length === state.statusTexts.length,
  };
};
