import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import type { Flow } from "./flow.ts";
import { drawDownwindEps, jibeProbability, leewayMps, normalNumbers } from "./leeway.ts";
import type { LeewayObject } from "./leeway-objects.ts";

/** A place where somebody may have gone into the water, with one standard deviation to each side, and when. */
export interface ReleasePoint {
  readonly place: LatLon;
  readonly sigmaM: number;
  readonly utcMs: number;
}

export interface DriftOptions {
  readonly object: LeewayObject;
  /** From here ... */
  readonly from: ReleasePoint;
  /** ... to here: anywhere and anytime on the straight way between, as who fell off a boat under way. Absent: `from` alone. */
  readonly to?: ReleasePoint;
  readonly untilUtcMs: number;
  readonly wind: Flow;
  readonly current: Flow;
  /** Even numbers in [0, 1), seeded. */
  readonly random: () => number;
  /** 10,000. */
  readonly count?: number;
  /** Ten minutes, ms. */
  readonly stepMs?: number;
  /** The plane to compute in, within some 200 km of its origin; that of `from` unless told. */
  readonly frame?: LocalFrame;
  /** Where an object strands and stays. */
  readonly isLand?: (northM: number, eastM: number) => boolean;
}

/** All particles at one time, in the plane of the drift's frame, m. */
export interface Particles {
  readonly northM: Float32Array;
  readonly eastM: Float32Array;
  /** How many lie on a shore by then. */
  readonly stranded: number;
  /** How many aren't in the water yet: they wait where they will go in. */
  readonly waiting: number;
}

/** Particles through time: what one run computed. */
export class Drift {
  readonly frame: LocalFrame;
  readonly fromUtcMs: number;
  readonly untilUtcMs: number;
  readonly count: number;
  readonly #stepMs: number;
  readonly #northM: readonly Float32Array[];
  readonly #eastM: readonly Float32Array[];
  readonly #enteredUtcMs: Float64Array;
  /** ms UTC; infinite for what floats. */
  readonly #strandedUtcMs: Float64Array;

  constructor(parts: {
    readonly frame: LocalFrame;
    readonly fromUtcMs: number;
    readonly untilUtcMs: number;
    readonly stepMs: number;
    readonly northM: readonly Float32Array[];
    readonly eastM: readonly Float32Array[];
    readonly enteredUtcMs: Float64Array;
    readonly strandedUtcMs: Float64Array;
  }) {
    this.frame = parts.frame;
    this.fromUtcMs = parts.fromUtcMs;
    this.untilUtcMs = parts.untilUtcMs;
    this.count = parts.enteredUtcMs.length;
    this.#stepMs = parts.stepMs;
    this.#northM = parts.northM;
    this.#eastM = parts.eastM;
    this.#enteredUtcMs = parts.enteredUtcMs;
    this.#strandedUtcMs = parts.strandedUtcMs;
  }

