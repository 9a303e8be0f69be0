import { worldX, worldY } from "../../shared/geo/web-mercator.ts";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import type { Thing } from "../../shared/incident/thing.ts";
import type { Whereabouts } from "../../shared/wire/incident.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import type { Nullable } from "../../shared/wire/stream.ts";
import { buildHeat, buildVehicle, decided, placeAt, sceneNowMs, sceneUtcMs } from "../support/build-views.ts";
import { buildThing } from "../support/search-scenes.ts";

/** What stands on the wall: as many as the issue asks for, over a town's ground. */
export const wallCounts = {
  people: 1_323,
  teams: 126,
  sensors: 14_000,
  heat: 20_000,
  vehicles: 50,
  segments: 1_065,
} as const;

/** Half the side of the square that they lie in, m. */
const halfM = 3_000;
/** Heat sources of which something changes in each tick. */
const heatChanges = 20;

/** Even chance without a clock: the same crowd for both sides (mulberry32). */
const chance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const middle = placeAt(0, 0);
const perDeg = { north: placeAt(1, 0).latDeg - middle.latDeg, east: placeAt(0, 1).lonDeg - middle.lonDeg };
const at = (northM: number, eastM: number) => ({
  latDeg: middle.latDeg + northM * perDeg.north,
  lonDeg: middle.lonDeg + eastM * perDeg.east,
});
type Place = ReturnType<typeof at>;

/** One tick of ten in a second. */
export interface WallTick {
  readonly whereabouts: Readonly<Record<string, Whereabouts>>;
  readonly vehicles: Readonly<Record<string, Nullable<VehicleView>>>;
  readonly heat: Readonly<Record<string, HeatSource>>;
}

/** The crowd, and how it goes on: everybody moves in every tick. */
export class WallCrowd {
  readonly things: readonly Thing[];
  readonly sensors: readonly Place[];
  readonly heat: readonly HeatSource[];
  readonly vehicles: readonly VehicleView[];
  readonly #people: {
    readonly key: string;
    readonly centre: Place;
    readonly radiusM: number;
    readonly phase: number;
  }[] = [];
  #tickN = 0;

  constructor() {
    const random = chance(41);
    const anywhere = (): Place => at((2 * random() - 1) * halfM, (2 * random() - 1) * halfM);
    const things: Thing[] = [];
    const centres = Array.from({ length: wallCounts.teams }, anywhere);
    centres.forEach((centre, i) => {
      things.push(buildThing("team", `t${i}`, { name: `Team ${i + 1}`, mode: "foot", state: "ready" }));
      this.#people.push({ key: `team/t${i}`, centre, radiusM: 20, phase: i });
    });
    for (let i = 0; i < wallCounts.people; i++) {
      const team = i % wallCounts.teams;
      things.push(buildThing("person", `p${i}`, { name: `P${i}`, teamId: `t${team}`, role: "searcher" }));
      const centre = centres[team] ?? middle;
      this.#people.push({ key: `person/p${i}`, centre, radiusM: 30 + 60 * random(), phase: 6.3 * random() });
    }
    this.things = things;
    this.sensors = Array.from({ length: wallCounts.sensors }, anywhere);
    this.heat = Array.from({ length: wallCounts.heat }, (_, i) => {
      const base = buildHeat(i + 1, { personProbability: random() });
      const state = i % 9 === 0 ? decided(i % 18 === 0 ? "dismissed" : "confirmed") : base.decision;
      return {
        ...base,
        decision: state,
        location: { ...base.location, position: anywhere() } as HeatSource["location"],
      };
    });
    this.vehicles = Array.from({ length: wallCounts.vehicles }, (_, i) => {
      const vehicle = buildVehicle({ id: String(i + 1), colourIndex: i });
      return { ...vehicle, position: { ...vehicle.position, atMs: sceneNowMs, ...anywhere() } };
    });
  }

  whereabouts(): Readonly<Record<string, Whereabouts>> {
    const turn = this.#tickN / 40;
    return Object.fromEntries(
      this.#people.map(({ key, centre, radiusM, phase }): [string, Whereabouts] => [
        key,
        {
          latDeg: centre.latDeg + radiusM * perDeg.north * Math.sin(turn + phase),
          lonDeg: centre.lonDeg + radiusM * perDeg.east * Math.cos(turn + phase),
          utcMs: sceneUtcMs + this.#tickN * 100,
          source: "phone",
        },
      ]),
    );
  }

  /** A tenth of a second later. */
  tick(): WallTick {
    this.#tickN += 1;
    const n = this.#tickN;
    const vehicles = Object.fromEntries(
      this.vehicles.map(({ id, position }, i): [string, Nullable<VehicleView>] => {
        const { latDeg, lonDeg } = position ?? middle;
        const turn = n / 60 + i;
        const moved = {
          latDeg: latDeg + 200 * perDeg.north * Math.sin(turn),
          lonDeg: lonDeg + 200 * perDeg.east * Math.cos(turn),
        };
        return [id, { position: { altMslM: 63, ...position, atMs: sceneNowMs + n * 100, ...moved } }];
      }),
    );
    const heat = Object.fromEntries(
      Array.from({ length: heatChanges }, (_, k): [string, HeatSource] => {
        const source = this.heat[(n * 131 + k * 997) % this.heat.length] ?? buildHeat(1);
        return [source.id, { ...source, sightings: source.sightings + n, personProbability: ((n + k) % 10) / 10 }];
      }),
    );
    return { whereabouts: this.whereabouts(), vehicles, heat };
  }
}

/** For the test's own check that both sides draw the same ground. */
export const wallMiddle = {
  latDeg: middle.latDeg,
  lonDeg: middle.lonDeg,
  x: worldX(middle.lonDeg),
  y: worldY(middle.latDeg),
};
