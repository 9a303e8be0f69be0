import { northEastM, offsetLatLon } from "../../shared/geo/local-frame.ts";
import type { CameraBias } from "../../shared/heat/bias/camera-bias.ts";
import { estimateBias, lastingSigma } from "../../shared/heat/bias/estimate-bias.ts";
import { correctedCapture, type PoseCorrection, poseCorrection } from "../../shared/heat/bias/pose-correction.ts";
import type { ReferenceSighting } from "../../shared/heat/bias/reference-sighting.ts";
import { mahalanobisSquared, sigmasM } from "../../shared/heat/covariance.ts";
import { droneSigmas, georeference } from "../../shared/heat/georeference.ts";
import {
  captureSigmaMs,
  drawBias,
  drawFaults,
  type PassFaults,
  referenceSeen,
  seaLevel,
  seenFrom,
  viewOf,
} from "./biased-camera.ts";
import { linghu, m3t } from "./poses.ts";
import type { Random } from "./simulated-pass.ts";

/** A team's own receiver, each axis. */
const teamSigmaM = 1.5;
const passMs = 90_000;

export interface FlightOptions {
  readonly random: Random;
  readonly passes: number;
  /** Pictures of the team in each pass, a second apart. */
  readonly pictures: number;
  /** The bias itself, if it isn't to be drawn. */
  readonly bias?: CameraBias;
}

/** A drone with all errors of the budget flies past a team a few times, from any side; GPS and height stay wrong all along. */
export const flyPastTeams = ({ random, passes, pictures, bias = drawBias(random) }: FlightOptions) => {
  const flight = drawFaults(random);
  const sightings: ReferenceSighting[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const faults = faultsOf(random, flight);
    const team = offsetLatLon(linghu, random.uniform(-200, 200), random.uniform(-200, 200));
    const said = offsetLatLon(team, random.normal(teamSigmaM), random.normal(teamSigmaM));
    const yawRad = random.uniform(0, 2 * Math.PI);
    const look = { heightM: random.uniform(60, 100), depressionRad: random.uniform(0.5, 1.05), yawRad };
    const middle = viewOf(team, { ...look, mps: 6, courseRad: random.uniform(0, 2 * Math.PI) });
    for (let picture = 0; picture < pictures; picture++) {
      const s = picture - (pictures - 1) / 2;
      const from = offsetLatLon(middle.from, (middle.northMps ?? 0) * s, (middle.eastMps ?? 0) * s);
      const seen = referenceSeen({
        ...{ view: { ...middle, from }, place: team, said, bias, faults, random },
        referenceId: `team-${pass}`,
        utcMs: pass * passMs + picture * 1000,
        placeSigmaM: teamSigmaM,
      });
      if (seen) sightings.push(seen);
    }
  }
  const estimate = estimateBias({ sightings, nowUtcMs: passes * passMs });
  return { bias, flight, estimate };
};

/** Attitude errors are others in each pass. */
const faultsOf = (random: Random, { northM, eastM, heightM }: PassFaults): PassFaults => ({
  ...drawFaults(random),
  northM,
  eastM,
  heightM,
});

/** Where the drone then places somebody whom it sees, with and without what it learnt. */
export const placePerson = (random: Random, { bias, flight, estimate }: ReturnType<typeof flyPastTeams>) => {
  const look = {
    heightM: random.uniform(60, 100),
    depressionRad: random.uniform(0.5, 1.4),
    yawRad: random.uniform(0, 2 * Math.PI),
  };
  const view = viewOf(linghu, { ...look, mps: 6, courseRad: random.uniform(0, 2 * Math.PI) });
  const seen = seenFrom({ view, place: linghu, bias, faults: faultsOf(random, flight), random });
  if (seen === undefined) return undefined;
  const correction = poseCorrection({
    manualHeadingRad: 0,
    estimate,
    priorHeadingRad: lastingSigma(droneSigmas.headingRad),
  });
  const place = (believed: PoseCorrection | undefined) => {
    const capture = correctedCapture(0, captureSigmaMs, believed);
    const s = capture.captureMs / 1000;
    const pose = { ...seen.pose, ...offsetLatLon(seen.pose, (view.northMps ?? 0) * s, (view.eastMps ?? 0) * s) };
    const { spot } = seen;
    const placed = georeference({
      ...{ spot, pose, camera: m3t, terrain: seaLevel },
      captureSigmaMs: capture.captureSigmaMs,
      correction: believed,
    });
    if (!placed.located) return undefined;
    const { northM, eastM } = northEastM(placed.position, linghu);
    return {
      errorM: Math.hypot(northM, eastM),
      sigmaM: sigmasM(placed.covariance).majorM,
      holdsTruth: mahalanobisSquared(northM, eastM, placed.covariance) <= 5.991,
    };
  };
  const [before, after] = [place(undefined), place(correction)];
  return before && after ? { before, after } : undefined;
};
