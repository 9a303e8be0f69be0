import { parentPort, workerData } from "node:worker_threads";
import { Pacer } from "./pacer.ts";
import { ThermalEye } from "./scene/thermal-eye.ts";
import { Simulation, stepMs } from "./simulation.ts";
import { VehicleStation } from "./vehicle-station.ts";
import { truthOf } from "./vehicle-truth.ts";
import type { FromSimulatorWorker, SimulatorWorkerData, ToSimulatorWorker } from "./worker-messages.ts";
import { buildWorld } from "./world.ts";

/** The least real time between two rounds, ms: timers are no finer, and frames of a round share datagrams. */
const roundMs = 10;

const run = async (data: SimulatorWorkerData): Promise<void> => {
  const { scenario, speed, seed, startUtcMs, target } = data;
  const world = buildWorld(scenario);
  const simulation = new Simulation(scenario, world, seed);
  const eye = new ThermalEye(scenario, simulation, seed);
  const stations = simulation.vehicles.map(
    (vehicle) => new VehicleStation({ vehicle, eye, target, speed, startUtcMs, seed }),
  );
  await Promise.all(stations.map((station) => station.open()));
  const pacer = new Pacer({ speed, stepMs, nowMs: performance.now() });
  let timer: NodeJS.Timeout | undefined;
  const round = (): void => {
    for (let steps = pacer.take(performance.now()); steps > 0; steps--) {
      simulation.step();
      for (const station of stations) station.step();
    }
    for (const station of stations) station.flush();
    const news = simulation.cast?.takeNews() ?? [];
    if (news.length > 0) say({ kind: "cast", news });
    timer = setTimeout(round, Math.max(roundMs, pacer.waitMs(performance.now())));
  };
  parentPort?.on("message", (message: ToSimulatorWorker) => {
    if (message.kind === "look") {
      say({ kind: "vehicles", vehicles: simulation.vehicles.map((vehicle) => truthOf(vehicle, message.parameters)) });
      return;
    }
    if (message.kind === "cast") {
      simulation.cast?.hear(message.message);
      return;
    }
    if (message.kind === "reboot") {
      simulation.vehicles.find(({ spec }) => spec.systemId === message.systemId)?.reboot();
      return;
    }
    clearTimeout(timer);
    void Promise.all(stations.map((station) => station.close())).then(() => {
      say({ kind: "closed" });
      parentPort?.close();
    });
  });
  const { plane, person, grid, baseMap } = world;
  const heightsMslM = new Float32Array(grid.heightsMslM);
  const truth = {
    person: plane.toLatLon(person.eastM, person.northM),
    decoys: simulation.decoys.map(({ kind, homeEastM, homeNorthM }) => ({
      kind,
      ...plane.toLatLon(homeEastM, homeNorthM),
    })),
  };
  say({ kind: "ready", baseMap, heightsMslM, truth }, [heightsMslM.buffer]);
  round();
};

const say = (message: FromSimulatorWorker, transfer: readonly ArrayBuffer[] = []): void => {
  parentPort?.postMessage(message, [...transfer]);
};

// A worker's entry is the one place where importing starts something.
const data: SimulatorWorkerData = workerData;
void run(data);
