const degRad = Math.PI / 180;
/** Digital zoom, up to this. */
const mostZoom = 4;

/** A thermal camera's zoom and whether it films. */
export class Lens {
  readonly #widestRad: number;
  /** 1 is widest; the picture's angle shrinks with it. */
  zoom = 1;
  /** By the vehicle's clock; undefined where it doesn't film. */
  recordingSinceMs: number | undefined;

  constructor(widestDeg: number) {
    this.#widestRad = widestDeg * degRad;
  }

  /** Horizontal angle of the picture now, rad. */
  get hfovRad(): number {
    return this.zoom === 1 ? this.#widestRad : 2 * Math.atan(Math.tan(this.#widestRad / 2) / this.zoom);
  }

  /** Of the whole range, 0 to 100, as CAMERA_SETTINGS has it. */
  get zoomPercent(): number {
    return ((this.zoom - 1) / (mostZoom - 1)) * 100;
  }

  /** By CAMERA_ZOOM_TYPE: 0 a step in or out, 1 on and on (here: to the end), 2 percent of the range. @returns false for others */
  zoomBy(type: number, value: number): boolean {
    if (!Number.isFinite(value)) return false;
    const wanted =
      type === 0
        ? this.zoom + Math.sign(value) * 0.5
        : type === 1
          ? value === 0
            ? this.zoom
            : value > 0
              ? mostZoom
              : 1
          : type === 2
            ? 1 + (Math.max(0, Math.min(100, value)) / 100) * (mostZoom - 1)
            : undefined;
    if (wanted === undefined) return false;
    this.zoom = Math.max(1, Math.min(mostZoom, wanted));
    return true;
  }
}
