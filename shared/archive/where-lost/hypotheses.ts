import { type Disc, hullAround } from "../../geo/convex-hull.ts";
import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import { type GhostSpeeds, ghostSpeeds } from "../../plan/ghost/ghost-speeds.ts";
import type { LastSeen } from "../../plan/ghost/last-seen.ts";
import { isGround } from "../../plan/ghost/lost-link-action.ts";
import { lowBatteryOf } from "../../plan/ghost/low-battery.ts";
import { GhostPredictor } from "../../plan/ghost/predict-ghost.ts";
import { performanceOf } from "../../plan/performance.ts";
import type { Ghost } from "../../vehicle/ghost.ts";
import type { LostHypothesis } from "./lost-vehicle.ts";

/** Standard gravity, m/s². */
const gravityMps2 = 9.80665;
/** What a wing without motor goes ahead for each metre down: usual for drones with fixed wings. */
const glideRatio = 10;
/** Someone may have carried it, or it rolled. */
const atRestM = 20;

/** What the hypotheses are made of. */
export interface LostSituation {
  readonly seen: LastSeen;
  readonly place: LatLon;
  readonly withinM: number;
  /** Above the ground, or above home where that isn't known; undefined: neither is. */
  readonly heightM: number | undefined;
  readonly isHeightAboveGround: boolean;
  readonly afterS: number;
}

class Drawing {
  readonly #frame: LocalFrame;
  readonly northMps: number;
  readonly eastMps: number;

  constructor({ place, seen }: LostSituation) {
    this.#frame = new LocalFrame(place);
    this.northMps = seen.vehicle.velocity?.northMps ?? 0;
    this.eastMps = seen.vehicle.velocity?.eastMps ?? 0;
  }

  get speedMps(): number {
    return Math.hypot(this.northMps, this.eastMps);
  }

  /** After so long at its last velocity. */
  ahead(s: number): LatLon {
    return this.#frame.toLatLon(this.northMps * s, this.eastMps * s);
  }

  /** Around the way straight ahead, as wide at its end as it says. */
  corridor(s: number, withinM: number, endM: number): readonly LatLon[] {
    return this.#hull([
      { northM: 0, eastM: 0, radiusM: withinM },
      { northM: this.northMps * s, eastM: this.eastMps * s, radiusM: endM },
    ]);
  }

  around(radiusM: number): readonly LatLon[] {
    return this.#hull([{ northM: 0, eastM: 0, radiusM }]);
  }

  between(to: LatLon, withinM: number): readonly LatLon[] {
    return this.#hull([
      { northM: 0, eastM: 0, radiusM: withinM },
      { ...this.#frame.toNorthEast(to), radiusM: withinM },
    ]);
  }

  /** The farthest of some places from the last known one. */
  reachM(places: readonly LatLon[]): number {
    const distances = places.map((place) => {
      const { northM, eastM } = this.#frame.toNorthEast(place);
      return Math.hypot(northM, eastM);
    });
    return Math.max(0, ...distances);
  }

  #hull(discs: readonly Disc[]): readonly LatLon[] {
    return hullAround(discs).map(({ northM, eastM }) => this.#frame.toLatLon(northM, eastM));
  }
}

const heightWords = ({ isHeightAboveGround }: LostSituation): string =>
  isHeightAboveGround
    ? "its own height above the ground"
    : "level ground at the height of home: where it is lower, it fell farther";

/** How long something falls from a height, without drag, s. */
const fallS = (heightM: number, downMps: number): number =>
  (-downMps + Math.sqrt(downMps * downMps + 2 * gravityMps2 * Math.max(0, heightM))) / gravityMps2;

