import type { BaseMapFeature } from "../../shared/geo/base-map.ts";
import { LocalFrame } from "../../shared/geo/local-frame.ts";
import type { Terrain } from "../../shared/geo/terrain.ts";
import type { Candidate } from "../../shared/search/dispatch/candidate.ts";
import { nearest } from "../../shared/search/dispatch/nearest.ts";
import { prepareGround, type TravelGround, travelGrid } from "../../shared/search/dispatch/travel-ground.ts";
import { Random } from "../support/simulated-pass.ts";
import { median } from "./compare.ts";

const budgetMs = 5;
const people = 1_323;
const teams = 126;
const vehicles = 50;
const targets = 100;
const halfM = 10_000;
const centre = { latDeg: 30.87, lonDeg: 120.433 };
const frame = new LocalFrame(centre);
const nowUtcMs = Date.UTC(2026, 10, 3, 14, 20);

const lonLat = (northM: number, eastM: number): readonly [number, number] => {
  const { latDeg, lonDeg } = frame.toLatLon(northM, eastM);
  return [lonDeg, latDeg];
};

/** A road every 800 m both ways, and a canal every 2 km that only each other road crosses; low hills. */
const country = (): TravelGround => {
  const features: BaseMapFeature[] = [];
  for (let at = -halfM + 400; at < halfM; at += 800) {
    features.push(
      { kind: "road", geometry: { type: "LineString", coordinates: [lonLat(-halfM, at), lonLat(halfM, at)] } },
      { kind: "track", geometry: { type: "LineString", coordinates: [lonLat(at, -halfM), lonLat(at, halfM)] } },
    );
  }
  for (let at = -halfM + 1_000; at < halfM; at += 2_000) {
    const [south, north, side] = [at - 10, at + 10, halfM - 1];
    const corners = [lonLat(south, -side), lonLat(north, -side), lonLat(north, side), lonLat(south, side)];
    features.push({ kind: "water", geometry: { type: "Polygon", coordinates: [corners] } });
  }
  const hills: Terrain = {
    cellM: 30,
    heightMslM: (latDeg, lonDeg) => 60 * Math.sin(latDeg * 900) * Math.cos(lonDeg * 800),
  };
  return prepareGround(travelGrid(centre, halfM), features, hills);
};

const searchers = (random: () => number): readonly Candidate[] => {
  const somewhere = (): readonly [number, number] => [(random() - 0.5) * 19_000, (random() - 0.5) * 19_000];
  const bases = Array.from({ length: teams }, somewhere);
  const place = ([northM, eastM]: readonly [number, number], spreadM: number) =>
    frame.toLatLon(northM + (random() - 0.5) * spreadM, eastM + (random() - 0.5) * spreadM);
  const common = { positionUtcMs: nowUtcMs - 20_000, skills: [] };
  const walkers = Array.from({ length: people }, (_, i): Candidate => {
    const team = i % teams;
    return {
      ...common,
      id: `person/${i}`,
      teamId: `team/${team}`,
      place: place(bases[team] ?? [0, 0], 400),
      readiness: random() < 0.7 ? "ready" : "busy",
      means: team % 3 === 0 ? [{ mode: "foot" }, { mode: "wheels" }] : [{ mode: "foot" }],
    };
  });
  const drones = Array.from(
    { length: vehicles },
    (_, i): Candidate => ({
      ...common,
      id: `vehicle/${i}`,
      place: place(somewhere(), 0),
      readiness: "ready",
      means: [i % 4 === 0 ? { mode: "foot", speedMps: 1.5 } : { mode: "wing", speedMps: 12 }],
      enduranceS: 300 + random() * 1_200,
    }),
  );
  return [...walkers, ...drones];
};

/** Everything that a new target needs is in the time; the country is prepared once before. */
export const run = async (): Promise<object> => {
  const chance = new Random(5);
  const random = () => chance.uniform();
  const startMs = performance.now();
  const ground = country();
  const prepareMs = performance.now() - startMs;
  const candidates = searchers(random);
  const places = Array.from({ length: targets }, () =>
    frame.toLatLon((random() - 0.5) * 18_000, (random() - 0.5) * 18_000),
  );
  const timed = (limit: number) => (target: { latDeg: number; lonDeg: number }) => {
    const fromMs = performance.now();
    const result = nearest(candidates, target, { nowUtcMs, ground, limit });
    return { ms: performance.now() - fromMs, result };
  };
  places.slice(0, 20).forEach(timed(10));
  const ten = places.map(timed(10));
  const all = places.slice(0, 20).map(timed(Number.POSITIVE_INFINITY));
  const same = all.every(({ result }, i) => {
    const first = result.ranked.slice(0, 10).map(({ seconds }) => seconds);
    return first.join() === ten[i]?.result.ranked.map(({ seconds }) => seconds).join();
  });
  if (!same) throw new Error("The nearest ten aren't the first ten of all.");
  const round = (value: number) => Math.round(value * 100) / 100;
  const times = ten.map(({ ms }) => ms);
  const walkersOnly = candidates.filter(({ means }) => means.every(({ mode }) => mode === "foot"));
  const onFoot = places.map((target) => {
    const fromMs = performance.now();
    nearest(walkersOnly, target, { nowUtcMs, ground, limit: 10 });
    return performance.now() - fromMs;
  });
  return {
    ms: round(median(times)),
    p95Ms: round(times.toSorted((one, other) => one - other)[Math.floor(0.95 * times.length)] ?? Number.NaN),
    worstMs: round(Math.max(...times)),
    budgetMs,
    timesBudget: round(median(times) / budgetMs),
    candidates: candidates.length,
    targets,
    cells: ground.grid.rows * ground.grid.columns,
    walkersOnlyMs: round(median(onFoot)),
    everybodyMs: round(median(all.map(({ ms }) => ms))),
    /** Everybody ranked over the same ground, against the nearest ten. */
    ratio: round(median(all.map(({ ms }) => ms)) / median(times)),
    prepareMs: Math.round(prepareMs),
  };
};
