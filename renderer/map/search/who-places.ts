import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Step } from "../../../shared/incident/thing.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { teamColour, teamSign } from "../../stores/team-look.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";

/** Older than this a place is old news; after the second the silence is an alarm (RadioLog's default; sar.md 6). */
const staleAfterMs = 5 * 60_000;
const silentAfterMs = 30 * 60_000;

/** How a team or a person stands: "help" called and not yet answered. */
export type Standing = "heard" | "stale" | "silent" | "help";

/** @param fix when they were last where they are drawn, UTC */
export const standingOf = (
  steps: readonly Step[],
  fixUtcMs: number,
  utcMs: number,
  options: { readonly expected: boolean },
): Standing => {
  if (callsForHelp(steps)) return "help";
  const ageMs = utcMs - fixUtcMs;
  // Whoever is off or resting needn't be heard of.
  if (ageMs > silentAfterMs && options.expected) return "silent";
  return ageMs > staleAfterMs ? "stale" : "heard";
};

/** Called, and nobody has said since that it is over. */
export const callsForHelp = (steps: readonly Step[]): boolean => {
  const called = steps.findLastIndex(({ step }) => step === "called-for-help");
  if (called < 0) return false;
  return !steps.slice(called + 1).some(({ step }) => step === "done" || step === "cancelled" || step === "answered");
};

/** Who may be drawn: where, in what colour, with what sign. By "team/ID", "person/ID" or "vehicle/ID". */
export interface WhoLook {
  readonly place: LatLon;
  readonly colour: string;
  readonly sign: string;
  readonly name: string;
}

export const whoLook = (stores: Stores, who: string): WhoLook | undefined => {
  const [kind, id = ""] = who.split("/");
  if (kind === "vehicle") {
    const vehicle = stores.fleet.getState().byId[id];
    if (vehicle?.position === undefined) return undefined;
    const { name } = vehicle;
    return { place: vehicle.position, colour: vehicleColour(vehicle.colourIndex), sign: name, name };
  }
  const { things, whereabouts } = stores.incident.getState();
  const place = whereabouts[who];
  if (place === undefined) return undefined;
  if (kind === "team") {
    const name = things.team[id]?.fields.name ?? "?";
    return { place, colour: teamColour(id), sign: teamSign(name), name };
  }
  const person = things.person[id];
  const name = person?.fields.name ?? "?";
  return { place, colour: teamColour(person?.fields.teamId ?? id), sign: teamSign(name), name };
};
