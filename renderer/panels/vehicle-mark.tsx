import type { VehicleKind } from "../../shared/vehicle/vehicle-state.ts";
import { vehicleColour } from "../stores/vehicle-colour.ts";
import { markShape } from "../stores/vehicle-shape.ts";

/** A vehicle's fixed colour and shape as a small picture, the same as on the map; decorative, its name stands beside it. */
export const VehicleMark = (props: {
  readonly kind: VehicleKind;
  readonly colourIndex: number;
  readonly sizePx?: number;
}) => {
  const { body, beak, detail } = markShape(props.kind);
  const colour = vehicleColour(props.colourIndex);
  return (
    <svg
      className="vehicle-picture"
      width={props.sizePx ?? 30}
      height={props.sizePx ?? 30}
      viewBox="-22 -22 44 44"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={body + beak} fill="none" stroke="#fff" strokeWidth="5" />
      <path d={body + beak} fill={colour} stroke="#101214" strokeWidth="2" />
      {detail !== undefined && <path d={detail} fill="none" stroke="#101214" strokeWidth="1.4" />}
    </svg>
  );
};
