import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { StepName } from "../../../shared/incident/incident-event.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { ThingsByKind } from "../../stores/incident-store.ts";

const assignmentStates = ["sent", "accepted", "on-the-way", "on-scene"] as const satisfies readonly StepName[];
export type AssignmentState = (typeof assignmentStates)[number];

/** A job that somebody has and hasn't done yet. */
export interface OpenAssignment {
  readonly id: string;
  readonly number: number | undefined;
  /** "team/ID", "person/ID" or "vehicle/ID". */
  readonly who: string;
  readonly segmentIds: readonly string[];
  readonly place: LatLon | undefined;
  readonly clueId: string | undefined;
  readonly heatId: string | undefined;
  readonly state: AssignmentState;
}

const isOver = (step: StepName): boolean => step === "done" || step === "cancelled" || step === "declined";

/** @returns undefined for one that is over, or that nobody has */
const openAssignment = (thing: Thing<"assignment">): OpenAssignment | undefined => {
  const { to, segmentIds = [], place, clueId, heatId, number } = thing.fields;
  if (to === undefined || thing.steps.some(({ step }) => isOver(step))) return undefined;
  const state = assignmentStates.findLast((name) => thing.steps.some(({ step }) => step === name)) ?? "sent";
  return { id: thing.id, number, who: `${to.kind}/${to.id}`, segmentIds, place, clueId, heatId, state };
};

export const openAssignments = (things: ThingsByKind): readonly OpenAssignment[] =>
  Object.values(things.assignment).flatMap((thing) => openAssignment(thing) ?? []);