const fell = (situation: LostSituation, drawing: Drawing): LostHypothesis | undefined => {
  const { heightM, seen, place, withinM } = situation;
  if (heightM === undefined || heightM <= 0) return undefined;
  const s = fallS(heightM, seen.vehicle.velocity?.downMps ?? 0);
  const { wind } = seen.vehicle;
  const driftM = (wind?.speedMps ?? 0) * s;
  const end = drawing.ahead(s);
  const region = drawing.corridor(s, withinM, withinM + driftM);
  return {
    kind: "fell",
    words: `Fell where it was last heard: at most ${Math.round(drawing.speedMps * s)} m ahead after ${s.toFixed(1)} s.`,
    formula: `t = (-v_down + sqrt(v_down² + 2 g h)) / g with h = ${Math.round(heightM)} m; ahead at most v t; sideways wind times t`,
    assumes: [
      "no lift and no drag: with drag it lies nearer than the far end",
      heightWords(situation),
      wind === undefined
        ? "no wind, because none was measured"
        : `wind of ${wind.speedMps.toFixed(1)} m/s as it measured`,
    ],
    place: end,
    path: [place, end],
    region,
    reachM: drawing.reachM(region),
  };
};

const glided = (situation: LostSituation, drawing: Drawing): LostHypothesis | undefined => {
  const { heightM, seen, withinM } = situation;
  const { kind } = seen.vehicle;
  if (heightM === undefined || heightM <= 0 || (kind !== "fixed-wing" && kind !== "vtol")) return undefined;
  const reachM = heightM * glideRatio + withinM;
  return {
    kind: "glided",
    words: `Glided down without its motor: within ${Math.round(reachM)} m.`,
    formula: `radius = h times ${glideRatio}, h = ${Math.round(heightM)} m`,
    assumes: [`a glide ratio of ${glideRatio}`, "no wind", heightWords(situation)],
    region: drawing.around(reachM),
    reachM,
  };
};

const flewOn = ({ place, withinM, afterS, seen }: LostSituation, drawing: Drawing): LostHypothesis | undefined => {
  if (drawing.speedMps < 1) return undefined;
  const s = Math.min(afterS, lowBatteryOf(seen).emptyS);
  const end = drawing.ahead(s);
  // A tenth of the way to either side: headings are kept no better over minutes of wind.
  const region = drawing.corridor(s, withinM, withinM + 0.1 * drawing.speedMps * s);
  return {
    kind: "flew-on",
    words: `Went on as it last went, ${drawing.speedMps.toFixed(1)} m/s, for ${Math.round(s)} s: ${Math.round(drawing.speedMps * s)} m ahead.`,
    formula:
      "place + last velocity over ground times the time, until its battery is empty; a tenth of the way to either side",
    assumes: ["same course and speed", "nothing made it turn, climb or stop"],
    place: end,
    path: [place, end],
    region,
    reachM: drawing.reachM(region),
  };
};

const returned = (situation: LostSituation, drawing: Drawing, speeds: GhostSpeeds): LostHypothesis | undefined => {
  const { seen, place, withinM, afterS } = situation;
  const { home } = seen.vehicle;
  if (home === undefined) return undefined;
  const to = { latDeg: home.latDeg, lonDeg: home.lonDeg };
  const wayM = drawing.reachM([to]);
  const mps = Math.max(0.1, speeds.returnMps);
  const region = drawing.between(to, withinM + 15);
  const share = wayM === 0 ? 1 : Math.min(1, (mps * afterS) / wayM);
  const end = {
    latDeg: place.latDeg + share * (to.latDeg - place.latDeg),
    lonDeg: place.lonDeg + share * (to.lonDeg - place.lonDeg),
  };
  return {
    kind: "returned",
    words: `Returned towards home, ${Math.round(wayM)} m away: there ${Math.round(wayM / mps)} s after it was last seen, or down somewhere on that line.`,
    formula: `straight line to home at ${mps.toFixed(1)} m/s`,
    assumes: [
      "home as it last said it",
      "a speed as its parameters say, or as it went, or as such vehicles do",
      "nothing in the way at its return height",
    ],
    place: end,
    path: [place, to],
    region,
    reachM: drawing.reachM(region),
  };
};

