import { LocalFrame } from "../../shared/geo/local-frame.ts";
import { findConflicts } from "../../shared/plan/deconflict.ts";
import type { PlannedFlight } from "../../shared/plan/planned-flight.ts";
import type { TimedPoint } from "../../shared/plan/timed-path.ts";
import { median } from "./compare.ts";

const budgetMs = 300;
const runs = 15;
const plans = 20;
const items = 200;
const frame = new LocalFrame({ latDeg: 30.5, lonDeg: 103.25 });

/** A sweep of 200 points at 10 m/s; `turnRad` and the offset decide how much it has to do with the others. */
const sweep = (
  n: number,
  { northM, eastM, turnRad, altM }: Record<"northM" | "eastM" | "turnRad" | "altM", number>,
): PlannedFlight => {
  const points: TimedPoint[] = [];
  let [atS, lastNorthM, lastEastM] = [0, 0, 0];
  for (let i = 0; i < items; i += 1) {
    const [along, across] = [(i + 1) % 4 < 2 ? 0 : 900, 30 * Math.floor(i / 2)];
    const [north, east] = [
      along * Math.cos(turnRad) - across * Math.sin(turnRad),
      along * Math.sin(turnRad) + across * Math.cos(turnRad),
    ];
    atS += i === 0 ? 0 : Math.hypot(north - lastNorthM, east - lastEastM) / 10;
    [lastNorthM, lastEastM] = [north, east];
    points.push({ ...frame.toLatLon(northM + north, eastM + east), altMslM: altM, atS, elementId: String(i) });
  }
  return { planId: `plan-${n}`, vehicleId: String(n), path: { points } };
};

const timed = (flights: readonly PlannedFlight[]): { readonly ms: number; readonly conflicts: number } => {
  const times: number[] = [];
  let conflicts = 0;
  for (let i = 0; i < runs; i += 1) {
    const startMs = performance.now();
    conflicts = findConflicts(flights).length;
    times.push(performance.now() - startMs);
  }
  return { ms: Math.round(median(times) * 10) / 10, conflicts };
};

/**
 * 20 plans of 200 items: searches side by side, each turned a little; all over one place at one height, each turned; and all
 * twenty in each other's way all the time. The slowest of them counts.
 */
export const run = async (): Promise<object> => {
  const all = Array.from({ length: plans }, (_, n) => n);
  const usual = timed(
    all.map((n) =>
      sweep(n, { northM: 700 * (n % 5), eastM: 2000 * Math.floor(n / 5), turnRad: n / 10, altM: 600 + 10 * (n % 3) }),
    ),
  );
  const crowded = timed(all.map((n) => sweep(n, { northM: 0, eastM: 0, turnRad: (n * Math.PI) / 10, altM: 600 })));
  const together = timed(all.map((n) => sweep(n, { northM: n, eastM: 0, turnRad: 0, altM: 600 })));
  const ms = Math.max(usual.ms, crowded.ms, together.ms);
  return { ms, budgetMs, timesBudget: Math.round((ms / budgetMs) * 1000) / 1000, usual, crowded, together };
};
