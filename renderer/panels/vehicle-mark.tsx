import type { VehicleKind } from "../../shared/vehicle/vehicle-state.ts";
import { vehicleColour } from "../stores/vehicle-colour.ts";

const shapes: Readonly<Record<"drone" | "wing" | "dog" | "boat", string>> = {
  // Four rotors and a beak that shows the heading.
  drone:
    "M12 2.5 14.6 7h-5.2zM12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM5.5 4.5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM18.5 4.5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM5.5 14.5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM18.5 14.5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
  wing: "M12 2l1.8 6.5L22 13v2.5l-8.3-2-.5 5 2.8 2V22L12 21l-4 1v-1.5l2.8-2-.5-5-8.3 2V13l8.2-4.5z",
  // A body with a head and four legs, seen from above.
  dog: "M12 2l2.5 3.5H16V7h3.5v3.5H16v4h3.5V18H16v1.5a2 2 0 0 1-2 2h-4a2 2 0 0 1-2-2V18H4.5v-3.5H8v-4H4.5V7H8V5.5h1.5z",
  boat: "M12 2c3.5 4 5 8 5 12l-1.5 7h-7L7 14c0-4 1.5-8 5-12z",
};

const shapeOf = (kind: VehicleKind): string => {
  switch (kind) {
    case "ground-robot":
      return shapes.dog;
    case "fixed-wing":
    case "vtol":
      return shapes.wing;
    case "boat":
      return shapes.boat;
    default:
      return shapes.drone;
  }
};

/** A vehicle's fixed colour and shape as a small picture; decorative, its name stands beside it. */
export const VehicleMark = (props: {
  readonly kind: VehicleKind;
  readonly colourIndex: number;
  readonly sizePx?: number;
}) => (
  <svg width={props.sizePx ?? 26} height={props.sizePx ?? 26} viewBox="0 0 24 24" aria-hidden="true">
    <path d={shapeOf(props.kind)} fill="none" stroke="#fff" strokeWidth="3" strokeLinejoin="round" />
    <path
      d={shapeOf(props.kind)}
      fill={vehicleColour(props.colourIndex)}
      stroke="#101214"
      strokeWidth="1.2"
      strokeLinejoin="round"
    />
  </svg>
);
