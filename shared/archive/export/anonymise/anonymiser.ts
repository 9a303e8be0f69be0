import { specOfId } from "../../../mavlink/dialect.ts";
import type { Frame } from "../../../mavlink/frame.ts";
import { magic1, magic2 } from "../../../mavlink/frame-check.ts";
import type { FieldSpec, MessageSpec } from "../../../mavlink/message-spec.ts";
import { viewOf, x25, x25Byte } from "../../../mavlink/x25.ts";
import { type FieldRules, fieldRules, type PlaceFields } from "./field-rules.ts";
import type { PlaceShift } from "./place-shift.ts";
import { type SpecialPlace, specialPlace, specialRewrite } from "./special-messages.ts";

interface MessageRules extends FieldRules {
  readonly spec: MessageSpec;
  readonly special: SpecialPlace | undefined;
  readonly rewrite: ReturnType<typeof specialRewrite>;
}

/** Values this near to the log's places are taken for one of them, degrees. */
const nearDeg = 0.5;
const largestFrame = 280;
const unknownE7 = 0x7fffffff;

/**
 * Makes of each frame of a log one that tells neither where nor who: places move by one translation, texts that somebody may
 * have typed, keys, serial numbers and contents that can't be understood become zeros, signatures go. Everything else, times and
 * heights too, stays as it was.
 */
export class Anonymiser {
  readonly #shift: PlaceShift;
  readonly #rules = new Map<number, MessageRules | undefined>();
  readonly #bytes = new Uint8Array(largestFrame);
  readonly #view = viewOf(this.#bytes);
  readonly #frame: Frame;

  constructor(shift: PlaceShift) {
    this.#shift = shift;
    this.#frame = {
      ...{ version: 2, systemId: 0, componentId: 0, sequence: 0, messageId: 0, signed: false, known: true },
      ...{ bytes: this.#bytes, start: 0, length: 0, payloadStart: 0, payloadLength: 0 },
    };
  }

  /**
   * @returns a frame that is the anonymiser's own until the next call; undefined where the message isn't in the dialect: nobody
   * can tell what is in it, so it has no place in the copy
   */
  anonymise(source: Frame): Frame | undefined {
    const rules = source.known ? this.#rulesOf(source.messageId) : undefined;
    if (rules === undefined) return undefined;
    const { spec } = rules;
    const header = source.version === 1 ? 6 : 10;
    const bytes = this.#bytes;
    bytes.fill(0);
    const copied = Math.min(source.payloadLength, spec.payloadLength);
    bytes.set(source.bytes.subarray(source.payloadStart, source.payloadStart + copied), header);
    this.#clean(rules, header);
    return this.#finish(source, spec, header);
  }

  #rulesOf(messageId: number): MessageRules | undefined {
    if (this.#rules.has(messageId)) return this.#rules.get(messageId);
    const spec = specOfId(messageId);
    const rules =
      spec === undefined
        ? undefined
        : { ...fieldRules(spec), spec, special: specialPlace(spec), rewrite: specialRewrite(spec) };
    this.#rules.set(messageId, rules);
    return rules;
  }

  #clean(rules: MessageRules, at: number): void {
    const view = this.#view;
    for (const field of rules.blank) {
      const from = at + field.offset;
      this.#bytes.fill(0, from, from + field.elementSize * Math.max(1, field.count));
    }
    rules.rewrite?.(view, this.#bytes, at);
    for (const place of rules.places) this.#movePlace(place, at);
    const { special } = rules;
    const hasMoved =
      special !== undefined &&
      !special.isLocal(view, at) &&
      (special.isPlace(view, at) || this.#isNear(special, at)) &&
      this.#movePlace(special, at);
    for (const field of rules.suspicious) {
      const isMoved = hasMoved && (field === special.lat || field === special.lon);
      if (!isMoved && this.#looksLikePlace(field, at)) write(view, at, field, 0);
    }
  }

  #isNear({ lat, lon, perDegree }: PlaceFields, at: number): boolean {
    const { latDeg, lonDeg } = this.#shift.near;
    const isNearLat = Math.abs(read(this.#view, at, lat) / perDegree - latDeg) < nearDeg;
    return isNearLat && Math.abs(read(this.#view, at, lon) / perDegree - lonDeg) < nearDeg;
  }

  /** @returns whether there was a place */
  #movePlace({ lat, lon, perDegree }: PlaceFields, at: number): boolean {
    const view = this.#view;
    const latRaw = read(view, at, lat);
    const lonRaw = read(view, at, lon);
    const latDeg = latRaw / perDegree;
    const lonDeg = lonRaw / perDegree;
    const isUnknown = (latRaw === 0 && lonRaw === 0) || latRaw === unknownE7 || lonRaw === unknownE7;
    // NaN fails here, too.
    if (isUnknown || !(Math.abs(latDeg) <= 90) || !(Math.abs(lonDeg) <= 180)) return false;
    const moved = this.#shift.move({ latDeg, lonDeg });
    write(view, at, lat, moved.latDeg * perDegree);
    write(view, at, lon, moved.lonDeg * perDegree);
    return true;
  }

  #looksLikePlace(field: FieldSpec, at: number): boolean {
    const raw = read(this.#view, at, field);
    const { latDeg, lonDeg } = this.#shift.near;
    const isNear = (deg: number) => Math.abs(deg - latDeg) < nearDeg || Math.abs(deg - lonDeg) < nearDeg;
    // Whole numbers are settings; no place lies just on a degree.
    return isNear(raw / 1e7) || (!Number.isInteger(raw) && isNear(raw));
  }

  #finish(source: Frame, spec: MessageSpec, header: number): Frame {
    const bytes = this.#bytes;
    const isOne = source.version === 1;
    let payloadLength = isOne ? Math.min(source.payloadLength, spec.baseLength) : spec.payloadLength;
    if (!isOne) while (payloadLength > 1 && bytes[header + payloadLength - 1] === 0) payloadLength--;
    const { sequence, systemId, componentId, messageId } = source;
    const ids = [sequence, systemId, componentId, messageId & 0xff];
    bytes.set(
      isOne
        ? [magic1, payloadLength, ...ids]
        : [magic2, payloadLength, 0, 0, ...ids, (messageId >> 8) & 0xff, messageId >> 16],
    );
    const end = header + payloadLength;
    const crc = x25Byte(x25(this.#view, 1, end), spec.crcExtra);
    bytes[end] = crc & 0xff;
    bytes[end + 1] = crc >> 8;
    const frame = this.#frame;
    frame.version = source.version;
    frame.sequence = sequence;
    frame.systemId = systemId;
    frame.componentId = componentId;
    frame.messageId = messageId;
    frame.length = end + 2;
    frame.payloadStart = header;
    frame.payloadLength = payloadLength;
    return frame;
  }
}

const read = (view: DataView, at: number, { type, offset }: FieldSpec): number =>
  type === "i32"
    ? view.getInt32(at + offset, true)
    : type === "f64"
      ? view.getFloat64(at + offset, true)
      : view.getFloat32(at + offset, true);

const write = (view: DataView, at: number, { type, offset }: FieldSpec, value: number): void => {
  if (type === "i32") view.setInt32(at + offset, Math.round(value), true);
  else if (type === "f64") view.setFloat64(at + offset, value, true);
  else view.setFloat32(at + offset, value, true);
};
