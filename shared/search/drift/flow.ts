import type { LocalFrame } from "../../geo/local-frame.ts";

/** Where air or water goes *to*, m/s. */
export interface Velocity {
  readonly northMps: number;
  readonly eastMps: number;
}

/** A wind or a current, as people or models give it. */
export interface Flow {
  /** The same everywhere at one time. */
  readonly isUniform: boolean;
  /** Outside of these times, ms UTC, the nearest known value is taken; absent: it holds for ever. */
  readonly known?: { readonly fromUtcMs: number; readonly untilUtcMs: number };
  /** @param northM in the plane of the drift's frame */
  at(utcMs: number, northM: number, eastM: number): Velocity;
}

/** @param towardsRad where it goes to, from true north; a wind *from* the north goes to pi */
export const velocityTowards = (towardsRad: number, speedMps: number): Velocity => ({
  northMps: speedMps * Math.cos(towardsRad),
  eastMps: speedMps * Math.sin(towardsRad),
});

export const steadyFlow = (velocity: Velocity): Flow => ({ isUniform: true, at: () => velocity });

export interface FlowSample extends Velocity {
  readonly utcMs: number;
}

/** A flow that was measured or forecast at one place, in between by a straight line. @returns undefined without samples */
export const seriesFlow = (samples: readonly FlowSample[]): Flow | undefined => {
  const sorted = samples.toSorted((one, other) => one.utcMs - other.utcMs);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return undefined;
  return {
    isUniform: true,
    known: { fromUtcMs: first.utcMs, untilUtcMs: last.utcMs },
    at: (utcMs) => {
      const after = sorted.findIndex((sample) => sample.utcMs > utcMs);
      const [a, b] = after < 0 ? [last, last] : [sorted[after - 1] ?? first, sorted[after] ?? last];
      const share = a.utcMs >= b.utcMs ? 0 : Math.max(0, (utcMs - a.utcMs) / (b.utcMs - a.utcMs));
      return mix(a, b, share);
    },
  };
};

/** A forecast over a region: regular in latitude and longitude, row 0 in the south, time by time in any spacing. */
export interface FlowGrid {
  readonly southDeg: number;
  readonly westDeg: number;
  readonly stepLatDeg: number;
  readonly stepLonDeg: number;
  readonly rows: number;
  readonly columns: number;
  /** In order, ms UTC. */
  readonly timesUtcMs: readonly number[];
  /** m/s at `(time * rows + row) * columns + column`; NaN where nothing is known, as on land: taken as still. */
  readonly northMps: Float32Array;
  readonly eastMps: Float32Array;
}

/** Bilinear in place and linear in time; beyond the edge as at the edge. @param frame that the drift is computed in */
export const gridFlow = (grid: FlowGrid, frame: LocalFrame): Flow => {
  const { southDeg, westDeg, stepLatDeg, stepLonDeg, rows, columns, timesUtcMs } = grid;
  const cells = rows * columns;
  const [from, until] = [timesUtcMs[0], timesUtcMs.at(-1)];
  if (from === undefined || until === undefined || grid.northMps.length !== cells * timesUtcMs.length) {
    throw new Error(`Got ${grid.northMps.length} values for ${timesUtcMs.length} times of ${rows}x${columns}.`);
  }
  const still = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value);
  const within = (value: number, last: number): number => Math.min(Math.max(value, 0), last);
  return {
    isUniform: false,
    known: { fromUtcMs: from, untilUtcMs: until },
    at: (utcMs, northM, eastM) => {
      const y = within((frame.latDeg(northM, eastM) - southDeg) / stepLatDeg, rows - 1);
      const x = within((frame.lonDeg(northM, eastM) - westDeg) / stepLonDeg, columns - 1);
      const [row, column] = [Math.floor(y), Math.floor(x)];
      const [rowUp, columnUp] = [Math.min(row + 1, rows - 1), Math.min(column + 1, columns - 1)];
      const [fy, fx] = [y - row, x - column];
      const at = (values: Float32Array, time: number): number => {
        const base = time * cells;
        const south =
          still(values[base + row * columns + column]) * (1 - fx) + still(values[base + row * columns + columnUp]) * fx;
        const north =
          still(values[base + rowUp * columns + column]) * (1 - fx) +
          still(values[base + rowUp * columns + columnUp]) * fx;
        return south * (1 - fy) + north * fy;
      };
      const after = timesUtcMs.findIndex((time) => time > utcMs);
      const later = after < 0 ? timesUtcMs.length - 1 : after;
      const earlier = Math.max(0, after < 0 ? later : later - 1);
      const [a, b] = [timesUtcMs[earlier] ?? from, timesUtcMs[later] ?? until];
      const share = a >= b ? 0 : Math.max(0, (utcMs - a) / (b - a));
      const value = (values: Float32Array) => at(values, earlier) * (1 - share) + at(values, later) * share;
      return { northMps: value(grid.northMps), eastMps: value(grid.eastMps) };
    },
  };
};

const mix = (a: Velocity, b: Velocity, share: number): Velocity => ({
  northMps: a.northMps + share * (b.northMps - a.northMps),
  eastMps: a.eastMps + share * (b.eastMps - a.eastMps),
});
