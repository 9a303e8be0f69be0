import type { BaseMapFeature } from "../../geo/base-map.ts";
import type { LocalFrame } from "../../geo/local-frame.ts";
import type { PlanePoint } from "../../geo/polygon.ts";
import { markNearCell, markNearLine } from "../grid/near-lines.ts";
import { cellCount, gridFrame, type SearchGrid } from "../grid/search-grid.ts";
import type { LostPersonTable } from "../lost-person/lost-person-table.ts";
import { landformCells } from "./landforms.ts";
import type { PriorFactor } from "./layers.ts";

export interface AttractionOptions {
  readonly grid: SearchGrid;
  readonly multipliers: LostPersonTable["terrainMultipliers"];
  readonly condition: "injured" | "uninjured";
  /** Roads, tracks, water and streams of the base map. */
  readonly features?: readonly BaseMapFeature[];
  /** Of `cellGround`, for points, ridges and drainages; none without. */
  readonly groundMslM?: Float32Array;
  /** 0: none, 1: as published. The multiplier to that power. */
  readonly strength?: number;
  /** How near counts as near, m. The source doesn't say: an assumption, 25 m where absent. */
  readonly withinM?: number;
  /** How far a landform's surroundings reach, m; 150 m where absent. */
  readonly landformRadiusM?: number;
}

/** The features of the base map that the source has multipliers for. */
const featureOfKind: Readonly<Partial<Record<BaseMapFeature["kind"], string>>> = {
  road: "road",
  track: "trail",
  water: "lake",
  stream: "stream",
};

/**
 * How much likelier a person is near ways, water and landforms (Jacobs 2015). Where several are near, the strongest counts:
 * their multipliers were not measured together. What the source has no number for changes nothing.
 */
export const attractionFactor = (options: AttractionOptions): PriorFactor => {
  const { grid, multipliers, condition, features = [], groundMslM, strength = 1 } = options;
  const withinM = options.withinM ?? 25;
  const radiusM = options.landformRadiusM ?? 150;
  const factor = new Float32Array(cellCount(grid)).fill(1);
  const attract = (feature: string): ((cell: number) => void) => {
    const row = multipliers.rows.find((one) => one.feature === feature);
    const times = (row?.[condition] ?? 1) ** strength;
    return (cell) => {
      if (times > (factor[cell] ?? 1)) factor[cell] = times;
    };
  };
  for (const [feature, isNear] of nearFeatures(grid, features, withinM)) {
    const mark = attract(feature);
    for (let cell = 0; cell < isNear.length; cell += 1) if (isNear[cell] === 1) mark(cell);
  }
  const forms = groundMslM ? Object.entries(landformCells({ grid, groundMslM, radiusM })) : [];
  for (const [form, cells] of forms) {
    const mark = attract(form);
    const isPoint = form.endsWith("-point");
    for (const cell of cells) {
      if (isPoint) markNearCell(grid, cell, withinM, mark);
      else mark(cell);
    }
  }
  return {
    about: {
      kind: "attraction",
      formula: "p′ ∝ p · max(mᵢ)ˢ",
      source: multipliers.source,
      assumptions: [
        { code: "near-feature", value: withinM, unit: "m" },
        ...(groundMslM ? [{ code: "landform-radius", value: radiusM, unit: "m" } as const] : []),
      ],
    },
    factor,
  };
};

/** Which cells are near each kind of feature, and near both a stream and a trail: 1. */
const nearFeatures = (
  grid: SearchGrid,
  features: readonly BaseMapFeature[],
  withinM: number,
): ReadonlyMap<string, Uint8Array> => {
  const frame = gridFrame(grid);
  const near = new Map<string, Uint8Array>();
  for (const feature of features) {
    const name = featureOfKind[feature.kind];
    if (name === undefined) continue;
    const isNear = near.get(name) ?? new Uint8Array(cellCount(grid));
    near.set(name, isNear);
    for (const line of linesOf(feature, frame))
      markNearLine(grid, line, withinM, (cell) => {
        isNear[cell] = 1;
      });
  }
  const [streams, trails] = [near.get("stream"), near.get("trail")];
  if (streams && trails)
    near.set(
      "stream-trail-junction",
      streams.map((isNear, cell) => isNear & (trails[cell] ?? 0)),
    );
  return near;
};

/** A line as it is; of a lake its shores. */
const linesOf = ({ geometry }: BaseMapFeature, frame: LocalFrame): readonly (readonly PlanePoint[])[] => {
  const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
  return lines.map((line) => line.map(([lonDeg, latDeg]) => frame.toNorthEast({ latDeg, lonDeg })));
};
