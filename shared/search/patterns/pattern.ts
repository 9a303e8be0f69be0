import type { LatLon } from "../../geo/lat-lon.ts";

/** A simple polygon with holes; rings are open (the last point is not the first again), either way round. */
export interface Area {
  readonly outline: readonly LatLon[];
  readonly holes: readonly (readonly LatLon[])[];
}

/** What to fly or walk. Angles in radians from true north; spacings between neighbouring lines, m on the ground. */
export type PatternShape =
  /** Parallel sweep (boustrophedon) of an area. */
  | {
      readonly kind: "parallel";
      readonly area: Area;
      /** Direction of the lines; absent: the one that needs the fewest turns. */
      readonly lineHeadingRad?: number;
      readonly spacingM: number;
    }
  /** Creeping line: like parallel, with lines across the direction in which one creeps ahead, beginning at its near end. */
  | { readonly kind: "creeping"; readonly area: Area; readonly advanceHeadingRad: number; readonly spacingM: number }
  /** Expanding square about a datum (IAMSAR SS): legs of 1, 1, 2, 2, 3, 3 ... spacings, turning right. */
  | {
      readonly kind: "expanding-square";
      readonly datum: LatLon;
      readonly firstHeadingRad: number;
      readonly spacingM: number;
      readonly legs: number;
    }
  /** Sector search about a datum (IAMSAR VS): three triangles through the datum, turning 120 degrees to the right. */
  | {
      readonly kind: "sector";
      readonly datum: LatLon;
      readonly firstHeadingRad: number;
      readonly radiusM: number;
      /** 1, or 2 with the second turned by 30 degrees. */
      readonly rounds: number;
    }
  /** Along the terrain's contour lines, from the highest down. Needs terrain. */
  | { readonly kind: "contour"; readonly area: Area; readonly spacingM: number }
  /** Along a line (a road, a ditch, a bank), there and back, as wide as asked. */
  | {
      readonly kind: "corridor";
      readonly line: readonly LatLon[];
      readonly widthM: number;
      readonly spacingM: number;
    }
  /** Around an area's outline, `insetM` inside of it; laps go further in by `spacingM` each. */
  | {
      readonly kind: "perimeter";
      readonly area: Area;
      readonly insetM: number;
      readonly laps: number;
      readonly spacingM: number;
    };

/** How high; both a wanted height above ground and what the vehicle can climb. */
export interface PatternHeight {
  /** Above the ground, m; of no meaning for a ground robot. */
  readonly aglM: number;
  /** Follow the terrain by points between the turns, where it is known. */
  readonly followTerrain: boolean;
  /** Steepest climb and descent, metres up per metre along; where the ground is steeper the path stays above, never below. */
  readonly maxClimb: number;
}

/** One point of the path. */
export interface PatternPoint extends LatLon {
  /** m above mean sea level; absent where the terrain isn't known and the plan's own height counts. */
  readonly altMslM?: number;
  /** Begins a stretch that searches (true), or one that only leads over to the next (false). */
  readonly searching: boolean;
}

export type PatternFault =
  /** Two sides of a ring cross, at about `at`. */
  | { readonly code: "self-crossing"; readonly at: LatLon }
  | { readonly code: "hole-outside"; readonly at: LatLon }
  /** "too-flat": it has no contour lines worth following; "too-large": more than 200 km across. */
  | { readonly code: "too-few-points" | "no-area" | "no-terrain" | "too-flat" | "too-large" }
  /** More than `maxPoints` points would come out: wider spacing, or a smaller area. */
  | { readonly code: "too-many-points"; readonly points: number };

/** The path, and what it leaves out. */
export type PatternResult =
  | {
      readonly ok: true;
      readonly points: readonly PatternPoint[];
      readonly lengthM: number;
      /** Squares of the area that no line's swath covers, as their south-west and north-east corners. */
      readonly uncovered: readonly { readonly southWest: LatLon; readonly northEast: LatLon }[];
      /** 0 to 1. */
      readonly coveredFraction: number;
    }
  | { readonly ok: false; readonly fault: PatternFault };
