import type { LatLon } from "../geo/lat-lon.ts";
import type { MissionItem } from "../protocols/mission/mission-item.ts";
import type { PatternHeight, PatternPoint, PatternShape } from "../search/patterns/pattern.ts";
import type { Altitude } from "../units/altitude.ts";
import type { VehicleId } from "../vehicle/vehicle-state.ts";

/** What a vehicle does once it is at a point. */
export type PointAction = "photo" | "video-start" | "video-stop";

/**
 * One step of a plan, in order. `id` is the element's own, unique in the plan, and stays with it through edits. A height
 * that is absent is the plan's; on the ground heights don't count.
 */
export type PlanElement =
  | { readonly id: string; readonly kind: "take-off"; readonly altitude: Altitude }
  | {
      readonly id: string;
      readonly kind: "point";
      readonly position: LatLon;
      readonly altitude?: Altitude;
      /** From here on, m/s over ground. */
      readonly speedMps?: number;
      /** Wait there, s. */
      readonly delayS?: number;
      readonly action?: PointAction;
    }
  /** A searched area or line: what was asked, and the path that came out when it was drawn; uploaded is the path. */
  | {
      readonly id: string;
      readonly kind: "pattern";
      readonly shape: PatternShape;
      readonly height: PatternHeight;
      /** What it was planned for; explains the spacing. */
      readonly camera?: PlanCamera;
      readonly speedMps?: number;
      readonly points: readonly PatternPoint[];
    }
  /** Circles a place. */
  | {
      readonly id: string;
      readonly kind: "orbit";
      readonly centre: LatLon;
      readonly radiusM: number;
      readonly turns: number;
      readonly clockwise: boolean;
      readonly altitude?: Altitude;
    }
  /**
   * The camera looks at a place from here on; without one it looks where the gimbal element says. A height that is absent is
   * the ground's there.
   */
  | { readonly id: string; readonly kind: "look-at"; readonly position?: LatLon; readonly altitude?: Altitude }
  /** Pitch negative looks down; yaw from the nose, rad. */
  | { readonly id: string; readonly kind: "gimbal"; readonly pitchRad: number; readonly yawRad: number }
  | { readonly id: string; readonly kind: "speed"; readonly speedMps: number }
  /** Goes back to an element and from there on again, `times` times; absent: until stopped. */
  | { readonly id: string; readonly kind: "loop"; readonly toElementId: string; readonly times?: number }
  | { readonly id: string; readonly kind: "return" }
  /** Where it is, or at a place. */
  | { readonly id: string; readonly kind: "land"; readonly position?: LatLon }
  /** Anything else that a vehicle or a file has; kept as it is. */
  | { readonly id: string; readonly kind: "other"; readonly item: MissionItem };

/** What a camera sees; angles rad. */
export interface PlanCamera {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hfovRad: number;
  readonly vfovRad: number;
  /** Of the camera's axis, negative looks down. */
  readonly pitchRad: number;
  /** Of neighbouring swaths, 0 to 0.95. */
  readonly sideOverlap: number;
}

/** One boundary. Inclusion: stay inside; exclusion: stay out. */
export type Fence =
  | { readonly id: string; readonly shape: "polygon"; readonly inclusion: boolean; readonly points: readonly LatLon[] }
  | {
      readonly id: string;
      readonly shape: "circle";
      readonly inclusion: boolean;
      readonly centre: LatLon;
      readonly radiusM: number;
    };

/** Where a vehicle may land instead of at home. */
export interface RallyPoint extends LatLon {
  readonly id: string;
  readonly altitude: Altitude;
}

/** What a person plans for one vehicle. Immutable: an edit makes a new one. */
export interface Plan {
  readonly id: string;
  readonly name: string;
  /** The one vehicle that it is for. */
  readonly vehicleId: VehicleId;
  /** Of points that say nothing else. */
  readonly altitude: Altitude;
  readonly speedMps: number;
  readonly elements: readonly PlanElement[];
  readonly fences: readonly Fence[];
  readonly rallyPoints: readonly RallyPoint[];
  /** Part of the battery that must be left when it is back, 0 to 0.9. */
  readonly reserveFraction: number;
  /** Where it begins and ends while the vehicle's own home isn't known (a file may say). */
  readonly plannedHome?: LatLon & { readonly altMslM?: number };
}
