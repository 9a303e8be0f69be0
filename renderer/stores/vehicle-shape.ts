import type { VehicleKind } from "../../shared/vehicle/vehicle-state.ts";

/** Outlines of a mark seen from above, nose up, in a box from -22 to 22. */
export interface MarkShape {
  /** Filled with the vehicle's colour. */
  readonly body: string;
  /** Thin lines inside of the body. */
  readonly detail?: string;
  /** Says which way is forward; left out while the heading is unknown. */
  readonly beak: string;
}

const circle = (x: number, y: number, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;

const rotors = [
  [-10, -8],
  [10, -8],
  [-10, 10],
  [10, 10],
] as const;

const quad: MarkShape = {
  body: [
    "M-4.2 -3.4L-9 -7.2L-7.4 -9.2L0 -4.6L7.4 -9.2L9 -7.2L4.2 -3.4V5L9 9L7.4 11L2.4 7.4H-2.4L-7.4 11L-9 9L-4.2 5z",
    ...rotors.map(([x, y]) => circle(x, y, 4.7)),
  ].join(""),
  detail: rotors.map(([x, y]) => circle(x, y, 1.2)).join(""),
  beak: "M0 -19L4.6 -8.6H-4.6z",
};

const dog: MarkShape = {
  body: [
    // trunk, then the four legs reaching out to their feet
    "M-4.6 -8C-4.6 -9.8 4.6 -9.8 4.6 -8V9.6C4.6 12 -4.6 12 -4.6 9.6z",
    "M-4.4 -7.4L-9.6 -9.6V-12.6H-7V-11L-3 -9.4z",
    "M4.4 -7.4L9.6 -9.6V-12.6H7V-11L3 -9.4z",
    "M-4.4 6.4L-9.6 8.4V12.6H-7V10.4L-3.4 9z",
    "M4.4 6.4L9.6 8.4V12.6H7V10.4L3.4 9z",
    circle(-8.4, -11.6, 2.5),
    circle(8.4, -11.6, 2.5),
    circle(-8.4, 11.6, 2.5),
    circle(8.4, 11.6, 2.5),
  ].join(""),
  detail: "M0 -5.5V7.5",
  beak: "M0 -18.6L4.4 -12.4L3.4 -8.4H-3.4L-4.4 -12.4z",
};

const boat: MarkShape = {
  body: "M0 -15C6.4 -9 8 -3 7.2 5L5.6 13H-5.6L-7.2 5C-8 -3 -6.4 -9 0 -15z",
  detail: "M-3.6 3H3.6V8.6H-3.6z",
  beak: "M0 -20L3.4 -11.4H-3.4z",
};

const plane: MarkShape = {
  body: "M-2.2 -13C-2.2 -16 2.2 -16 2.2 -13V-4.6L17 3.4V7L2.2 3.4V11L6.4 14.6V17L0 15L-6.4 17V14.6L-2.2 11V3.4L-17 7V3.4L-2.2 -4.6z",
  beak: "M0 -20.5L3.4 -12.6H-3.4z",
};

const vtol: MarkShape = {
  body: plane.body + [-9.5, 9.5].map((x) => circle(x, -4, 3.6) + circle(x, 9.5, 3.6)).join(""),
  beak: plane.beak,
};

const helicopter: MarkShape = {
  body: `${circle(0, -2, 7)}M-1.8 4H1.8V14H5V16.6H-5V14H-1.8z`,
  detail: "M-10 -12L10 8M10 -12L-10 8",
  beak: "M0 -17.5L4.4 -7.6H-4.4z",
};

const other: MarkShape = { body: circle(0, 0, 9), beak: "M0 -18L5.4 -7.6H-5.4z" };

const shapes: Readonly<Record<VehicleKind, MarkShape>> = {
  multirotor: quad,
  "ground-robot": dog,
  boat,
  "fixed-wing": plane,
  vtol,
  helicopter,
  other,
};

export const markShape = (kind: VehicleKind): MarkShape => shapes[kind];
