import { groundSamplingDistanceM, thermalCameraOf } from "../../../electron/station/camera-view.ts";
import { heatObservation } from "../../../electron/station/heat-observation.ts";
import type { Scenario } from "../../../hardware/simulator/scenario.ts";
import { kelvinPerCount } from "../../../hardware/simulator/scene/thermal-camera.ts";
import { ThermalEye } from "../../../hardware/simulator/scene/thermal-eye.ts";
import { hash32, SeededRandom } from "../../../hardware/simulator/seeded-random.ts";
import { Simulation, stepMs } from "../../../hardware/simulator/simulation.ts";
import type { SimVehicle } from "../../../hardware/simulator/vehicle/sim-vehicle.ts";
import type { World } from "../../../hardware/simulator/world.ts";
import { FrameSearch } from "../../../hardware/thermal/search/frame-search.ts";
import type { FrameSightings } from "../../../hardware/thermal/thermal-source.ts";
import { TerrainGrid } from "../../../shared/geo/terrain-grid.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import type { HeatObservation } from "../../../shared/heat/heat-tracker.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import { Fleet } from "../../../shared/vehicle/fleet.ts";
import { SimulatedRadio } from "./simulated-radio.ts";
import { type ThingInPicture, thingsInPicture, type WarmThing, warmThings } from "./warm-truth.ts";

export interface SearchOptions {
  readonly scenario: Scenario;
  readonly world: World;
  /** Of wind, sensor errors and noise. */
  readonly seed: number;
  /** Of each camera, per second of scenario time; at most 10. */
  readonly framesPerS: number;
  readonly untilS: number;
  /** Cameras are looked through from then on; from the start if absent. */
  readonly fromS?: number;
  /** Only these vehicles fly; all if absent. Each flies the same alone. */
  readonly vehicles?: readonly string[];
  /** Pictures that show nothing warm are left out: a fifth of the time, where only warm things matter. */
  readonly onlyWarm?: boolean;
}

/** What one frame gave, with what it truly showed. */
export interface FlownFrame {
  readonly observation: HeatObservation;
  /** Of each sighting: the warm thing it shows; undefined where there is nothing warm. */
  readonly shows: readonly (string | undefined)[];
  /** Names of the warm things in the picture. */
  readonly inView: readonly string[];
  readonly truth: readonly WarmThing[];
}

/** As long as the station waits for telemetry of the capture time. */
const holdMs = 300;
const captureSigmaMs = 8;
const gsdIntervalMs = 500;

interface Held {
  readonly lens: Lens;
  readonly sightings: FrameSightings;
  readonly pictured: readonly ThingInPicture[];
  readonly truth: readonly WarmThing[];
  readonly nowMs: number;
}

interface Lens {
  readonly vehicle: SimVehicle;
  readonly radio: SimulatedRadio;
  readonly search: FrameSearch;
  found: FrameSightings | undefined;
  sequence: number;
}

/**
 * Flies a scenario step by step, as fast as the processor allows, and looks through its cameras as the station does: bytes
 * into the fleet, frames into the detector, spots onto the ground. Frames come in the order in which the tracker gets them.
 */
