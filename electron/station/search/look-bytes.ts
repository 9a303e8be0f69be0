import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { CameraLook, KeptLook, TrackLook } from "./kept-look.ts";

/** Of the layout below; others are left alone. */
const layout = 1;

/** Corners are kept to 1e-7 degrees, a centimetre. */
const perDeg = 1e7;

/** Bytes of a look beside its name and corners. */
const mostFixedBytes = 80;
const cornerBytes = 8;

/**
 * Looks as the record keeps them, some 200 bytes each. Little-endian. A byte for the layout; then for each look: kind (1 camera,
 * 2 track), length and UTF-8 of who looked, UTC and search clock (float64 ms), and what its kind has (see below). Corners lie
 * as int32 pairs from the camera, 1e-7 degrees each.
 */
export const looksToBytes = (looks: readonly KeptLook[]): Uint8Array => {
  const encoder = new TextEncoder();
  const names = looks.map(({ by }) => encoder.encode(by));
  const size = looks.reduce(
    (sum, look, i) =>
      sum + mostFixedBytes + (names[i]?.length ?? 0) + (look.kind === "camera" ? look.ring.length * cornerBytes : 0),
    1,
  );
  const bytes = new Uint8Array(size);
  const writer = new Writer(bytes);
  writer.uint8(layout);
  for (const [i, look] of looks.entries()) {
    writer.uint8(look.kind === "camera" ? 1 : 2);
    writer.bytes(names[i] ?? new Uint8Array());
    writer.float64(look.utcMs);
    writer.float64(look.lookMs);
    if (look.kind === "camera") writeCamera(writer, look);
    else writeTrack(writer, look);
  }
  return bytes.slice(0, writer.at);
};

const writeCamera = (writer: Writer, { exposureS, eye, aboveGroundM, ifovRad, ring }: CameraLook): void => {
  writer.float64(exposureS);
  writer.float64(eye.latDeg);
  writer.float64(eye.lonDeg);
  writer.float64(eye.altMslM);
  writer.float64(aboveGroundM);
  writer.float64(ifovRad);
  writer.uint8(ring.length);
  for (const { latDeg, lonDeg } of ring) {
    writer.int32(Math.round((latDeg - eye.latDeg) * perDeg));
    writer.int32(Math.round((lonDeg - eye.lonDeg) * perDeg));
  }
};

const writeTrack = (writer: Writer, { from, to, sweepWidthM }: TrackLook): void => {
  for (const { latDeg, lonDeg } of [from, to]) {
    writer.float64(latDeg);
    writer.float64(lonDeg);
  }
  writer.float64(sweepWidthM);
};

/** Never throws: what another program wrote, or a damaged row, holds no looks from where it can't be read. */
export const looksFromBytes = (bytes: Uint8Array): readonly KeptLook[] => {
  const reader = new Reader(bytes);
  const looks: KeptLook[] = [];
  try {
    if (reader.uint8() !== layout) return [];
    while (reader.at < bytes.length) {
      const kind = reader.uint8();
      const looked = { by: reader.text(), utcMs: reader.float64(), lookMs: reader.float64() };
      if (kind === 1) looks.push({ kind: "camera", ...looked, ...readCamera(reader) });
      else if (kind === 2) looks.push({ kind: "track", ...looked, ...readTrack(reader) });
      else return looks;
    }
  } catch (error) {
    // It ends in the middle of a look.
    if (!(error instanceof RangeError)) throw error;
  }
  return looks;
};

const readCamera = (reader: Reader) => {
  const exposureS = reader.float64();
  const eye = { ...readPlace(reader), altMslM: reader.float64() };
  const aboveGroundM = reader.float64();
  const ifovRad = reader.float64();
  const ring: LatLon[] = [];
  for (let left = reader.uint8(); left > 0; left -= 1) {
    const latDeg = eye.latDeg + reader.int32() / perDeg;
    ring.push({ latDeg, lonDeg: eye.lonDeg + reader.int32() / perDeg });
  }
  return { exposureS, eye, aboveGroundM, ifovRad, ring };
};

const readPlace = (reader: Reader): LatLon => ({ latDeg: reader.float64(), lonDeg: reader.float64() });

const readTrack = (reader: Reader) => ({
  from: readPlace(reader),
  to: readPlace(reader),
  sweepWidthM: reader.float64(),
});

class Writer {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  uint8(value: number): void {
    this.#view.setUint8(this.at, value);
    this.at += 1;
  }

  int32(value: number): void {
    this.#view.setInt32(this.at, value, true);
    this.at += 4;
  }

  float64(value: number): void {
    this.#view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  bytes(value: Uint8Array): void {
    this.uint8(value.length);
    this.#bytes.set(value, this.at);
    this.at += value.length;
  }
}

/** @throws RangeError past the end */
class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    this.at += 1;
    return this.#view.getUint8(this.at - 1);
  }

  int32(): number {
    this.at += 4;
    return this.#view.getInt32(this.at - 4, true);
  }

  float64(): number {
    this.at += 8;
    return this.#view.getFloat64(this.at - 8, true);
  }

  text(): string {
    const length = this.uint8();
    if (this.at + length > this.#bytes.length) throw new RangeError("It ends within a name.");
    this.at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.at - length, this.at));
  }
}
