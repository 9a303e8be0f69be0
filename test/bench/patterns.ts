import { LocalFrame } from "../../shared/geo/local-frame.ts";
import { TerrainGrid } from "../../shared/geo/terrain-grid.ts";
import { makePattern } from "../../shared/search/patterns/make-pattern.ts";
import type { Area, PatternHeight } from "../../shared/search/patterns/pattern.ts";
import { median } from "./compare.ts";

const budgetMs = 200;
const runs = 15;
const origin = { latDeg: 30.5, lonDeg: 103.25 };

/** 4 km2 with a bay in its east side, and two holes. */
const concaveArea = (): Area => {
  const frame = new LocalFrame(origin);
  const ring = (corners: readonly (readonly [number, number])[]) =>
    corners.map(([northM, eastM]) => frame.toLatLon(northM, eastM));
  return {
    outline: ring([
      [0, 0],
      [-80, 1100],
      [60, 2150],
      [800, 2250],
      [950, 1250],
      [1350, 1300],
      [1480, 2300],
      [2150, 2150],
      [2080, 900],
      [2200, 60],
      [1100, -90],
    ]),
    holes: [
      ring([
        [420, 380],
        [450, 760],
        [700, 820],
        [760, 420],
      ]),
      ring([
        [1500, 500],
        [1450, 900],
        [1650, 1000],
        [1800, 700],
      ]),
    ],
  };
};

/** Mountains on a 30 m grid, as a base map has them. */
const mountainGrid = (): TerrainGrid => {
  const [rows, columns, stepDeg] = [140, 140, 0.00027];
  const heightsM = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const hills = 180 * Math.sin(row / 9) * Math.cos(column / 8) + 40 * Math.sin(row / 2.3 + column / 3.1);
      heightsM[row * columns + column] = 1500 + hills;
    }
  }
  const meta = {
    southDeg: origin.latDeg - 0.005,
    westDeg: origin.lonDeg - 0.005,
    stepLatDeg: stepDeg,
    stepLonDeg: stepDeg,
    rows,
    columns,
  };
  return new TerrainGrid(meta, heightsM);
};

/** A parallel sweep with terrain following, heading chosen and squares left out marked. `timesBudget` below 1 is in time. */
export const run = async (): Promise<object> => {
  const area = concaveArea();
  const terrain = mountainGrid();
  const height: PatternHeight = { aglM: 80, followTerrain: true, maxClimb: 0.3 };
  const lay = () => makePattern({ kind: "parallel", area, spacingM: 30 }, height, { terrain, swathM: 45 });
  const times: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const startMs = performance.now();
    lay();
    times.push(performance.now() - startMs);
  }
  const result = lay();
  if (!result.ok) throw new Error(`The pattern was refused: ${result.fault.code}`);
  const ms = Math.round(median(times) * 10) / 10;
  return {
    ms,
    firstMs: Math.round((times[0] ?? 0) * 10) / 10,
    budgetMs,
    timesBudget: Math.round((ms / budgetMs) * 1000) / 1000,
    points: result.points.length,
    lengthKm: Math.round(result.lengthM / 100) / 10,
    heightsKnown: result.points.every(({ altMslM }) => altMslM !== undefined),
    coveredFraction: Math.round(result.coveredFraction * 10_000) / 10_000,
  };
};