  /** At any time of the run, between its steps on a straight line; before and after it as at its ends. */
  at(utcMs: number): Particles {
    const heldMs = Math.min(Math.max(utcMs, this.fromUtcMs), this.untilUtcMs);
    const step = Math.min(Math.floor((heldMs - this.fromUtcMs) / this.#stepMs), this.#northM.length - 1);
    const beginMs = this.fromUtcMs + step * this.#stepMs;
    const endMs = Math.min(beginMs + this.#stepMs, this.untilUtcMs);
    const share = endMs > beginMs ? (heldMs - beginMs) / (endMs - beginMs) : 0;
    const mixed = (columns: readonly Float32Array[]): Float32Array => {
      const before = columns[step] ?? new Float32Array(this.count);
      const after = columns[step + 1] ?? before;
      return before.map((value, i) => value + share * ((after[i] ?? value) - value));
    };
    const passed = (times: Float64Array) => times.reduce((sum, time) => sum + (time <= heldMs ? 1 : 0), 0);
    return {
      northM: mixed(this.#northM),
      eastM: mixed(this.#eastM),
      stranded: passed(this.#strandedUtcMs),
      waiting: this.count - passed(this.#enteredUtcMs),
    };
  }
}

/**
 * Monte-Carlo drift by leeway (Allen and Plourde 1999, Breivik and Allen 2008): each particle has its own deviations for good,
 * every other one starts right of the wind and the others left, and may jibe. Velocity is leeway plus current; without any wind
 * there is no leeway. Wind and current are taken in the middle of each step.
 */
export const simulateDrift = (options: DriftOptions): Drift => {
  const { from, to = from, stepMs = 600_000, frame = new LocalFrame(from.place) } = options;
  const fromUtcMs = Math.min(from.utcMs, to.utcMs);
  const untilUtcMs = Math.max(options.untilUtcMs, fromUtcMs);
  const swarm = release(options, frame);
  const northM = [swarm.northM.slice()];
  const eastM = [swarm.eastM.slice()];
  for (let beginMs = fromUtcMs; beginMs < untilUtcMs; beginMs += stepMs) {
    step(swarm, options, { beginMs, endMs: Math.min(beginMs + stepMs, untilUtcMs) });
    northM.push(swarm.northM.slice());
    eastM.push(swarm.eastM.slice());
  }
  const { enteredUtcMs, strandedUtcMs } = swarm;
  return new Drift({ frame, fromUtcMs, untilUtcMs, stepMs, northM, eastM, enteredUtcMs, strandedUtcMs });
};

/** The particles as they are now, one number of each in every column. */
interface Swarm {
  readonly northM: Float32Array;
  readonly eastM: Float32Array;
  readonly enteredUtcMs: Float64Array;
  readonly strandedUtcMs: Float64Array;
  /** Each one's own deviations, drawn once: downwind, cm/s; across in standard deviations, for both sides. */
  readonly downEpsCmps: Float64Array;
  readonly acrossEps: Float64Array;
  readonly isRight: Uint8Array;
}

const release = ({ object, from, to = from, random, count = 10_000 }: DriftOptions, frame: LocalFrame): Swarm => {
  const normal = normalNumbers(random);
  const [begin, end] = [frame.toNorthEast(from.place), frame.toNorthEast(to.place)];
  const swarm: Swarm = {
    northM: new Float32Array(count),
    eastM: new Float32Array(count),
    enteredUtcMs: new Float64Array(count),
    strandedUtcMs: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    downEpsCmps: new Float64Array(count),
    acrossEps: new Float64Array(count),
    isRight: new Uint8Array(count),
  };
  for (let i = 0; i < count; i += 1) {
    const share = random();
    const sigmaM = from.sigmaM + share * (to.sigmaM - from.sigmaM);
    swarm.enteredUtcMs[i] = from.utcMs + share * (to.utcMs - from.utcMs);
    swarm.northM[i] = begin.northM + share * (end.northM - begin.northM) + sigmaM * normal();
    swarm.eastM[i] = begin.eastM + share * (end.eastM - begin.eastM) + sigmaM * normal();
    swarm.downEpsCmps[i] = drawDownwindEps(object.downwind, normal);
    swarm.acrossEps[i] = normal();
    swarm.isRight[i] = i % 2 === 0 ? 1 : 0;
  }
  return swarm;
};

const step = (
  { northM, eastM, enteredUtcMs, strandedUtcMs, downEpsCmps, acrossEps, isRight }: Swarm,
  { object, wind, current, random, isLand }: DriftOptions,
  { beginMs, endMs }: { readonly beginMs: number; readonly endMs: number },
): void => {
  const middleMs = (beginMs + endMs) / 2;
  const jibe = jibeProbability((endMs - beginMs) / 1_000);
  const isUniform = wind.isUniform && current.isUniform;
  let air = wind.at(middleMs, 0, 0);
  let water = current.at(middleMs, 0, 0);
  for (let i = 0; i < northM.length; i += 1) {
    const seconds = (endMs - Math.max(beginMs, enteredUtcMs[i] ?? 0)) / 1_000;
    if (!(seconds > 0) || (strandedUtcMs[i] ?? 0) <= beginMs) continue;
    if (random() < jibe) isRight[i] = isRight[i] === 1 ? 0 : 1;
    const n = northM[i] ?? 0;
    const e = eastM[i] ?? 0;
    if (!isUniform) {
      air = wind.at(middleMs, n, e);
      water = current.at(middleMs, n, e);
    }
    let toNorthM = n + seconds * water.northMps;
    let toEastM = e + seconds * water.eastMps;
    const windMps = Math.sqrt(air.northMps * air.northMps + air.eastMps * air.eastMps);
    if (windMps > 0) {
      const side = isRight[i] === 1 ? object.right : object.left;
      const down = leewayMps(object.downwind, windMps, downEpsCmps[i] ?? 0) / windMps;
      const across = leewayMps(side, windMps, side.sigmaCmps * (acrossEps[i] ?? 0)) / windMps;
      toNorthM += seconds * (down * air.northMps - across * air.eastMps);
      toEastM += seconds * (down * air.eastMps + across * air.northMps);
    }
    if (isLand?.(toNorthM, toEastM)) strandedUtcMs[i] = endMs;
    else {
      northM[i] = toNorthM;
      eastM[i] = toEastM;
    }
  }
};
