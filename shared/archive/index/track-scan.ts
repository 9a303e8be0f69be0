import { magic2 } from "../../mavlink/frame-check.ts";
import { readStamp, tlogStampLength } from "../../mavlink/tlog-clock.ts";
import { viewOf } from "../../mavlink/x25.ts";
import type { Places } from "./places.ts";

const globalPositionId = 33;
const gpsRawId = 24;
/** What is looked at of a payload, bytes. */
const lookLength = 30;
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
  /** One with the zeros that MAVLink 2 leaves out. */
  readonly #payload = new Uint8Array(lookLength);
  readonly #payloadView = viewOf(this.#payload);

  constructor(state?: TrackState) {
    this.#dueUs = state?.dueUs.slice() ?? new Float64Array(256);
    this.#estimates = state?.estimates.slice() ?? new Uint8Array(256);
  }

  static wants(messageId: number): boolean {
    return messageId === globalPositionId || messageId === gpsRawId;
  }

  /**
   * Frames that are wanted.
   * @param starts where they start in `view`
   * @param toOffset from there to their records' offsets in the log
   * @param positionUs of all of them; or of those with the stamp `latestUs` or an earlier one, which is in `view` before each
   * @param latestUs NaN: `positionUs` is that of all
   */
  add(view: DataView, starts: Places, toOffset: number, positionUs: number, latestUs: number): void {
    for (let n = 0; n < starts.count; n++) {
      const start = starts.at[n] ?? 0;
      const isTwo = view.getUint8(start) === magic2;
      const systemId = view.getUint8(start + (isTwo ? 5 : 3));
      const isEstimate = view.getUint8(start + (isTwo ? 7 : 5)) === globalPositionId;
      if (isEstimate) this.#estimates[systemId] = 1;
      else if (this.#estimates[systemId] === 1) continue;
      const laterUs = Number.isNaN(latestUs) ? 0 : Math.max(0, readStamp(view, start - tlogStampLength) - latestUs);
      if (positionUs + laterUs < (this.#dueUs[systemId] ?? 0)) continue;
      const payloadLength = view.getUint8(start + 1);
      const payloadStart = start + (isTwo ? 10 : 6);
      for (let i = 0; i < lookLength; i++) this.#payload[i] = i < payloadLength ? view.getUint8(payloadStart + i) : 0;
      this.#addPoint(isEstimate, systemId, positionUs + laterUs, start + toOffset);
    }
  }

  #addPoint(isEstimate: boolean, systemId: number, positionUs: number, offset: number): void {
    const view = this.#payloadView;
    const at = isEstimate ? 4 : 8;
    const [latE7, lonE7] = [view.getInt32(at, true), view.getInt32(at + 4, true)];
    // Before the first fix.
    if (latE7 === 0 && lonE7 === 0) return;
    this.#dueUs[systemId] = positionUs + stepMsAt(offset) * 1_000;
    const altitudeM = view.getInt32(at + 8, true) / 1_000;
    const course = view.getUint16(26, true);
    const headingRad = course === unknownHeading ? Number.NaN : course * radPerCentidegree;
    const [aboveHomeM, speedMps] = isEstimate
      ? [view.getInt32(16, true) / 1_000, Math.hypot(view.getInt16(20, true), view.getInt16(22, true)) / 100]
      : [Number.NaN, view.getUint16(24, true) / 100];
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
