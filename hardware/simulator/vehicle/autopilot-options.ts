import type { LocalPlane } from "../local-plane.ts";
import type { Battery } from "./battery.ts";
import type { Body } from "./body-state.ts";
import type { MissionItem } from "./mission-item.ts";
import type { ParameterTable } from "./parameter-table.ts";

export interface AutopilotOptions {
  readonly kind: "drone" | "robot-dog";
  readonly firmware: "ardupilot" | "px4";
  readonly plane: LocalPlane;
  readonly body: Body;
  readonly battery: Battery;
  readonly parameters: ParameterTable;
  readonly groundMslM: (eastM: number, northM: number) => number;
  readonly home: { readonly eastM: number; readonly northM: number; readonly altMslM: number };
  readonly mission: readonly MissionItem[];
  readonly speedMps: number;
  readonly lowBatteryFraction: number;
}

/** What the autopilot has to tell its operator. */
export interface AutopilotListener {
  /** `severity` as MAV_SEVERITY. */
  text(severity: number, text: string): void;
  reached(seq: number): void;
  photo(): void;
}
