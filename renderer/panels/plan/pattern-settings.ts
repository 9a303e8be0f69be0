import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { PlanCamera, PlanElement } from "../../../shared/plan/plan.ts";
import { type LineSpacing, lineSpacing } from "../../../shared/search/patterns/line-spacing.ts";
import type { Area, PatternHeight, PatternShape } from "../../../shared/search/patterns/pattern.ts";

export type PatternElement = Extract<PlanElement, { kind: "pattern" }>;
export type PatternKind = PatternShape["kind"];

export const areaKinds = ["parallel", "creeping", "contour", "perimeter"] as const satisfies readonly PatternKind[];
export const datumKinds = ["expanding-square", "sector"] as const satisfies readonly PatternKind[];

/** Kinds that the same drawing can be searched by. */
export const kindsLike = (shape: PatternShape): readonly PatternKind[] =>
  shape.kind === "corridor" ? ["corridor"] : "area" in shape ? areaKinds : datumKinds;

/** What the camera sees at the pattern's height; undefined where it has none, or one that doesn't see the ground. */
export const spacingOf = ({ camera, height }: Pick<PatternElement, "camera" | "height">): LineSpacing | undefined =>
  camera === undefined ? undefined : lineSpacing({ camera, heightAglM: height.aglM, sideOverlap: camera.sideOverlap });

const roundDm = (m: number): number => Math.max(0.5, Math.round(m * 10) / 10);

const withSpacingM = (shape: PatternShape, spacingM: number): PatternShape =>
  "spacingM" in shape ? { ...shape, spacingM } : shape;

/** A changed pattern has no path until it is worked out again. */
const anew = (element: PatternElement): PatternElement => ({ ...element, points: [] });

/** Lines as far apart as the camera, its height and the overlap ask for. */
const spaced = (element: PatternElement): PatternElement => {
  const spacing = spacingOf(element);
  return anew(
    spacing === undefined ? element : { ...element, shape: withSpacingM(element.shape, roundDm(spacing.spacingM)) },
  );
};

/** Without a camera the spacing stays as it is and is no longer explained. */
export const setCamera = (element: PatternElement, camera: PlanCamera | undefined): PatternElement => {
  const { camera: _, ...bare } = element;
  return camera === undefined ? anew(bare) : spaced({ ...bare, camera });
};

export const setHeight = (element: PatternElement, change: Partial<PatternHeight>): PatternElement => {
  const changed = { ...element, height: { ...element.height, ...change } };
  return change.aglM === undefined ? anew(changed) : spaced(changed);
};

/** Chosen by hand: the overlap follows, as far as there is one. */
export const setSpacing = (element: PatternElement, spacingM: number): PatternElement => {
  const swathM = spacingOf(element)?.swathM;
  const { camera } = element;
  const overlap = swathM === undefined ? undefined : Math.min(0.95, Math.max(0, 1 - spacingM / swathM));
  return anew({
    ...element,
    shape: withSpacingM(element.shape, spacingM),
    ...(camera === undefined || overlap === undefined ? {} : { camera: { ...camera, sideOverlap: overlap } }),
  });
};

export const setShape = (element: PatternElement, shape: PatternShape): PatternElement => anew({ ...element, shape });

const half = (spacingM: number): number => Math.round((spacingM / 2) * 10) / 10;

/** A pattern of a kind in an area; lines run by themselves where fewest turns are needed. */
export const areaShape = (kind: (typeof areaKinds)[number], area: Area, spacingM: number): PatternShape => {
  switch (kind) {
    case "creeping":
      return { kind, area, advanceHeadingRad: 0, spacingM };
    case "perimeter":
      return { kind, area, insetM: half(spacingM), laps: 1, spacingM };
    default:
      return { kind, area, spacingM };
  }
};

/** About a last known place. */
export const datumShape = (kind: (typeof datumKinds)[number], datum: LatLon, spacingM: number): PatternShape =>
  kind === "sector"
    ? { kind, datum, firstHeadingRad: 0, radiusM: Math.max(50, Math.round(spacingM * 4)), rounds: 1 }
    : { kind, datum, firstHeadingRad: 0, spacingM, legs: 12 };

/** The same drawing searched in another way. */
export const setKind = (element: PatternElement, kind: PatternKind): PatternElement => {
  const { shape } = element;
  if (kind === shape.kind) return element;
  const spacingM = "spacingM" in shape ? shape.spacingM : roundDm(spacingOf(element)?.spacingM ?? 30);
  const area = areaKinds.find((candidate) => candidate === kind);
  if (area !== undefined && "area" in shape) return setShape(element, areaShape(area, shape.area, spacingM));
  const datum = datumKinds.find((candidate) => candidate === kind);
  if (datum !== undefined && "datum" in shape) return setShape(element, datumShape(datum, shape.datum, spacingM));
  return element;
};

/** A new pattern, spaced for its camera. */
export const newPattern = (
  id: string,
  shape: PatternShape,
  camera: PlanCamera,
  { aglM, flies }: { readonly aglM: number; readonly flies: boolean },
): PatternElement => {
  const height: PatternHeight = { aglM: flies ? aglM : 0, followTerrain: flies, maxClimb: 0.35 };
  const bare: PatternElement = { id, kind: "pattern", shape, height, points: [] };
  return flies ? setCamera(bare, camera) : setSpacing(bare, 10);
};
