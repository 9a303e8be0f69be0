import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { Scenario } from "./scenario.ts";
import type { SimulatorTruth } from "./simulator.ts";

/** What the worker is started with. */
export interface SimulatorWorkerData {
  readonly scenario: Scenario;
  readonly target: { readonly host: string; readonly port: number };
  readonly speed: number;
  readonly seed: number;
}

/** What the worker says; it ends by itself after "closed". */
export type FromSimulatorWorker =
  | {
      readonly kind: "ready";
      readonly baseMap: BaseMap;
      readonly heightsMslM: Float32Array<ArrayBuffer>;
      readonly truth: SimulatorTruth;
    }
  | { readonly kind: "closed" };

export interface ToSimulatorWorker {
  readonly kind: "close";
}
