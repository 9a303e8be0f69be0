import type { LatLon } from "../../geo/lat-lon.ts";
import type { Altitude } from "../../units/altitude.ts";
import type { Plan, PlanElement } from "../plan.ts";
import type { PlanNotes } from "./plan-note.ts";

/** A place on a plan's way. */
export interface DrawnPoint extends LatLon {
  readonly altitude: Altitude;
}

/** A plan as maps of other programs can have it: the way from place to place. */
export const drawnPath = (plan: Plan, notes: PlanNotes): readonly DrawnPoint[] =>
  plan.elements.flatMap((element) => drawn(element, plan, notes));

const drawn = (element: PlanElement, plan: Plan, notes: PlanNotes): readonly DrawnPoint[] => {
  switch (element.kind) {
    case "point": {
      const { position, altitude, delayS, speedMps, action } = element;
      if (delayS !== undefined || speedMps !== undefined || action !== undefined)
        notes.add("settings-left-out", { what: element.kind });
      return [{ ...position, altitude: altitude ?? plan.altitude }];
    }
    case "pattern":
      notes.add("path-only", { what: element.shape.kind });
      return element.points.map(({ latDeg, lonDeg, altMslM }) => ({
        ...{ latDeg, lonDeg },
        altitude: altMslM === undefined ? plan.altitude : { reference: "msl", m: altMslM },
      }));
    case "orbit":
      notes.add("path-only", { what: element.kind });
      return [{ ...element.centre, altitude: element.altitude ?? plan.altitude }];
    default:
      notes.add("unsupported-item", {
        what: element.kind === "other" ? `command ${element.item.command}` : element.kind,
      });
      return [];
  }
};

/** Height above mean sea level, m, where home's own height makes it known. */
export const drawnMslM = ({ altitude }: DrawnPoint, { plannedHome }: Pick<Plan, "plannedHome">): number | undefined => {
  if (altitude.reference === "msl") return altitude.m;
  if (altitude.reference !== "home" || plannedHome?.altMslM === undefined) return undefined;
  return plannedHome.altMslM + altitude.m;
};
