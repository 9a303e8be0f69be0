import type { ScenarioDecoy } from "../scenario.ts";
import type { Face, Shape, Vector3 } from "./shapes.ts";

/** Where a thing stands or lies, and what the ground around it has. */
export interface Stand {
  readonly eastM: number;
  readonly northM: number;
  readonly groundMslM: number;
  readonly headingRad: number;
  readonly groundK: number;
}

interface Part {
  /** Ahead along the heading, to the right, above the ground: m. */
  readonly at: Vector3;
  readonly semiAxesM: Vector3;
  /** Above the ground's temperature, K. */
  readonly warmerK: number;
  readonly turnRad?: number;
}

const place = (stand: Stand, [ahead, right, up]: Vector3): Vector3 => [
  stand.eastM + ahead * Math.sin(stand.headingRad) + right * Math.cos(stand.headingRad),
  stand.northM + ahead * Math.cos(stand.headingRad) - right * Math.sin(stand.headingRad),
  stand.groundMslM + up,
];

const blobs = (stand: Stand, parts: readonly Part[], hiddenFraction: number, frayed = 0): Shape[] =>
  parts.map((part) => ({
    kind: "blob",
    centre: place(stand, part.at),
    semiAxesM: part.semiAxesM,
    headingRad: stand.headingRad + (part.turnRad ?? 0),
    temperatureK: stand.groundK + part.warmerK,
    hiddenFraction,
    frayed,
  }));

/** Someone lying on the side, 1.7 m long and half a metre wide, in clothes; head and hands are bare and warmer. */
export const lyingPerson = (
  stand: Stand,
  options: { readonly contrastK: number; readonly hiddenFraction: number },
): Shape[] => {
  const k = options.contrastK;
  const parts: Part[] = [
    { at: [0.74, 0.02, 0.11], semiAxesM: [0.12, 0.09, 0.1], warmerK: k * 2 },
    { at: [0.4, 0, 0.14], semiAxesM: [0.26, 0.2, 0.14], warmerK: k * 1.1 },
    { at: [0.04, 0.02, 0.13], semiAxesM: [0.26, 0.17, 0.13], warmerK: k },
    { at: [-0.35, 0.08, 0.09], semiAxesM: [0.27, 0.08, 0.09], warmerK: k * 0.85, turnRad: 0.2 },
    { at: [-0.68, -0.02, 0.07], semiAxesM: [0.22, 0.06, 0.07], warmerK: k * 0.7, turnRad: -0.25 },
    { at: [-0.38, -0.1, 0.09], semiAxesM: [0.28, 0.08, 0.09], warmerK: k * 0.85, turnRad: -0.12 },
    { at: [-0.7, -0.16, 0.07], semiAxesM: [0.2, 0.06, 0.07], warmerK: k * 0.7 },
    { at: [0.28, 0.27, 0.08], semiAxesM: [0.24, 0.055, 0.06], warmerK: k * 0.8, turnRad: 0.35 },
    { at: [0.5, 0.36, 0.06], semiAxesM: [0.07, 0.05, 0.04], warmerK: k * 1.8 },
    { at: [0.2, -0.24, 0.08], semiAxesM: [0.22, 0.055, 0.06], warmerK: k * 0.8, turnRad: -0.3 },
    { at: [0.02, -0.33, 0.06], semiAxesM: [0.07, 0.045, 0.04], warmerK: k * 1.8 },
  ];
  return blobs(stand, parts, options.hiddenFraction);
};

/** Somebody walking in rain clothes: a bare, warm head over a jacket that hides most of the warmth. */
export const walkingPerson = (stand: Stand): Shape[] =>
  blobs(
    stand,
    [
      { at: [0.02, 0, 1.6], semiAxesM: [0.1, 0.09, 0.13], warmerK: 9 },
      { at: [0, 0, 1.15], semiAxesM: [0.16, 0.24, 0.32], warmerK: 4.5 },
      { at: [0.12, 0.1, 0.45], semiAxesM: [0.1, 0.09, 0.45], warmerK: 3.5 },
      { at: [-0.12, -0.1, 0.45], semiAxesM: [0.1, 0.09, 0.45], warmerK: 3.5 },
    ],
    0,
  );

