const globalPositionId = 33;
const gpsRawId = 24;
const unknownHeading = 0xffff;
const radPerCentidegree = Math.PI / 18_000;

/** A week of telemetry needs no point each second: the further into a log, the longer between points, ms. */
const stepMsAt = (offset: number): number => (offset < 2 ** 28 ? 1_000 : offset < 2 ** 31 ? 4_000 : 16_000);

export interface TrackState {
  readonly dueUs: Float64Array;
  readonly estimates: Uint8Array;
}

/** Picks points of the vehicles' ways out of the frames that go by: at most one a second for each system. */
export class TrackScan {
  /** By system: position of the next point, us. */
  readonly #dueUs: Float64Array;
  /** Systems that tell their own estimate; of others the GPS's fix is taken. */
  readonly #estimates: Uint8Array;
  #points: number[] = [];

  constructor(state?: TrackState) {
    this.#dueUs = state?.dueUs.slice() ?? new Float64Array(256);
    this.#estimates = state?.estimates.slice() ?? new Uint8Array(256);
  }

  static wants(messageId: number): boolean {
    return messageId === globalPositionId || messageId === gpsRawId;
  }

  /** A frame that is wanted. @param place where its payload starts, with the zeros that MAVLink 2 leaves out */
  add(
    view: DataView,
    place: number,
    frame: { readonly messageId: number; readonly systemId: number },
    positionUs: number,
    offset: number,
  ): void {
    const { systemId } = frame;
    const isEstimate = frame.messageId === globalPositionId;
    if (isEstimate) this.#estimates[systemId] = 1;
    else if (this.#estimates[systemId] === 1) return;
    if (positionUs < (this.#dueUs[systemId] ?? 0)) return;
    const at = place + (isEstimate ? 4 : 8);
    const [latE7, lonE7] = [view.getInt32(at, true), view.getInt32(at + 4, true)];
    // Before the first fix.
    if (latE7 === 0 && lonE7 === 0) return;
    this.#dueUs[systemId] = positionUs + stepMsAt(offset) * 1_000;
    const altitudeM = view.getInt32(at + 8, true) / 1_000;
    const course = view.getUint16(place + 26, true);
    const headingRad = course === unknownHeading ? Number.NaN : course * radPerCentidegree;
    const [aboveHomeM, speedMps] = isEstimate
      ? [
          view.getInt32(place + 16, true) / 1_000,
          Math.hypot(view.getInt16(place + 20, true), view.getInt16(place + 22, true)) / 100,
        ]
      : [Number.NaN, view.getUint16(place + 24, true) / 100];
    this.#points.push(
      systemId,
      positionUs / 1_000,
      latE7 / 1e7,
      lonE7 / 1e7,
      altitudeM,
      aboveHomeM,
      speedMps,
      headingRad,
    );
  }

  /** The points since it was last asked. */
  take(): Float64Array {
    const points = Float64Array.from(this.#points);
    this.#points = [];
    return points;
  }

  /** A copy of what it goes on from. */
  get state(): TrackState {
    return { dueUs: this.#dueUs.slice(), estimates: this.#estimates.slice() };
  }
}
