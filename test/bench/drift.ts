import { LocalFrame } from "../../shared/geo/local-frame.ts";
import { type DriftOptions, simulateDrift } from "../../shared/search/drift/drift.ts";
import { shareCircles } from "../../shared/search/drift/drift-area.ts";
import { type Flow, type FlowGrid, gridFlow, seriesFlow, velocityTowards } from "../../shared/search/drift/flow.ts";
import { jibeProbability } from "../../shared/search/drift/leeway.ts";
import { type LeewayAxis, leewayObjects } from "../../shared/search/drift/leeway-objects.ts";
import { Random } from "../support/simulated-pass.ts";
import { median } from "./compare.ts";

const budgetMs = 1_000;
const count = 10_000;
const runs = 5;
const place = { latDeg: 30.2, lonDeg: 122.4 };
const startUtcMs = Date.UTC(2026, 10, 3, 6, 0);
const hours = 24;
const stepS = 600;
const steps = (hours * 3_600) / stepS;
const object = leewayObjects["PIW-1"];

/** A wind that turns and a tide, hour by hour. */
const hourly = (at: (hour: number) => { northMps: number; eastMps: number }): Flow => {
  const flow = seriesFlow(Array.from({ length: 25 }, (_, h) => ({ utcMs: startUtcMs + h * 3_600_000, ...at(h) })));
  if (!flow) throw new Error("No samples.");
  return flow;
};
const wind = hourly((hour) => velocityTowards(0.05 * hour, 8 + 2 * Math.sin(hour / 4)));
const current = hourly((hour) => velocityTowards(1.2, 0.5 * Math.sin((2 * Math.PI * hour) / 12.42)));

const gridded = (flow: Flow): Flow => {
  const [rows, columns] = [30, 30];
  const timesUtcMs = Array.from({ length: 25 }, (_, h) => startUtcMs + h * 3_600_000);
  const column = (axis: "northMps" | "eastMps") =>
    Float32Array.from({ length: 25 * rows * columns }, (_, i) => {
      const velocity = flow.at(timesUtcMs[Math.floor(i / (rows * columns))] ?? startUtcMs, 0, 0);
      return velocity[axis];
    });
  const grid: FlowGrid = {
    southDeg: 29,
    westDeg: 121,
    stepLatDeg: 0.1,
    stepLonDeg: 0.1,
    rows,
    columns,
    timesUtcMs,
    northMps: column("northMps"),
    eastMps: column("eastMps"),
  };
  return gridFlow(grid, new LocalFrame(place));
};

interface Floating {
  readonly position: { readonly northM: number; readonly eastM: number };
  readonly downEps: number;
  readonly acrossEps: number;
  readonly side: "right" | "left";
}

/** The same by the book: an object for each particle, a new one after each step. @returns where they end */
const plainObjects = (random: Random): readonly Floating[] => {
  const drawDown = (): number => {
    const eps = random.normal(object.downwind.sigmaCmps);
    return object.downwind.slopePercent + eps / 20 < 0 ? drawDown() : eps;
  };
  const leeway = (axis: LeewayAxis, windMps: number, eps: number) =>
    0.01 * ((axis.slopePercent + eps / 20) * windMps + axis.offsetCmps + eps / 2);
  let floating: readonly Floating[] = Array.from({ length: count }, (_, i) => ({
    position: { northM: random.normal(200), eastM: random.normal(200) },
    downEps: drawDown(),
    acrossEps: random.normal(),
    side: i % 2 === 0 ? ("right" as const) : ("left" as const),
  }));
  const history = [floating];
  for (let step = 0; step < steps; step += 1) {
    const utcMs = startUtcMs + (step + 0.5) * stepS * 1_000;
    floating = floating.map((one) => {
      const air = wind.at(utcMs, one.position.northM, one.position.eastM);
      const water = current.at(utcMs, one.position.northM, one.position.eastM);
      const windMps = Math.hypot(air.northMps, air.eastMps);
      const side = random.uniform() < jibeProbability(stepS) ? (one.side === "right" ? "left" : "right") : one.side;
      const towards = { north: air.northMps / windMps, east: air.eastMps / windMps };
      const down = leeway(object.downwind, windMps, one.downEps);
      const across = leeway(object[side], windMps, one.acrossEps * object[side].sigmaCmps);
      return {
        ...one,
        side,
        position: {
          northM: one.position.northM + stepS * (water.northMps + down * towards.north - across * towards.east),
          eastM: one.position.eastM + stepS * (water.eastMps + down * towards.east + across * towards.north),
        },
      };
    });
    history.push(floating);
  }
  return history.at(-1) ?? [];
};

const times = (work: () => unknown): number =>
  median(
    Array.from({ length: runs }, () => {
      const startMs = performance.now();
      work();
      return performance.now() - startMs;
    }),
  );

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const run = async (): Promise<object> => {
  const simulate = (more: Partial<DriftOptions> = {}) => {
    const random = new Random(3);
    return simulateDrift({
      object,
      from: { place, sigmaM: 200, utcMs: startUtcMs },
      untilUtcMs: startUtcMs + hours * 3_600_000,
      wind,
      current,
      random: () => random.uniform(),
      count,
      stepMs: stepS * 1_000,
      ...more,
    });
  };
  const firstMs = performance.now();
  const drift = simulate();
  const coldMs = performance.now() - firstMs;
  const ms = times(simulate);
  const [gridWind, gridCurrent] = [gridded(wind), gridded(current)];
  const griddedMs = times(() => simulate({ wind: gridWind, current: gridCurrent }));
  const peerMs = times(() => plainObjects(new Random(3)));
  const end = drift.at(drift.untilUtcMs);
  const peer = plainObjects(new Random(4)).map(({ position }) => position);
  const off = Math.hypot(
    mean([...end.northM]) - mean(peer.map(({ northM }) => northM)),
    mean([...end.eastM]) - mean(peer.map(({ eastM }) => eastM)),
  );
  const circle = shareCircles(end, drift.frame, [0.5])[0]?.radiusM ?? 0;
  // Both draw from the same distribution: their means differ by chance alone, a hundredth of the spread each.
  if (!(off < circle / 20)) throw new Error(`The mean is ${off} m off the peer's, with half within ${circle} m.`);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    ms: round(ms),
    coldMs: round(coldMs),
    budgetMs,
    timesBudget: Math.round((ms / budgetMs) * 1000) / 1000,
    ratio: round(peerMs / ms),
    peerMs: round(peerMs),
    /** Wind and current of a grid instead of one place. */
    griddedMs: round(griddedMs),
    particles: count,
    steps,
    meanOffPeerM: Math.round(off),
    halfWithinM: Math.round(circle),
  };
};