const anywhere = (situation: LostSituation, drawing: Drawing, speeds: GhostSpeeds): LostHypothesis => {
  const { seen, withinM, afterS } = situation;
  const { kind, autopilot, wind } = seen.vehicle;
  const { airMps } = performanceOf(kind, autopilot);
  const windMps = isGround(seen) ? 0 : (wind?.speedMps ?? 0);
  const fastest = Math.max(drawing.speedMps, speeds.cruiseMps, (Number.isFinite(airMps) ? airMps : 0) + windMps);
  const s = Math.min(afterS, lowBatteryOf(seen).emptyS);
  const reachM = fastest * s + withinM;
  return {
    kind: "anywhere",
    words: `Somewhere it can have reached at all: within ${Math.round(reachM)} m.`,
    formula: `radius = fastest speed (${fastest.toFixed(1)} m/s) times ${Math.round(s)} s`,
    assumes: [
      "the fastest such a vehicle goes, wind included, in one direction until its battery is empty",
      "its battery lasts no longer than half as long again as was expected",
    ],
    region: drawing.around(reachM),
    reachM,
  };
};

const stayed = ({ place, withinM }: LostSituation, drawing: Drawing): LostHypothesis => ({
  kind: "stayed",
  words: "It was disarmed when it was last heard: it is where it was.",
  formula: `its position's error and ${atRestM} m`,
  assumes: ["nobody carried it away, and it didn't roll or drift"],
  place,
  region: drawing.around(withinM + atRestM),
  reachM: withinM + atRestM,
});

const expectedWords = ({ phase, failsafe, assumed }: Ghost): string => {
  const act =
    failsafe.action === "unknown" ? "what its failsafe does is not known" : `its failsafe is to ${failsafe.action}`;
  const sure = failsafe.known ? "as its parameters say" : "which is an assumption";
  const why = assumed === "low-battery" ? " Its battery is low by then." : "";
  return `As expected of it: ${phase}; ${act}, ${sure}.${why}`;
};

const asExpected = ({ seen, afterS, place }: LostSituation, drawing: Drawing): LostHypothesis | undefined => {
  const predictor = GhostPredictor.of(seen);
  if (predictor === undefined) return undefined;
  const begun = predictor.at(seen.lostMs);
  const ghost = predictor.at(seen.lostMs + afterS * 1000);
  return {
    kind: "as-expected",
    words: expectedWords(ghost),
    formula:
      "the live station's ghost: mission, failsafe and low-battery action by its parameters, at its speeds; the region holds 95 %",
    assumes: [
      "it flies as its plan and its failsafes say",
      ghost.failsafe.known
        ? "its parameters as they were last heard"
        : "failsafes as the firmware has them out of the box",
    ],
    place: { latDeg: ghost.latDeg, lonDeg: ghost.lonDeg },
    path: [place, ...begun.path],
    region: ghost.region,
    reachM: drawing.reachM(ghost.region),
  };
};

/** Words of autopilots that are about to fall. */
const alarming = /crash|parachute|thrust loss|motor fail|esc fail|lost motor|flip/i;
const fallingMps = 5;
const recentMs = 15_000;

const isFalling = ({ seen: { vehicle, lostMs } }: LostSituation): boolean =>
  vehicle.systemStatus === "emergency" ||
  (vehicle.velocity?.downMps ?? 0) > fallingMps ||
  vehicle.statusTexts.some(({ text, atMs }) => alarming.test(text) && lostMs - atMs < recentMs);

/** What may have become of a vehicle, the likeliest first. */
export const hypothesesOf = (situation: LostSituation): readonly LostHypothesis[] => {
  const drawing = new Drawing(situation);
  const { seen } = situation;
  if (!seen.vehicle.armed) return [stayed(situation, drawing)];
  const speeds = ghostSpeeds(seen);
  const fall = isGround(seen) ? [] : [fell(situation, drawing), glided(situation, drawing)];
  const expected = asExpected(situation, drawing);
  const others = [
    flewOn(situation, drawing),
    returned(situation, drawing, speeds),
    anywhere(situation, drawing, speeds),
  ];
  const ordered = isFalling(situation) ? [...fall, expected, ...others] : [expected, ...fall, ...others];
  return ordered.filter((one) => one !== undefined);
};
