import type { LocalPlane } from "../local-plane.ts";
import type { ReturnPlan } from "./flight.ts";
import type { FlightRules } from "./flight-rules.ts";
import type { MissionItem } from "./mission-item.ts";
import type { ParameterTable } from "./parameter-table.ts";

interface Place {
  readonly eastM: number;
  readonly northM: number;
}

/** Home, or the nearest rally point where there are some. */
export const planReturn = (from: {
  readonly at: Place;
  readonly home: Place & { readonly altMslM: number };
  readonly rally: readonly MissionItem[];
  readonly plane: LocalPlane;
  readonly rules: FlightRules;
  readonly parameters: ParameterTable;
}): ReturnPlan => {
  const { at, home, rules, parameters } = from;
  const returnM = parameters.number(rules.parameter.returnHeight, 0) * rules.heightUnitM;
  const places = [
    ...from.rally.map((item) => ({
      ...from.plane.toLocal({ latDeg: item.x / 1e7, lonDeg: item.y / 1e7 }),
      heightM: item.z,
    })),
    { eastM: home.eastM, northM: home.northM, heightM: returnM },
  ];
  const away = (place: Place) => Math.hypot(place.eastM - at.eastM, place.northM - at.northM);
  const target = places.reduce((best, place) => (away(place) < away(best) ? place : best));
  const waitS = parameters.number("RTL_LOIT_TIME", 0) / 1000;
  return { target, viaMslM: home.altMslM + target.heightM, waitS };
};