export function* flySearch(options: SearchOptions): Generator<FlownFrame> {
  const { world, seed, framesPerS, untilS } = options;
  const fly = ({ name }: { readonly name: string }) => options.vehicles?.includes(name) ?? true;
  const scenario = { ...options.scenario, vehicles: options.scenario.vehicles.filter(fly) };
  const simulation = new Simulation(scenario, world, seed);
  const eye = new ThermalEye(scenario, simulation, seed);
  const terrain = new TerrainGrid(world.baseMap.terrain, world.grid.heightsMslM);
  const fleet = new Fleet({ ownSystemId: 255 });
  const startUtcMs = Date.parse(scenario.startUtc);
  const lenses = simulation.vehicles.map((vehicle): Lens => {
    const search = new FrameSearch({
      ...{ now: () => simulation.simMs, network: undefined, searches: true },
      found: (sightings) => {
        lens.found = sightings;
      },
    });
    const radio = new SimulatedRadio({ vehicle, fleet, startUtcMs });
    const lens: Lens = { vehicle, radio, search, found: undefined, sequence: 0 };
    return lens;
  });
  const frameMs = Math.round(1000 / framesPerS / stepMs) * stepMs;
  let held: Held[] = [];
  while (simulation.simMs < untilS * 1000) {
    simulation.step();
    const nowMs = simulation.simMs;
    for (const { radio } of lenses) radio.tick(nowMs);
    if (nowMs % 100 === 0) fleet.tick(nowMs);
    if (nowMs % gsdIntervalMs === 0) for (const lens of lenses) setSize(lens, fleet, terrain, nowMs);
    if (nowMs % frameMs === 0 && nowMs >= (options.fromS ?? 0) * 1000) {
      const truth = warmThings(simulation);
      for (const lens of lenses) {
        const pictured = thingsInPicture(lens.vehicle, truth);
        if (options.onlyWarm === true && !pictured.some(({ inside }) => inside)) continue;
        const sightings = photograph(lens, eye, seed);
        if (sightings) held.push({ lens, sightings, truth, nowMs, pictured });
      }
    }
    for (const frame of held) {
      if (nowMs - frame.nowMs < holdMs) continue;
      const vehicle = fleet.vehicles.get(frame.lens.radio.vehicleId);
      if (vehicle) yield flownFrame(frame, vehicle, fleet, terrain, startUtcMs);
    }
    held = held.filter((frame) => nowMs - frame.nowMs < holdMs);
  }
}

const setSize = ({ radio, search }: Lens, fleet: Fleet, terrain: TerrainGrid, nowMs: number): void => {
  const vehicle = fleet.vehicles.get(radio.vehicleId);
  const camera = vehicle && thermalCameraOf(vehicle);
  const timeMs = fleet.vehicleTimeAt(radio.vehicleId, nowMs);
  const pose = timeMs === undefined ? undefined : fleet.poseAt(radio.vehicleId, timeMs);
  if (vehicle === undefined || camera === undefined || pose === undefined) return;
  search.gsdM = groundSamplingDistanceM({ vehicle, pose, camera, terrain }) ?? search.gsdM;
};

const photograph = (lens: Lens, eye: ThermalEye, seed: number): FrameSightings | undefined => {
  const { vehicle, search } = lens;
  const { widthPx, heightPx, hfovDeg } = vehicle.spec.camera;
  const jitter = new SeededRandom(hash32(seed, vehicle.spec.systemId, vehicle.simMs), "capture stamp").gaussian();
  lens.found = undefined;
  const values = {
    kind: "counts",
    data: eye.picture(vehicle),
    radiometry: { kelvinPerCount, kelvinAtZero: 0 },
  } as const;
  search.offer(
    {
      widthPx,
      heightPx,
      values,
      captureVehicleTimeMs: vehicle.bootMs + jitter * captureSigmaMs,
      captureProcessMs: vehicle.simMs,
      captureSigmaMs,
      hfovRad: degToRad(hfovDeg),
      sequence: ++lens.sequence,
    },
    undefined,
  );
  search.step();
  return lens.found;
};

const flownFrame = (
  { sightings, pictured, truth, nowMs }: Held,
  vehicle: NonNullable<ReturnType<Fleet["vehicles"]["get"]>>,
  fleet: Fleet,
  terrain: TerrainGrid,
  startUtcMs: number,
): FlownFrame => {
  const utcMs = startUtcMs + nowMs;
  const { observation } = heatObservation({
    ...{ vehicle, fleet, terrain, sightings, nowMs, utcMs },
    captureVehicleMs: sightings.captureVehicleTimeMs,
    hfovRad: sightings.hfovRad,
    correction: undefined,
    withFootprint: true,
  });
  return {
    observation,
    shows: observation.sightings.map(({ spot }) => shownBy(spot, pictured)),
    inView: pictured.filter(({ inside }) => inside).map(({ name }) => name),
    truth,
  };
};

const shownBy = (spot: HotSpot, pictured: readonly ThingInPicture[]): string | undefined => {
  const near = pictured
    .map(({ name, xPx, yPx, radiusPx }) => ({ name, radiusPx, awayPx: Math.hypot(xPx - spot.xPx, yPx - spot.yPx) }))
    .filter(({ awayPx, radiusPx }) => awayPx < radiusPx + 3);
  return near.sort((a, b) => a.awayPx - b.awayPx)[0]?.name;
};
