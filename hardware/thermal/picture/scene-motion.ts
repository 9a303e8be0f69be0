import type { GreyPicture } from "../detector/person-detector.ts";

/** A side of the fields that are compared, px: a camera's noise averages out in them. */
const FIELD_PX = 8;
/** Grey steps that a field's mean is another by, and the share of fields that must be. */
const OTHER = 8;
const MOVING_PART = 0.25;

/**
 * Whether the scene moved before the camera since it last did. Neither noise nor a gain that wanders is motion: before a camera
 * that stands still whoever lies there is as unmoved as what is drawn on the picture, and must not be taken for that.
 */
export class SceneMotion {
  #last: Float64Array | undefined;

  /** To be called with pictures of one size. */
  moved(picture: GreyPicture): boolean {
    const fields = meansOf(picture);
    const last = this.#last;
    this.#last ??= fields;
    if (!last) return false;
    const { gain, offset } = fitted(last, fields);
    let other = 0;
    for (const [i, mean] of fields.entries()) if (Math.abs(mean - gain * (last[i] ?? 0) - offset) > OTHER) other++;
    const moved = other >= MOVING_PART * fields.length;
    if (moved) this.#last = fields;
    return moved;
  }
}

const meansOf = ({ widthPx, heightPx, data }: GreyPicture): Float64Array => {
  const columns = Math.floor(widthPx / FIELD_PX);
  const rows = Math.floor(heightPx / FIELD_PX);
  const means = new Float64Array(columns * rows);
  for (let y = 0; y < rows * FIELD_PX; y++) {
    const row = Math.floor(y / FIELD_PX) * columns;
    for (let x = 0; x < columns * FIELD_PX; x++) {
      const field = row + Math.floor(x / FIELD_PX);
      means[field] = (means[field] as number) + (data[y * widthPx + x] as number) / (FIELD_PX * FIELD_PX);
    }
  }
  return means;
};

/** The straight line that makes `to` of `from` best (least squares). */
const fitted = (from: Float64Array, to: Float64Array): { readonly gain: number; readonly offset: number } => {
  const count = Math.max(1, from.length);
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
  const [meanFrom, meanTo] = [sum(from) / count, sum(to) / count];
  let [both, square] = [0, 0];
  for (const [i, value] of from.entries()) {
    both += (value - meanFrom) * ((to[i] ?? 0) - meanTo);
    square += (value - meanFrom) ** 2;
  }
  const gain = square > 0 ? both / square : 1;
  return { gain, offset: meanTo - gain * meanFrom };
};
