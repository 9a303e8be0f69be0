import { loadScenario } from "../../hardware/simulator/load-scenario.ts";
import type { Simulator } from "../../hardware/simulator/simulator.ts";
import { startSimulator } from "../../hardware/simulator/start-simulator.ts";
import type { VehicleTruth } from "../../hardware/simulator/vehicle-truth.ts";
import { bearableSpeed } from "./bearable-speed.ts";
import { eventuallyTrue, type Flown, flown, threeKindsPath } from "./flown-station.ts";
import { eventually, type LiveStation, liveStation } from "./live-station.ts";
import type { LossyWay } from "./lossy-link.ts";
import { LossyUdp } from "./lossy-udp.ts";

/** A station and one vehicle with a bad radio between them, both some times as fast as life. */
export interface FarStation {
  readonly live: LiveStation;
  readonly radio: LossyUdp;
  readonly simulator: Simulator;
  readonly vehicleId: string;
  truth(parameters?: readonly string[]): Promise<VehicleTruth>;
  /** Resolves once the truth is so. */
  until(isSo: (truth: VehicleTruth) => boolean): Promise<VehicleTruth>;
  close(): Promise<void>;
}

export interface FarStationOptions {
  readonly kind: Flown;
  /** On a machine that isn't busy. */
  readonly speed: number;
  /** From when the vehicle is known on. Times are the vehicle's. */
  readonly way: LossyWay;
  readonly seed?: number;
}

/** The station's clock runs as fast as the vehicle's. */
export const fastClock = (speed: number) => {
  const [startMs, startUtcMs] = [performance.now(), Date.now()];
  const passedMs = (): number => (performance.now() - startMs) * speed;
  return { monotonicMs: () => startMs + passedMs(), utcMs: () => startUtcMs + passedMs() };
};

/** Times of the vehicle's clock in ours. */
const scaled = (way: LossyWay, speed: number): LossyWay => ({
  ...way,
  ...(way.baud === undefined ? {} : { baud: way.baud * speed }),
  delayMs: (way.delayMs ?? 0) / speed,
  jitterMs: (way.jitterMs ?? 0) / speed,
  reorderMs: (way.reorderMs ?? 0) / speed,
});

export const farStation = async ({ kind, way, seed = 1, ...options }: FarStationOptions): Promise<FarStation> => {
  const speed = bearableSpeed(options.speed);
  const loaded = await loadScenario(threeKindsPath);
  if (!loaded.ok) throw new Error(loaded.fault.detail);
  const vehicles = loaded.scenario.vehicles.filter(({ systemId }) => systemId === flown[kind]);
  const live = await liveStation({ links: ["udpin:127.0.0.1:0"], clockSource: fastClock(speed) });
  const radio = await LossyUdp.open({ stationPort: live.linkPort(), seed });
  const simulator = await startSimulator({
    scenario: { ...loaded.scenario, vehicles },
    target: { host: "127.0.0.1", port: radio.port },
    speed,
    seed,
  });
  const close = async (): Promise<void> => {
    await simulator.close();
    await radio.close();
    await live.close();
  };
  try {
    const view = await eventually(() =>
      Object.values(live.station.snapshot().vehicles).find(
        ({ position, home, modes }) => position !== undefined && home !== undefined && modes !== undefined,
      ),
    );
    radio.set({ up: scaled(way, speed), down: scaled(way, speed) });
    const truth = async (parameters: readonly string[] = []): Promise<VehicleTruth> => {
      const [one] = await simulator.look(parameters);
      if (one === undefined) throw new Error("The simulator has no vehicle.");
      return one;
    };
    const until = (isSo: (truth: VehicleTruth) => boolean) => eventuallyTrue(truth, isSo);
    return { live, radio, simulator, vehicleId: view.id, truth, until, close };
  } catch (error) {
    await close();
    throw error;
  }
};
