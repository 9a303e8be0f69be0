import type { HotSpot } from "../../../shared/heat/heat-source.ts";

type Spot = Pick<HotSpot, "xPx" | "yPx" | "widthPx" | "heightPx">;

interface Track {
  spot: Spot;
  seenMs: number;
  heatId: string | undefined;
}

interface Frame {
  readonly sequence: number;
  readonly tracks: readonly Track[];
}

/** What was not seen for so long is something else when it comes again, real ms. */
const lifeMs = 1_500;
/** Frames that wait for their place on the ground. */
const mostFrames = 120;
/** From one searched picture to the next a thing moves at most so much of the picture's width, or of its own size. */
const widthsMoved = 0.05;
const sizesMoved = 1.5;

/**
 * Follows boxes from picture to picture, so that a box says at once which heat source it is: where it lies on the ground is
 * known only when the telemetry of its capture has come, some pictures later.
 */
export class BoxTracks {
  #tracks: Track[] = [];
  #frames: Frame[] = [];

  /** @returns the source of each spot, as far as it is known by now */
  follow(
    frame: { readonly sequence: number; readonly widthPx: number; readonly spots: readonly Spot[] },
    nowMs: number,
  ): readonly (string | undefined)[] {
    const open = this.#tracks.filter(({ seenMs }) => nowMs - seenMs < lifeMs);
    const pairs = frame.spots.flatMap((spot, index) =>
      open.flatMap((track) => {
        const movedPx = Math.hypot(spot.xPx - track.spot.xPx, spot.yPx - track.spot.yPx);
        const sizePx = Math.max(spot.widthPx, spot.heightPx, track.spot.widthPx, track.spot.heightPx);
        return movedPx <= widthsMoved * frame.widthPx + sizesMoved * sizePx ? [{ index, track, movedPx }] : [];
      }),
    );
    const given = new Map<number, Track>();
    const taken = new Set<Track>();
    for (const { index, track } of pairs.sort((a, b) => a.movedPx - b.movedPx)) {
      if (given.has(index) || taken.has(track)) continue;
      given.set(index, track);
      taken.add(track);
    }
    const tracks = frame.spots.map((spot, index): Track => {
      const track = given.get(index) ?? { spot, seenMs: nowMs, heatId: undefined };
      track.spot = spot;
      track.seenMs = nowMs;
      return track;
    });
    this.#tracks = [...new Set([...tracks, ...open])];
    this.#frames = [...this.#frames, { sequence: frame.sequence, tracks }].slice(-mostFrames);
    return tracks.map(({ heatId }) => heatId);
  }

  /** A spot of an earlier frame turned out to be this source. */
  give(sequence: number, spotIndex: number, heatId: string): void {
    const track = this.#frames.find((frame) => frame.sequence === sequence)?.tracks[spotIndex];
    if (track !== undefined) track.heatId = heatId;
  }
}
