import type { LatLon } from "../../geo/lat-lon.ts";
import type { Rad } from "../../units/angle.ts";
import type { AutopilotFamily, VehicleId, VehicleKind } from "../../vehicle/vehicle-state.ts";

/** An instant of a log. */
export interface LogInstant {
  /** Ms since its beginning. */
  readonly positionMs: number;
  /** As it was stamped, ms since 1970; absent in logs without times. */
  readonly utcMs?: number;
}

/** The last that is known of where a vehicle was. */
export interface LastPlace extends LatLon, LogInstant {
  readonly altMslM?: number;
  readonly aboveHomeM?: number;
  /** As the vehicle itself said it. */
  readonly aboveGroundM?: number;
  /** Within it with some 95 %. */
  readonly withinM: number;
}

/** One thing that may have become of a vehicle, and where it is if so. */
export interface LostHypothesis {
  readonly kind: "stayed" | "as-expected" | "fell" | "glided" | "flew-on" | "returned" | "anywhere";
  readonly words: string;
  readonly formula: string;
  readonly assumes: readonly string[];
  /** The likeliest place, where one is likelier than others. */
  readonly place?: LatLon;
  /** From the last known place on. */
  readonly path?: readonly LatLon[];
  /** It is inside of this, if it is so. */
  readonly region: readonly LatLon[];
  /** How far the region reaches from the last known place. */
  readonly reachM: number;
}

/** A thing with a name, and where the last known place lies from it. */
export interface NearestThing extends LatLon {
  readonly name: string;
  readonly distanceM: number;
  /** From the thing to the place, from true north. */
  readonly azimuthRad: Rad;
}

/** Where a vehicle was last, how it went, and what it can have reached since. What isn't known is absent. */
export interface LostVehicle {
  readonly vehicleId: VehicleId;
  readonly systemId: number;
  readonly kind: VehicleKind;
  readonly autopilot: AutopilotFamily;
  readonly lastHeard: LogInstant;
  readonly lastPlace?: LastPlace;
  /** Over ground. */
  readonly speedMps?: number;
  /** The way it went, from true north. */
  readonly courseRad?: Rad;
  /** Its nose. */
  readonly headingRad?: Rad;
  readonly climbMps?: number;
  readonly mode?: string;
  readonly armed: boolean;
  readonly systemStatus: string;
  readonly battery?: {
    readonly fraction?: number;
    readonly voltageV?: number;
    /** After the last known place, at the latest. */
    readonly emptyAfterS: number;
  };
  readonly gps?: { readonly fix: string; readonly satellites?: number; readonly hdop?: number };
  /** When it was heard last: loss 0 to 1 over 10 s. */
  readonly link?: { readonly lossFraction: number; readonly messagesPerS: number };
  /** The log goes on for so long without it. */
  readonly silentS: number;
  /** The last it said, oldest first. */
  readonly lastTexts: readonly string[];
  readonly nearest?: NearestThing;
  /** So long after the last known place the hypotheses are. */
  readonly afterS: number;
  /** The likeliest first; none where no place is known. */
  readonly hypotheses: readonly LostHypothesis[];
}
