import type { HeatSource, PersonEvidence } from "../../shared/heat/heat-source.ts";
import { degToRad } from "../../shared/units/angle.ts";
import type { Landmark, TerrainView } from "../../shared/wire/feeds.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import {
  buildDog,
  buildHeat,
  buildLink,
  buildSnapshot,
  buildVehicle,
  decided,
  placeAt,
  sceneNowMs,
  sceneUtcMs,
} from "./build-views.ts";

const link = buildLink({ id: "link-1", spec: "udpin:127.0.0.1:0", address: "127.0.0.1:51400", builtIn: true });
const simulation = { mode: "simulation", scenarioName: "Linghu at night", simulationSpeed: 1 } as const;

const logistic = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
/** What is found in the dark is a person one time in eight, in these scenes. */
const prior = -2;

/** A probability and the evidence that it comes of. */
export const judged = (evidence: Omit<PersonEvidence, "prior">): Pick<HeatSource, "personProbability" | "evidence"> => {
  const { network = 0, temperature = 0, size = 0, motion = 0 } = evidence;
  return {
    personProbability: logistic(prior + network + temperature + size + motion),
    evidence: { prior, ...evidence },
  };
};

const crop = (vehicleId: string, version = 1) => ({ vehicleId, version, utcMs: sceneUtcMs - 30_000 });

/** On level ground, because nobody knows the heights. */
const flatAt = (northM: number, eastM: number): HeatSource["location"] => ({
  located: true,
  position: placeAt(northM, eastM),
  covariance: { nn: 90, ne: 20, ee: 70 },
  ellipse95: { semiMajorM: 31, semiMinorM: 19, azimuthRad: degToRad(60) },
  ground: "flat",
});

export const surveyMark: Landmark = {
  id: "mark-1",
  name: "Sluice gate",
  kind: "mark",
  position: placeAt(140, -150),
  sigmaM: 0.5,
};
export const teamPlace: Landmark = {
  id: "team-1",
  name: "Team Li",
  kind: "team",
  position: placeAt(-120, -90),
  sigmaM: 5,
  atUtcMs: sceneUtcMs - 130_000,
};

/** A walker, a car, one of our own, and a picture that nobody judged. */
export const threeSources = (): readonly HeatSource[] => [
  buildHeat(11, {
    ...judged({ network: -2.6, size: -1.4, temperature: 0.2, looks: 1 }),
    crops: [crop("1")],
    sizeM: 3.9,
    contrastK: 14.2,
  }),
  buildHeat(12, {
    ...judged({ network: 2.9, temperature: 1.1, size: 0.7, motion: 0.8, looks: 3 }),
    location: {
      located: true,
      position: placeAt(-60, 120),
      groundMslM: 3.1,
      covariance: { nn: 3.2, ne: 0.6, ee: 2.1 },
      ellipse95: { semiMajorM: 5.8, semiMinorM: 3.4, azimuthRad: degToRad(30) },
    },
    vehicleIds: ["1", "2", "3"],
    crops: [crop("2", 3), crop("1"), crop("3")],
    velocity: { northMps: 0.9, eastMps: 0.8, sigmaMps: 0.2 },
    mergedNumbers: [7, 9],
  }),
  buildHeat(13, {
    ...judged({ network: 1.2, size: 0.2, looks: 1 }),
    location: flatAt(90, 170),
    crops: [crop("2")],
    vehicleIds: ["2"],
  }),
];

const rest = (): readonly HeatSource[] => [
  buildHeat(2, { decision: decided("confirmed", "Li"), ...judged({ network: 3.2, looks: 4 }), crops: [crop("1")] }),
  buildHeat(5, {
    ...judged({ network: 2.2, looks: 2 }),
    identity: { kind: "vehicle", vehicleId: "3" },
    location: { ...threeSources()[1]?.location, located: true, position: placeAt(-40, 30) } as HeatSource["location"],
  }),
  buildHeat(6, {
    markedBy: "Wang",
    decision: decided("confirmed", "Wang"),
    personProbability: 0.9,
    location: { located: false, reason: "no-pose" },
    thumbnailVersion: 0,
  }),
  buildHeat(8, { decision: decided("dismissed", "Li"), ...judged({ network: -2, looks: 2 }) }),
];

const vehicles = () => [
  buildVehicle({
    id: "1",
    correction: {
      manualHeadingRad: degToRad(2.5),
      apply: true,
      estimate: {
        headingRad: { value: degToRad(3.4), sigma: degToRad(0.9) },
        pitchRad: { value: degToRad(-1.2), sigma: degToRad(0.6) },
        timeMs: { value: 130, sigma: 60 },
        sightings: 5,
      },
    },
  }),
  buildVehicle({ id: "2", correction: { manualHeadingRad: 0, apply: false } }),
  buildDog({ id: "3" }),
];

const terrain: TerrainView = {
  kind: "loaded",
  files: [
    { name: "linghu-5m.tif", southDeg: 30.86, westDeg: 120.42, northDeg: 30.88, eastDeg: 120.45, spacingM: 5 },
    { name: "N30E120.hgt", southDeg: 30, westDeg: 120, northDeg: 31, eastDeg: 121, spacingM: 30 },
  ],
};

/** What the thermal eyes' screen must get right: 3 sources, all that a source can be, and 200 at once. */
export const eyesScenes = {
  nothing: () => buildSnapshot({ vehicles: vehicles(), links: [link], station: simulation }),
  three: () =>
    buildSnapshot({
      vehicles: vehicles(),
      heat: threeSources(),
      links: [link],
      landmarks: [surveyMark, teamPlace],
      station: { ...simulation, terrain: { kind: "flat", files: [] } },
    }),
  all: () =>
    buildSnapshot({
      vehicles: vehicles(),
      heat: [...threeSources(), ...rest()],
      links: [link],
      landmarks: [surveyMark, teamPlace],
      station: { ...simulation, examples: 14, terrain },
    }),
  crowded: () =>
    buildSnapshot({
      vehicles: vehicles(),
      heat: Array.from({ length: 200 }, (_, i) =>
        buildHeat(i + 1, {
          ...judged({ network: ((i * 37) % 90) / 10 - 4.5, size: ((i * 11) % 20) / 10 - 1, looks: 1 + (i % 4) }),
          ...(i % 6 === 0 ? { decision: decided(i % 12 === 0 ? "dismissed" : "confirmed") } : {}),
          ...(i % 5 === 1 ? { velocity: { northMps: (i % 3) - 1, eastMps: 1 - (i % 2), sigmaMps: 0.2 } } : {}),
          crops: [crop("1"), ...(i % 3 === 0 ? [crop("2")] : [])],
          lastSeenMs: sceneNowMs - i * 500,
        }),
      ),
      links: [link],
      landmarks: [surveyMark, teamPlace],
      station: { ...simulation, examples: 33, terrain },
    }),
} as const satisfies Readonly<Record<string, () => StateSnapshot>>;
