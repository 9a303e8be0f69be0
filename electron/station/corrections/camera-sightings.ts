import { LocalFrame } from "../../../shared/geo/local-frame.ts";
import type { ReferenceSighting } from "../../../shared/heat/bias/reference-sighting.ts";
import { groundHeightSigmaM } from "../../../shared/heat/camera-ground.ts";
import type { KnownPlace, PlacesKnown } from "./known-places.ts";
import type { SpotView } from "./spot-view.ts";

/** A sighting, and the source that a person recognised in it. */
export interface KeptSighting extends ReferenceSighting {
  readonly heatId?: string;
}

/** What was seen of a source, before anybody said what it is. */
interface Remembered {
  readonly heatId: string;
  readonly view: SpotView;
  readonly known: PlacesKnown;
}

/** So many tell enough; of the reference that has most of them the oldest goes. */
const mostSightings = 36;
/** Pictures of the same thing right after one another say nothing new, ms. */
const apartMs = 1_000;
const mostRemembered = 120;
const rememberedMs = 600_000;
/** What is warm of one of ours is about so high over its feet, m: a robot dog's back, the middle of somebody who stands. */
const middleHeightM = 0.5;

/** What one vehicle's camera saw of known places. */
export class CameraSightings {
  #all: readonly KeptSighting[];
  #remembered: readonly Remembered[] = [];

  constructor(all: readonly KeptSighting[]) {
    this.#all = all;
  }

  /** Never changed in place. */
  get all(): readonly KeptSighting[] {
    return this.#all;
  }

  clear(): void {
    this.#all = [];
    this.#remembered = [];
  }

  /** @returns whether it says anything new */
  add(view: SpotView, place: KnownPlace, heatId?: string): boolean {
    const { referenceId } = place;
    const isSoon = (other: KeptSighting) =>
      other.referenceId === referenceId && Math.abs(other.utcMs - view.utcMs) < apartMs;
    if (this.#all.some(isSoon)) return false;
    const sighting = sightingOf(view, place);
    if (sighting === undefined) return false;
    const all = [...this.#all, heatId === undefined ? sighting : { ...sighting, heatId }];
    this.#all = all.length > mostSightings ? withoutOne(all) : all;
    return true;
  }

  remember(heatId: string, view: SpotView, known: PlacesKnown): void {
    const isSoon = (other: Remembered) => other.heatId === heatId && Math.abs(other.view.utcMs - view.utcMs) < apartMs;
    if (this.#remembered.some(isSoon)) return;
    const recent = this.#remembered.filter((other) => view.utcMs - other.view.utcMs < rememberedMs);
    this.#remembered = [...recent, { heatId, view, known }].slice(-mostRemembered);
  }

  /**
   * @param placed where what the source is was, when it was seen; undefined: nobody knows what it is after all
   * @returns whether anything changed
   */
  identified(heatId: string, placed: ((known: PlacesKnown) => KnownPlace | undefined) | undefined): boolean {
    const before = this.#all;
    this.#all = this.#all.filter((sighting) => sighting.heatId !== heatId);
    let changed = this.#all.length !== before.length;
    for (const { view, known } of this.#remembered.filter((one) => one.heatId === heatId)) {
      const place = placed?.(known);
      if (place !== undefined) changed = this.add(view, place, heatId) || changed;
    }
    return changed;
  }
}

const sightingOf = (view: SpotView, place: KnownPlace): ReferenceSighting | undefined => {
  const { ground, walks, sigmas, pose } = view;
  const { position, referenceId, sigmaM } = place;
  const groundMslM = ground.terrain.heightMslM(position.latDeg, position.lonDeg);
  const altMslM = place.altMslM ?? (groundMslM === undefined ? undefined : groundMslM + middleHeightM);
  if (altMslM === undefined) return undefined;
  const { northM, eastM } = new LocalFrame(pose).toNorthEast(position);
  const heightM = groundHeightSigmaM(ground, sigmas.heightM, Math.hypot(northM, eastM), walks);
  const { utcMs, xPx, yPx, camera, rate, captureSigmaMs } = view;
  return {
    ...{ referenceId, utcMs, xPx, yPx, camera, pose, rate, captureSigmaMs },
    place: { ...position, altMslM },
    placeSigmaM: sigmaM,
    sigmas: { ...sigmas, heightM },
  };
};

const withoutOne = (all: readonly KeptSighting[]): readonly KeptSighting[] => {
  const counts = new Map<string, number>();
  for (const { referenceId } of all) counts.set(referenceId, (counts.get(referenceId) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const crowded = all.filter(({ referenceId }) => counts.get(referenceId) === most);
  const oldest = crowded.reduce((a, b) => (b.utcMs < a.utcMs ? b : a));
  return all.filter((sighting) => sighting !== oldest);
};
