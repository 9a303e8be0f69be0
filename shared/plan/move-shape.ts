import type { LatLon } from "../geo/lat-lon.ts";
import type { Area, PatternShape } from "../search/patterns/pattern.ts";

const moveArea = ({ outline, holes }: Area, shift: (place: LatLon) => LatLon): Area => ({
  outline: outline.map(shift),
  holes: holes.map((hole) => hole.map(shift)),
});

/** The shape with every place of it shifted. */
export const moveShape = (shape: PatternShape, shift: (place: LatLon) => LatLon): PatternShape => {
  switch (shape.kind) {
    case "expanding-square":
    case "sector":
      return { ...shape, datum: shift(shape.datum) };
    case "corridor":
      return { ...shape, line: shape.line.map(shift) };
    default:
      return { ...shape, area: moveArea(shape.area, shift) };
  }
};
