import type { VehicleKind } from "../../../shared/vehicle/vehicle-state.ts";
import { markShape } from "../../stores/vehicle-shape.ts";

/**
 * A mark as the inside of an SVG element with the view box "-26 -26 52 52": white outline, black outline, then the colour.
 * @param colour a CSS colour
 */
export function markSvg(kind: VehicleKind, colour: string): string {
  const { body, beak, detail } = markShape(kind);
  return [
    '<g class="mark-turn">',
    `<g class="mark-halo"><path d="${body}"/><path class="mark-beak" d="${beak}"/></g>`,
    `<g class="mark-edge"><path d="${body}"/><path class="mark-beak" d="${beak}"/></g>`,
    `<g fill="${colour}"><path d="${body}"/><path class="mark-beak" d="${beak}"/></g>`,
    detail === undefined ? "" : `<path class="mark-detail" d="${detail}"/>`,
    "</g>",
    '<path class="mark-cross" d="M-17 -17L17 17M17 -17L-17 17"/>',
  ].join("");
}
