import type { Plan, PlanElement } from "../../../shared/plan/plan.ts";
import { newPlan } from "../../../shared/plan/plan-defaults.ts";
import { heightBands } from "../../../shared/search/patterns/height-bands.ts";
import type { PatternFault } from "../../../shared/search/patterns/pattern.ts";
import { type SearchShare, splitArea } from "../../../shared/search/patterns/split-area.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import { type PatternElement, setHeight } from "./pattern-settings.ts";

/** Usual time in the air of a drone that doesn't say what is left, s. */
const assumedEnduranceS = 20 * 60;

export interface SplitPlans {
  readonly plans: readonly Plan[];
  /** Of the area that nobody can fly, 0 to 1. */
  readonly leftOverFraction: number;
  /** Of vehicles that got nothing. */
  readonly without: readonly string[];
}

export type SplitOutcome =
  | ({ readonly ok: true } & SplitPlans)
  | { readonly ok: false; readonly fault: PatternFault | { readonly code: "no-room" | "not-parallel" } };

export interface SplitInput {
  readonly plan: Plan;
  readonly element: PatternElement;
  readonly vehicles: readonly VehicleView[];
  readonly newId: () => string;
  readonly newPartId: () => string;
  /** "Area, D2" */
  readonly nameFor: (vehicle: VehicleView) => string;
}

/** Time that a vehicle has for a search with the plan's reserve taken off. */
export const enduranceOf = ({ battery, armed }: VehicleView, reserveFraction: number): number => {
  const fraction = battery?.fraction ?? 1;
  const usable = Math.max(0, fraction - reserveFraction);
  const measured = armed ? battery?.remainingS : undefined;
  return measured !== undefined && fraction > 0.05 ? (measured * usable) / fraction : assumedEnduranceS * usable;
};

const shareOf = (vehicle: VehicleView, plan: Plan, speedMps: number): SearchShare => {
  const from = vehicle.home ?? vehicle.position;
  return {
    vehicleId: vehicle.id,
    enduranceS: enduranceOf(vehicle, plan.reserveFraction),
    speedMps,
    ...(from === undefined ? {} : { from: { latDeg: from.latDeg, lonDeg: from.lonDeg } }),
  };
};

/**
 * One plan for each vehicle, with its strip of the area and a height of its own; the lines run the same way in all, and as far
 * apart as planned for the lowest.
 */
export const splitPlan = (input: SplitInput): SplitOutcome => {
  const { plan, element, vehicles } = input;
  const { shape } = element;
  if (!("area" in shape)) return { ok: false, fault: { code: "not-parallel" } };
  const bands = heightBands(vehicles.length, { lowestM: element.height.aglM });
  if (bands === undefined) return { ok: false, fault: { code: "no-room" } };
  const speedMps = element.speedMps ?? plan.speedMps;
  const split = splitArea(
    shape.area,
    vehicles.map((vehicle) => shareOf(vehicle, plan, speedMps)),
    {
      spacingM: shape.spacingM,
      ...(shape.kind === "parallel" && shape.lineHeadingRad !== undefined
        ? { lineHeadingRad: shape.lineHeadingRad }
        : {}),
    },
  );
  if (!split.ok) return split;
  const plans: Plan[] = [];
  const without: string[] = [];
  split.parts.forEach((part, i) => {
    const vehicle = vehicles[i];
    const aglM = bands[i];
    if (vehicle === undefined || aglM === undefined) return;
    if (part.areas.length === 0) {
      without.push(vehicle.name);
      return;
    }
    const patterns = part.areas.map((area): PatternElement => {
      const own: PatternElement = {
        ...element,
        id: input.newPartId(),
        shape: { kind: "parallel", area, lineHeadingRad: split.lineHeadingRad, spacingM: shape.spacingM },
        points: [],
      };
      const raised = setHeight(own, { aglM });
      // As far apart as for the lowest: seams stay where they were cut.
      return { ...raised, shape: own.shape };
    });
    plans.push(planOf(input, vehicle, aglM, patterns));
  });
  return { ok: true, plans, leftOverFraction: split.leftOverFraction, without };
};

const planOf = (input: SplitInput, vehicle: VehicleView, aglM: number, patterns: readonly PlanElement[]): Plan => {
  const { plan, newId, newPartId, nameFor } = input;
  return {
    ...newPlan(vehicle, newId(), nameFor(vehicle).slice(0, 80)),
    altitude: { reference: "ground", m: aglM },
    speedMps: plan.speedMps,
    reserveFraction: plan.reserveFraction,
    fences: plan.fences.map((fence) => ({ ...fence, id: newPartId() })),
    elements: [
      { id: newPartId(), kind: "take-off", altitude: { reference: "home", m: aglM } },
      ...patterns,
      { id: newPartId(), kind: "return" },
    ],
  };
};
