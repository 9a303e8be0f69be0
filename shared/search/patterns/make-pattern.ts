import type { LatLon } from "../../geo/lat-lon.ts";
import { LocalFrame } from "../../geo/local-frame.ts";
import type { PlanePoint } from "../../geo/polygon.ts";
import type { PolygonIndex } from "../../geo/polygon-index.ts";
import { lineLengthM, routeInside } from "../../geo/polygon-route.ts";
import { simplifyLine } from "../../geo/simplify-line.ts";
import type { Terrain } from "../../geo/terrain.ts";
import { contourStretches } from "./contour-pattern.ts";
import { corridorCount, corridorLines } from "./corridor.ts";
import { coverageOf, type SearchedPlace } from "./coverage.ts";
import { circleAround, expandingSquare, sectorSearch, squareAround } from "./datum-patterns.ts";
import { followTerrain, type PathPoint } from "./follow-terrain.ts";
import type { PatternHeight, PatternPoint, PatternResult, PatternShape } from "./pattern.ts";
import { perimeterLaps } from "./perimeter.ts";
import { type Checked, faulty, frameAround, type PlaneArea, planeArea } from "./plane-area.ts";
import { bestSweep, sweepLines } from "./sweep-lines.ts";
import { orderSweep, type Stretch } from "./sweep-order.ts";

export interface PatternOptions {
  /** Without it points have no height, and the contour pattern is refused. */
  readonly terrain?: Terrain | undefined;
  /** What one line sees, m across; for the squares that are left out. Absent: as wide as the spacing. */
  readonly swathM?: number | undefined;
  /** Absent: 20,000. */
  readonly maxPoints?: number | undefined;
  /** Begin near here, where the pattern leaves a choice. */
  readonly from?: LatLon | undefined;
}

/** Lines in the plane, before heights and the ways between them. */
interface Laid {
  readonly frame: LocalFrame;
  readonly stretches: readonly Stretch[];
  readonly place: SearchedPlace;
  /** Ways over to the next line stay in it. */
  readonly index?: PolygonIndex;
}

const mostPoints = 20_000;

/**
 * Lays a pattern: its searching lines, the ways between them (inside the area and around its holes), heights over the terrain
 * and what it leaves out. Every fault is returned; nothing throws, and nothing runs for long: too many points are refused
 * before they are made.
 */
export const makePattern = (
  shape: PatternShape,
  height: PatternHeight,
  options: PatternOptions = {},
): PatternResult => {
  const maxPoints = options.maxPoints ?? mostPoints;
  const laid = layLines(shape, { ...options, maxPoints });
  if (!laid.ok) return laid;
  const { frame, stretches, place, index } = laid.value;
  if (stretches.length === 0) return faulty({ code: "no-area" });
  const level = connect(stretches, index, maxPoints);
  if (level.length > maxPoints) return faulty({ code: "too-many-points", points: level.length });
  const { terrain } = options;
  const followed = terrain ? followTerrain(level, { height, terrain, frame }) : { ok: true as const, path: level };
  if (!followed.ok) return faulty({ code: "too-many-points", points: followed.samples });
  const { path } = followed;
  if (path.length > maxPoints) return faulty({ code: "too-many-points", points: path.length });
  const spacingM = "spacingM" in shape ? shape.spacingM : shape.radiusM;
  const coverage = coverageOf(place, stretches, options.swathM ?? spacingM);
  const toLatLon = ({ northM, eastM }: PlanePoint): LatLon => frame.toLatLon(northM, eastM);
  return {
    ok: true,
    points: path.map(
      (point): PatternPoint => ({
        ...toLatLon(point),
        searching: point.searching,
        ...(point.altMslM === undefined ? {} : { altMslM: point.altMslM }),
      }),
    ),
    lengthM: lineLengthM(path),
    uncovered: coverage.uncovered.map((box) => ({
      southWest: toLatLon(box.southWest),
      northEast: toLatLon(box.northEast),
    })),
    coveredFraction: coverage.fraction,
  };
};

type LayOptions = PatternOptions & { readonly maxPoints: number };

const layLines = (shape: PatternShape, options: LayOptions): Checked<Laid> => {
  switch (shape.kind) {
    case "expanding-square":
    case "sector":
      return layAboutDatum(shape, options);
    case "corridor":
      return layCorridor(shape, options);
    default: {
      const area = planeArea(shape.area);
      return area.ok ? layInArea(shape, area.value, options) : area;
    }
  }
};

