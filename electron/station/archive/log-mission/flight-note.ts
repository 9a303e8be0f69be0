import type { VehicleId, VehicleKind } from "../../../../shared/vehicle/vehicle-state.ts";

/** Something that happened in a log, as its timeline is made of it. Positions are the mission's. */
export type FlightNote = { readonly positionMs: number } & (
  | {
      readonly kind: "vehicle";
      readonly vehicleId: VehicleId;
      readonly systemId: number;
      readonly vehicleKind: VehicleKind;
      readonly name: string;
      readonly colourIndex: number;
    }
  | { readonly kind: "mode"; readonly vehicleId: VehicleId; readonly mode: string }
  | { readonly kind: "armed"; readonly vehicleId: VehicleId; readonly armed: boolean }
  /** Since when it is silent is told when it is noticed. */
  | { readonly kind: "lost"; readonly vehicleId: VehicleId; readonly lastHeardMs: number }
  | { readonly kind: "back" | "reboot"; readonly vehicleId: VehicleId }
  | { readonly kind: "text"; readonly vehicleId: VehicleId; readonly severity: number; readonly text: string }
  | { readonly kind: "mission-item"; readonly vehicleId: VehicleId; readonly seq: number }
  | { readonly kind: "failsafe"; readonly vehicleId: VehicleId }
  | { readonly kind: "duplicate-id"; readonly vehicleId: VehicleId; readonly systemId: number }
  /** Whether anybody moves or is armed. */
  | { readonly kind: "active"; readonly active: boolean }
);
