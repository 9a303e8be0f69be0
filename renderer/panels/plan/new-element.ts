import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { editPlan } from "../../../shared/plan/edit-plan.ts";
import type { Plan, PlanCamera, PlanElement } from "../../../shared/plan/plan.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import type { PlanPart } from "../../stores/plan-edit-store.ts";

const endsIt = ({ kind }: PlanElement): boolean => kind === "return" || kind === "land";

/**
 * Where a new element goes: behind the one that is worked at, else at the end, but never behind a return or a landing; a
 * take-off to the front.
 */
export const insertIndex = (plan: Plan, part: PlanPart | undefined, kind: PlanElement["kind"]): number => {
  const { elements } = plan;
  if (kind === "take-off") return 0;
  const end = elements.findIndex(endsIt);
  const last = end < 0 ? elements.length : end;
  if (kind === "return" || kind === "land") return elements.length;
  const at = part?.kind === "element" ? elements.findIndex(({ id }) => id === part.id) : -1;
  return at < 0 ? last : Math.min(at + 1, last);
};

/** The plan with elements put where they belong, in their order. */
export const insertElements = (plan: Plan, part: PlanPart | undefined, added: readonly PlanElement[]): Plan => {
  const [first] = added;
  if (first === undefined) return plan;
  const index = insertIndex(plan, part, first.kind);
  return added.reduce((now, element, i) => editPlan(now, { kind: "insert", element, index: index + i }), plan);
};

export const newPoint = (id: string, position: LatLon): PlanElement => ({ id, kind: "point", position });

/** Kinds that need nothing shown on the map. */
export const plainKinds = ["take-off", "return", "land", "speed", "gimbal", "loop"] as const;
export type PlainKind = (typeof plainKinds)[number];

/** One of them as it begins; undefined where there is nothing for it to do (a loop without anything to go back to). */
export const newPlain = (id: string, kind: PlainKind, plan: Plan): PlanElement | undefined => {
  switch (kind) {
    case "take-off":
      return {
        id,
        kind,
        altitude: { reference: "home", m: plan.altitude.reference === "home" ? plan.altitude.m : 30 },
      };
    case "return":
    case "land":
      return { id, kind };
    case "speed":
      return { id, kind, speedMps: plan.speedMps };
    case "gimbal":
      return { id, kind, pitchRad: degToRad(-90), yawRad: 0 };
    case "loop": {
      const target = plan.elements.find((element) => element.kind === "point" || element.kind === "pattern");
      return target === undefined ? undefined : { id, kind, toElementId: target.id, times: 3 };
    }
  }
};

/** What a vehicle's new area is planned for: as its last one was. */
export const lastCamera = (plan: Plan, usual: PlanCamera): PlanCamera =>
  plan.elements.reduce<PlanCamera>(
    (camera, element) => (element.kind === "pattern" && element.camera !== undefined ? element.camera : camera),
    usual,
  );

/** "Plan 3": the first number that no plan has. */
export const freeName = (names: readonly string[], nameOf: (n: number) => string): string => {
  let n = 1;
  while (names.includes(nameOf(n))) n += 1;
  return nameOf(n);
};
