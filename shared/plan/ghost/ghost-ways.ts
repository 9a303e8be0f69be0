import type { LocalFrame } from "../../geo/local-frame.ts";
import { planeDistanceM } from "../../geo/polygon.ts";
import type { GhostSpeeds } from "./ghost-speeds.ts";
import { type GhostLeg, type GhostPlace, type GhostTrack, legTo } from "./ghost-track.ts";
import type { LastSeen } from "./last-seen.ts";
import { isGround } from "./lost-link-action.ts";

/** What all expected ways of one vehicle are built from. */
export interface GhostWorld {
  readonly seen: LastSeen;
  readonly frame: LocalFrame;
  readonly speeds: GhostSpeeds;
  readonly home: GhostPlace | undefined;
}

/** Stays where it is: in the air, or on its legs. */
export const holdTrack = (from: GhostPlace): GhostTrack => ({ from, legs: [], endPhase: "holding" });

const waits = (to: GhostPlace, waitS: number, phase: GhostLeg["phase"]): GhostLeg => ({
  to,
  moveS: 0,
  turnS: 0,
  waitS,
  phase,
});

/** Up or down on the spot. */
const vertical = (to: GhostPlace, moveS: number, phase: GhostLeg["phase"]): GhostLeg => ({
  to,
  moveS,
  turnS: 1,
  waitS: 0,
  phase,
});

/** Down to the ground on the spot, slowly at the end. */
const landLegs = ({ speeds, home, seen, frame }: GhostWorld, from: GhostPlace): readonly GhostLeg[] => {
  const { latDeg, lonDeg } = frame.toLatLon(from.northM, from.eastM);
  const groundMslM = seen.terrain?.heightMslM(latDeg, lonDeg) ?? home?.altMslM;
  if (from.altMslM === undefined || groundMslM === undefined) return [waits(from, 60, "landing")];
  const heightM = Math.max(0, from.altMslM - groundMslM);
  const slowM = Math.min(heightM, speeds.slowBelowM);
  const downS = (heightM - slowM) / speeds.descendMps + slowM / speeds.landMps;
  return [vertical({ ...from, altMslM: groundMslM }, downS, "landing")];
};

/** Lands where it is. */
export const landTrack = (world: GhostWorld, from: GhostPlace): GhostTrack => ({
  from,
  legs: landLegs(world, from),
  endPhase: "landed",
});

/** Up to the return height where it is lower, straight home, and down; a robot walks home and stands there. */
export const returnTrack = (world: GhostWorld, from: GhostPlace): GhostTrack =>
  world.home === undefined ? holdTrack(from) : homewards(world, from, [world.home]);

/** Back along the way it came, as far as that is known. */
export const retraceTrack = (world: GhostWorld, from: GhostPlace): GhostTrack => {
  const { seen, frame, home } = world;
  if (home === undefined) return holdTrack(from);
  const trail = (seen.trail ?? []).toReversed().map((place) => ({ ...frame.toNorthEast(place), ...heightOf(from) }));
  const far = trail.filter((place, i) => planeDistanceM(place, trail[i - 1] ?? from) > 1);
  return homewards(world, from, [...far, home], { climbs: false });
};

const heightOf = ({ altMslM }: GhostPlace): { readonly altMslM?: number } => (altMslM === undefined ? {} : { altMslM });

const homewards = (
  world: GhostWorld,
  from: GhostPlace,
  places: readonly GhostPlace[],
  { climbs } = { climbs: true },
): GhostTrack => {
  const { speeds, home, seen } = world;
  const isWalking = isGround(seen);
  const legs: GhostLeg[] = [];
  let at = from;
  if (climbs && !isWalking && home?.altMslM !== undefined && at.altMslM !== undefined) {
    const cone = planeDistanceM(from, home) * speeds.returnCone;
    const crossMslM = Math.max(at.altMslM, home.altMslM + Math.min(speeds.returnHeightM, Math.max(cone, 2)));
    if (crossMslM > at.altMslM + 0.5) {
      const up = { ...at, altMslM: crossMslM };
      legs.push(vertical(up, (crossMslM - at.altMslM) / speeds.climbMps, "returning"));
      at = up;
    }
  }
  for (const place of places) {
    const to = { northM: place.northM, eastM: place.eastM, ...heightOf(isWalking ? place : at) };
    legs.push(legTo(at, to, { mps: speeds.returnMps, turnS: speeds.turnS, phase: "returning" }));
    at = to;
  }
  if (isWalking || seen.vehicle.kind === "fixed-wing") return { from, legs, endPhase: "holding" };
  legs.push(waits(at, speeds.waitAboveHomeS, "returning"), ...landLegs(world, at));
  return { from, legs, endPhase: "landed" };
};

/** To where it was told to go, and stays there. */
export const goToTrack = (world: GhostWorld, from: GhostPlace, to: GhostPlace): GhostTrack => ({
  from,
  legs: [legTo(from, to, { mps: world.speeds.cruiseMps, turnS: world.speeds.turnS, phase: "holding" })],
  endPhase: "holding",
});
