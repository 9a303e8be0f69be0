import { isInside } from "../../../hardware/simulator/landscape/geometry.ts";
import type { Landscape } from "../../../hardware/simulator/landscape/landscape.ts";
import { LocalPlane } from "../../../hardware/simulator/local-plane.ts";
import type { Scenario } from "../../../hardware/simulator/scenario.ts";
import { SeededRandom } from "../../../hardware/simulator/seeded-random.ts";
import { buildWorld, type World } from "../../../hardware/simulator/world.ts";

export interface Variation {
  readonly scenario: Scenario;
  readonly world: World;
}

/** Part of what both drones of the built-in scenario search in the first three minutes, from its first survey's corner, m. */
const searched = { eastM: [0, 105], northM: [30, 250] } as const;

/**
 * The built-in search in another country: another landscape, the person elsewhere (by a ditch in half of them), lying
 * otherwise, more or less hidden and warm, with the decoys near by shuffled. The person lies where a drone can see the ground.
 * With an even seed the second drone crosses the person's place too, from another side.
 */
export const varyScenario = (base: Scenario, seed: number): Variation => {
  const plane = new LocalPlane(base.centre);
  const random = new SeededRandom(seed, "variation");
  for (let attempt = 0; attempt < 60; attempt++) {
    const scenario = shuffled(base, plane, random, seed);
    const world = buildWorld(scenario);
    const { eastM, northM } = world.person;
    const aim = plane.toLocal(scenario.person);
    const near = Math.hypot(eastM - aim.eastM, northM - aim.northM) < 30;
    if (near && isOpen(world.landscape, eastM, northM)) return { scenario, world };
  }
  throw new Error(`Found no open place for the person in 60 attempts with seed ${seed}.`);
};

const shuffled = (base: Scenario, plane: LocalPlane, random: SeededRandom, seed: number): Scenario => {
  const survey = base.vehicles.find((vehicle) => vehicle.mission.kind === "survey")?.mission;
  if (survey?.kind !== "survey") throw new Error("The scenario has no survey.");
  const corner = plane.toLocal(survey.corner);
  const eastM = corner.eastM + random.range(...searched.eastM);
  const northM = corner.northM + random.range(...searched.northM);
  const around = (awayM: number) => {
    const angle = random.range(0, 2 * Math.PI);
    return plane.toLatLon(eastM + awayM * Math.sin(angle), northM + awayM * Math.cos(angle));
  };
  return {
    ...base,
    terrain: { ...base.terrain, seed: 100 + (seed % 1000) },
    person: {
      ...plane.toLatLon(eastM, northM),
      headingDeg: random.range(0, 360),
      beside: random.next() < 0.5 ? "ditch" : "nothing",
      hiddenFraction: random.range(0, 0.5),
      contrastK: random.range(3.5, 7),
    },
    vehicles: base.vehicles.map((vehicle) => {
      const { mission } = vehicle;
      if (seed % 2 !== 0 || mission.kind !== "survey" || mission === survey) return vehicle;
      const lineHeadingDeg = random.range(0, 360);
      const along = (lineHeadingDeg * Math.PI) / 180;
      // The person lies somewhere between the second and third of its four lines.
      const [back, aside] = [random.range(50, 90), random.range(45, 65)];
      const [e, n] = [
        back * Math.sin(along) + aside * Math.cos(along),
        back * Math.cos(along) - aside * Math.sin(along),
      ];
      const corner = plane.toLatLon(eastM - e, northM - n);
      return { ...vehicle, mission: { ...mission, corner, lineHeadingDeg, lineLengthM: 140, lines: 4 } };
    }),
    // One close to the person, the others spread over the searched ground.
    decoys: base.decoys.map((decoy, i) => ({
      ...decoy,
      ...around(i === 0 ? random.range(5, 15) : random.range(15, 120)),
      headingDeg: random.range(0, 360),
    })),
  };
};

const isOpen = ({ areas, houses, trees }: Landscape, eastM: number, northM: number): boolean =>
  !areas.some(
    ({ kind, outline }) => ["pond", "lake", "canal", "wood"].includes(kind) && isInside(outline, eastM, northM),
  ) &&
  !houses.some(({ centre, halfLengthM }) => Math.hypot(centre[0] - eastM, centre[1] - northM) < halfLengthM + 5) &&
  !trees.some((tree) => Math.hypot(tree.eastM - eastM, tree.northM - northM) < tree.crownRadiusM + 2);
