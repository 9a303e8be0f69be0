import type { StatusText, VehicleId } from "./vehicle-state.ts";

/** Something that happened once, for alerts and the log; all times are on the station clock, `utcMs` for people. */
export type FleetEvent = FleetOccurrence & { readonly atMs: number; readonly utcMs: number };

/** What tells two vehicles that claim one system id apart. */
export type ConflictEvidence = "uid" | "type" | "clock" | "position" | "attitude";

export type FleetOccurrence =
  | { readonly kind: "vehicle-heard"; readonly vehicleId: VehicleId }
  | { readonly kind: "vehicle-stale" | "vehicle-lost"; readonly vehicleId: VehicleId; readonly lastHeardMs: number }
  | { readonly kind: "vehicle-back"; readonly vehicleId: VehicleId; readonly silentMs: number }
  | {
      /** Two vehicles use one system id. On one channel, commands reach both: say so. */
      readonly kind: "system-id-conflict";
      readonly systemId: number;
      readonly vehicleIds: readonly VehicleId[];
      readonly channelIds: readonly string[];
      readonly evidence: ConflictEvidence;
      readonly sameChannel: boolean;
    }
  | {
      /** Another ground station uses our own system id. */
      readonly kind: "gcs-id-conflict";
      readonly systemId: number;
      readonly componentId: number;
      readonly channelId: string;
    }
  | {
      readonly kind: "frozen-clock";
      readonly vehicleId: VehicleId;
      readonly active: boolean;
      readonly frozenMs: number;
    }
  | { readonly kind: "clock-jumped"; readonly vehicleId: VehicleId; readonly jumpMs: number }
  | {
      readonly kind: "failsafe";
      readonly vehicleId: VehicleId;
      readonly active: boolean;
      readonly status: "critical" | "emergency";
    }
  | { readonly kind: "status-text"; readonly vehicleId: VehicleId; readonly text: StatusText }
  | { readonly kind: "reboot"; readonly vehicleId: VehicleId }
  | { readonly kind: "mode-changed"; readonly vehicleId: VehicleId; readonly from: string; readonly to: string }
  | { readonly kind: "armed-changed"; readonly vehicleId: VehicleId; readonly armed: boolean };
