import { directGeodesic, inverseGeodesic } from "../geo/geodesic.ts";
import type { LatLon } from "../geo/lat-lon.ts";
import { missionCommand, plainItem } from "./mission-commands.ts";
import type { MissionDraft } from "./mission-draft.ts";
import type { PlanElement } from "./plan.ts";

type Orbit = Extract<PlanElement, { readonly kind: "orbit" }>;

const pointsPerTurn = 12;
/** A chord of these is 0.3 % shorter than its arc. */
const shownPerTurn = 24;
const mostShownPoints = 5000;
/** ArduPilot keeps the radius in 8 bits, of metres or of tens of metres, and the turns in 8 bits. */
const mostWholeRadiusM = 255;
const mostRadiusM = 2550;
const mostTurns = 255;

/** An orbit as its firmware has it: LOITER_TURNS with ArduPilot in the air; points on the circle for PX4 and on the ground. */
export const compileOrbit = (orbit: Orbit, draft: MissionDraft) => {
  if (draft.isArduPilot && draft.flies) addTurns(orbit, draft);
  else addRing(orbit, draft);
  draft.place = entryPoint(orbit, draft.place);
};

const addTurns = (orbit: Orbit, draft: MissionDraft) => {
  const { id, radiusM, turns, clockwise } = orbit;
  if (radiusM > mostRadiusM)
    return draft.tell("error", "orbit-too-large", id, { radius: Math.round(radiusM), most: mostRadiusM });
  const step = radiusM > mostWholeRadiusM ? 10 : 1;
  const storedM = Math.max(1, Math.round(radiusM / step) * step);
  const storedTurns = Math.min(mostTurns, turns < 1 ? Math.ceil(turns * 256) / 256 : Math.ceil(turns));
  if (storedM !== radiusM)
    draft.tell("warning", "rounded-radius", id, { from: Math.round(radiusM * 10) / 10, to: storedM });
  if (storedTurns !== turns) draft.tell("warning", "rounded-turns", id, { from: turns, to: storedTurns });
  const params = [storedTurns, 0, clockwise ? storedM : -storedM, 0] as const;
  draft.addPlaced(id, missionCommand.loiterTurns, orbit.centre, orbit.altitude ?? draft.plan.altitude, params);
};

const addRing = (orbit: Orbit, draft: MissionDraft) => {
  const altitude = orbit.altitude ?? draft.plan.altitude;
  const whole = Math.floor(orbit.turns);
  const places = ringPoints(orbit, draft.place);
  const first = draft.nextSeq;
  const add = (count: number) => {
    for (let i = 0; i < count; i++) {
      const place = places[i % pointsPerTurn];
      if (place !== undefined) draft.addWaypoint(orbit.id, place, altitude);
    }
  };
  if (whole > 0) add(pointsPerTurn);
  if (whole > 1) draft.add(orbit.id, plainItem(missionCommand.jump, [first, whole - 1, 0, 0]));
  // The rest of a turn, and the point that closes it.
  add(Math.round((orbit.turns - whole) * pointsPerTurn) + 1);
};

/** Where a vehicle that comes from `from` meets the circle: its nearest point; its northernmost where nothing is known. */
export const entryPoint = ({ centre, radiusM }: Pick<Orbit, "centre" | "radiusM">, from: LatLon | undefined): LatLon =>
  directGeodesic(centre, from === undefined ? 0 : inverseGeodesic(centre, from).azimuthRad, radiusM);

/** All of an orbit's points after the one where it begins, for showing and timing; the last one where it ends. */
export const orbitPoints = (orbit: Omit<Orbit, "id" | "kind">, from: LatLon | undefined): readonly LatLon[] => {
  const entryRad = from === undefined ? 0 : inverseGeodesic(orbit.centre, from).azimuthRad;
  const turnRad = (orbit.clockwise ? 1 : -1) * 2 * Math.PI;
  const count = Math.min(mostShownPoints, Math.max(1, Math.ceil(orbit.turns * shownPerTurn)));
  return Array.from({ length: count }, (_, i) =>
    directGeodesic(orbit.centre, entryRad + (turnRad * orbit.turns * (i + 1)) / count, orbit.radiusM),
  );
};

/** One turn's points, the first where a vehicle from `from` meets the circle, in the direction of the orbit. */
const ringPoints = (
  orbit: Pick<Orbit, "centre" | "radiusM" | "clockwise">,
  from: LatLon | undefined,
): readonly LatLon[] => {
  const entryRad = from === undefined ? 0 : inverseGeodesic(orbit.centre, from).azimuthRad;
  const stepRad = ((orbit.clockwise ? 1 : -1) * 2 * Math.PI) / pointsPerTurn;
  return Array.from({ length: pointsPerTurn }, (_, i) =>
    directGeodesic(orbit.centre, entryRad + i * stepRad, orbit.radiusM),
  );
};
