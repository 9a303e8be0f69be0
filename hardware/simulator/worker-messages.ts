import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { CastNews, ToCast } from "./cast/cast-news.ts";
import type { Scenario } from "./scenario.ts";
import type { SimulatorTruth } from "./simulator.ts";
import type { VehicleTruth } from "./vehicle-truth.ts";

/** What the worker is started with. */
export interface SimulatorWorkerData {
  readonly scenario: Scenario;
  readonly target: { readonly host: string; readonly port: number };
  readonly speed: number;
  readonly startUtcMs: number;
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
  | { readonly kind: "vehicles"; readonly vehicles: readonly VehicleTruth[] }
  /** What the scenario's people tell the post. */
  | { readonly kind: "cast"; readonly news: readonly CastNews[] }
  | { readonly kind: "closed" };

export type ToSimulatorWorker =
  | { readonly kind: "cast"; readonly message: ToCast }
  | { readonly kind: "close" }
  /** Asks for the truth, with the values of some parameters; answered in order. */
  | { readonly kind: "look"; readonly parameters: readonly string[] }
  /** A vehicle's power fails for a moment. */
  | { readonly kind: "reboot"; readonly systemId: number };
