import { decode, encode } from "fast-png";

/** A whole picture, 8-bit grey PNG. */
export interface Still {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly captureProcessMs: number;
  readonly captureVehicleTimeMs?: number;
}

/** A box on a picture, 0 to 1 of it, from its top left. */
export interface FractionBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So many times the box's larger side, but not smaller than can be recognised. */
const boxes = 4;
const [leastPx, mostPx] = [48, 160];

/** The surroundings of a box as a square PNG, moved inwards at the border. */
export const cropAround = ({ png, widthPx, heightPx }: Still, box: FractionBox): Uint8Array => {
  const { data, channels } = decode(png);
  const wanted = boxes * Math.max(box.width * widthPx, box.height * heightPx);
  const side = Math.round(Math.min(mostPx, widthPx, heightPx, Math.max(leastPx, wanted)));
  const at = (centre: number, size: number) => Math.round(Math.min(size - side, Math.max(0, centre - side / 2)));
  const left = at((box.x + box.width / 2) * widthPx, widthPx);
  const top = at((box.y + box.height / 2) * heightPx, heightPx);
  const grey = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const row = (top + y) * widthPx + left;
    for (let x = 0; x < side; x++) grey[y * side + x] = data[(row + x) * channels] ?? 0;
  }
  return encode({ width: side, height: side, data: grey, channels: 1, depth: 8 }).slice();
};