const layAboutDatum = (
  shape: Extract<PatternShape, { readonly datum: LatLon }>,
  { maxPoints }: LayOptions,
): Checked<Laid> => {
  const frame = new LocalFrame(shape.datum);
  if (shape.kind === "sector") {
    const { radiusM, rounds } = shape;
    if (!(radiusM >= 1)) return faulty({ code: "no-area" });
    const stretch = sectorSearch(shape.firstHeadingRad, radiusM, rounds);
    return {
      ok: true,
      value: { frame, stretches: [stretch], place: { kind: "area", rings: [circleAround(radiusM)] } },
    };
  }
  const { firstHeadingRad, spacingM, legs } = shape;
  if (legs + 1 > maxPoints) return faulty({ code: "too-many-points", points: legs + 1 });
  const stretch = expandingSquare(firstHeadingRad, spacingM, legs);
  const rings = [squareAround(stretch, firstHeadingRad, spacingM)];
  return { ok: true, value: { frame, stretches: [stretch], place: { kind: "area", rings } } };
};

const layCorridor = (
  shape: Extract<PatternShape, { readonly kind: "corridor" }>,
  { maxPoints }: LayOptions,
): Checked<Laid> => {
  const around = frameAround(shape.line);
  if (!around.ok) return around;
  const frame = around.value;
  const drawn = shape.line.map((place) => frame.toNorthEast(place));
  // A hand-drawn line trembles; what is less than a hundredth of the width is not a bend.
  const line = simplifyLine(drawn, Math.min(1, Math.max(0.01, shape.widthM / 100)));
  if (line.length < 2 || lineLengthM(line) < 1) return faulty({ code: "too-few-points" });
  const points = corridorCount(shape.widthM, shape.spacingM) * line.length;
  if (points > maxPoints) return faulty({ code: "too-many-points", points });
  const stretches = corridorLines(line, shape.widthM, shape.spacingM);
  const widthM = Math.max(shape.widthM, Math.min(shape.spacingM, 1));
  return { ok: true, value: { frame, stretches, place: { kind: "strip", line, widthM } } };
};

const layInArea = (
  shape: Extract<PatternShape, { readonly area: unknown }>,
  area: PlaneArea,
  options: LayOptions,
): Checked<Laid> => {
  const { frame, rings, index } = area;
  const { maxPoints } = options;
  const from = options.from && frame.toNorthEast(options.from);
  const laid = (stretches: readonly Stretch[]): Checked<Laid> => ({
    ok: true,
    value: { frame, stretches, place: { kind: "area", rings }, index },
  });
  const maxLines = Math.floor(maxPoints / 2);
  const tooMany = (lines: number) => faulty({ code: "too-many-points", points: 2 * lines });
  switch (shape.kind) {
    case "parallel": {
      const { lineHeadingRad, spacingM } = shape;
      const sweep =
        lineHeadingRad === undefined
          ? bestSweep(rings, spacingM, maxLines)
          : sweepLines(rings, lineHeadingRad, spacingM, maxLines);
      return "tooMany" in sweep ? tooMany(sweep.tooMany) : laid(orderSweep(sweep.cells, { from }));
    }
    case "creeping": {
      // Rows follow each other to the right of their heading: ahead.
      const sweep = sweepLines(rings, shape.advanceHeadingRad - Math.PI / 2, shape.spacingM, maxLines);
      return "tooMany" in sweep ? tooMany(sweep.tooMany) : laid(orderSweep(sweep.cells, { from, ahead: true }));
    }
    case "contour": {
      if (options.terrain === undefined) return faulty({ code: "no-terrain" });
      const lines = contourStretches(area, { terrain: options.terrain, spacingM: shape.spacingM, maxPoints });
      if (lines.ok) return laid(lines.stretches);
      return faulty(
        lines.code === "too-many-points" ? { code: lines.code, points: lines.points } : { code: lines.code },
      );
    }
    case "perimeter":
      return laid(perimeterLaps(rings, { ...shape, from, maxPoints }));
  }
};

/** Puts lines together to one path; the ways between them stay inside the area where there is one. */
const connect = (
  stretches: readonly Stretch[],
  index: PolygonIndex | undefined,
  maxPoints: number,
): readonly PathPoint[] => {
  const path: PathPoint[] = [];
  for (const stretch of stretches) {
    // It is refused anyway: no need to find more ways.
    if (path.length > maxPoints) break;
    const [end, begin] = [path.at(-1), stretch[0]];
    if (begin === undefined) continue;
    const between = end && index ? routeInside(index, end, begin) : [];
    for (const point of between) path.push({ ...point, searching: false });
    for (const [i, point] of stretch.entries()) path.push({ ...point, searching: i < stretch.length - 1 });
  }
  // A line that goes on where the last one ended has that place once.
  return path.filter((point, i) => {
    const next = path[i + 1];
    return (
      next === undefined || point.searching || Math.hypot(next.northM - point.northM, next.eastM - point.eastM) > 1e-6
    );
  });
};
