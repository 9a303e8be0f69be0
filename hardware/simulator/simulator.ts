import type { BaseMap } from "../../shared/geo/base-map.ts";
import type { CastNews, ToCast } from "./cast/cast-news.ts";
import type { VehicleTruth } from "./vehicle-truth.ts";

/** `startSimulator(options)`, in start-simulator.ts, runs the scenario in a worker of its own. */
export interface SimulatorOptions {
  /** A parsed and checked scenario; `loadScenario(path)` in load-scenario.ts gives it or a fault that names the field. */
  readonly scenario: import("./scenario.ts").Scenario;
  /** Where the vehicles send their MAVLink: the station's udpin port on loopback. */
  readonly target: { readonly host: string; readonly port: number };
  /** Scenario seconds per real second; vehicle clocks run at this rate. */
  readonly speed: number;
  /** What its vehicles' clocks say when it begins, by UTC; absent: what the scenario says. */
  readonly startUtcMs?: number;
  /** Overrides the scenario's own seed. */
  readonly seed?: number;
}

/** A flying scenario. */
export interface Simulator {
  readonly baseMap: BaseMap;
  /** Row-major heights of `baseMap.terrain`, m MSL. */
  readonly heightsMslM: Float32Array;
  /** The truth, for tests and benches only: never published by the station. */
  readonly truth: SimulatorTruth;
  /** How its vehicles really are now, with the values of some parameters; for tests and benches only. */
  look(parameters?: readonly string[]): Promise<readonly VehicleTruth[]>;
  /** A vehicle's power fails for a moment; for tests only. */
  reboot(systemId: number): void;
  /** Tells the scenario's people what the post wants of them. */
  tell(message: ToCast): void;
  /** What they tell the post. */
  onNews(listener: (news: CastNews) => void): () => void;
  /** Fires once if the worker dies. */
  onExit(listener: (error: Error | undefined) => void): () => void;
  close(): Promise<void>;
}

/** Where things really are, WGS-84 degrees. */
export interface SimulatorTruth {
  readonly person: { readonly latDeg: number; readonly lonDeg: number };
  readonly decoys: readonly { readonly kind: string; readonly latDeg: number; readonly lonDeg: number }[];
}