/** A four-legged animal standing; `scale` 1 is a goat of 60 cm at the shoulder. */
const animal = (stand: Stand, scale: number, warmerK: number): Shape[] => {
  const s = scale;
  const leg = (ahead: number, right: number): Part => ({
    at: [ahead * s, right * s, 0.16 * s],
    semiAxesM: [0.04 * s, 0.04 * s, 0.17 * s],
    warmerK: warmerK * 0.7,
  });
  const parts: Part[] = [
    leg(0.25, 0.1),
    leg(0.25, -0.1),
    leg(-0.27, 0.1),
    leg(-0.27, -0.1),
    { at: [0, 0, 0.45 * s], semiAxesM: [0.4 * s, 0.17 * s, 0.18 * s], warmerK },
    { at: [0.48 * s, 0, 0.62 * s], semiAxesM: [0.16 * s, 0.08 * s, 0.1 * s], warmerK: warmerK * 1.5 },
  ];
  return blobs(stand, parts, 0);
};

/** The five faces of an upright box; `bottomM` and `topM` above the ground. */
export const box = (
  stand: Stand,
  size: { readonly from: Vector3; readonly to: Vector3; readonly sideK: number; readonly topK: number },
): Face[] => {
  const [[a0, r0, u0], [a1, r1, u1]] = [size.from, size.to];
  const face = (temperatureK: number, ...corners: readonly Vector3[]): Face => ({
    kind: "face",
    temperatureK: stand.groundK + temperatureK,
    // Ahead, right, up is a left-handed frame: what runs counter-clockwise in it runs clockwise in the scene.
    corners: corners.map((corner) => place(stand, corner)).reverse(),
  });
  return [
    face(size.sideK, [a1, r0, u0], [a1, r1, u0], [a1, r1, u1], [a1, r0, u1]),
    face(size.sideK, [a0, r1, u0], [a0, r0, u0], [a0, r0, u1], [a0, r1, u1]),
    face(size.sideK, [a0, r0, u0], [a1, r0, u0], [a1, r0, u1], [a0, r0, u1]),
    face(size.sideK, [a1, r1, u0], [a0, r1, u0], [a0, r1, u1], [a1, r1, u1]),
    face(size.topK, [a0, r0, u1], [a1, r0, u1], [a1, r1, u1], [a0, r1, u1]),
  ];
};

/** A car parked an hour ago: the engine's warmth under the hood, a cool roof, warm tyres. */
const car = (stand: Stand): Shape[] => [
  ...box(stand, { from: [-2, -0.9, 0.25], to: [-1.5, 0.9, 0.9], sideK: 1.0, topK: 0.3 }),
  ...box(stand, { from: [-1.5, -0.88, 0.25], to: [0.75, 0.88, 1.45], sideK: 0.8, topK: -0.9 }),
  ...box(stand, { from: [0.75, -0.9, 0.25], to: [2, 0.9, 0.9], sideK: 2.5, topK: 8 }),
];

/** A heap of stones and slabs that kept the day's heat. */
const stones = (stand: Stand): Shape[] =>
  blobs(
    stand,
    [
      { at: [0, 0, 0.12], semiAxesM: [0.5, 0.36, 0.2], warmerK: 2.4 },
      { at: [0.62, 0.3, 0.1], semiAxesM: [0.34, 0.28, 0.16], warmerK: 2.0 },
      { at: [-0.55, 0.38, 0.1], semiAxesM: [0.38, 0.3, 0.16], warmerK: 1.7 },
      { at: [0.1, -0.6, 0.08], semiAxesM: [0.3, 0.24, 0.12], warmerK: 1.9 },
      { at: [-0.8, -0.35, 0.06], semiAxesM: [0.22, 0.2, 0.1], warmerK: 1.4 },
    ],
    0,
    0.35,
  );

const transformer = (stand: Stand): Shape[] => [
  ...box(stand, { from: [-0.7, -0.55, 0], to: [0.7, 0.55, 1.5], sideK: 5, topK: 7 }),
];

/** The shapes of what is warm but not the person. */
export const decoyShapes = (kind: ScenarioDecoy["kind"], stand: Stand): Shape[] => {
  switch (kind) {
    case "goat":
      return animal(stand, 1, 6);
    case "dog":
      return animal(stand, 0.8, 7);
    case "car":
      return car(stand);
    case "stones":
      return stones(stand);
    case "transformer":
      return transformer(stand);
  }
};
