/** What hands ask for, -1 to 1 each. */
export interface Sticks {
  readonly forward: number;
  readonly right: number;
  readonly up: number;
  readonly turn: number;
}

export const neutral: Sticks = { forward: 0, right: 0, up: 0, turn: 0 };

/** What is needed of the browser's Gamepad. */
export interface Pad {
  readonly id: string;
  /** "standard" where the browser knows which axis is which; with any other the sticks could be anything. */
  readonly mapping: string;
  readonly axes: readonly number[];
  readonly buttons: readonly { readonly pressed: boolean }[];
}

/** The left shoulder button: under the index finger, and it springs back. */
const deadManButton = 4;
/** Sticks that are let go rest within this. */
const deadZone = 0.09;
/** Share of the cube in the curve: fine around the middle, all of it at the end. */
const softness = 0.45;

const shape = (value: number | undefined): number => {
  if (value === undefined || !Number.isFinite(value)) return 0;
  const size = Math.min(1, Math.abs(value));
  if (size <= deadZone) return 0;
  const x = (size - deadZone) / (1 - deadZone);
  return Math.sign(value) * ((1 - softness) * x + softness * x ** 3);
};

/** A layout that is known, with both sticks. */
export const isUsable = (pad: Pick<Pad, "mapping" | "axes" | "buttons">): boolean =>
  pad.mapping === "standard" && pad.axes.length >= 4 && pad.buttons.length > deadManButton;

export const isDeadManHeld = (pad: Pick<Pad, "buttons">): boolean => pad.buttons[deadManButton]?.pressed === true;

/**
 * Sticks as drone pilots know them ("mode 2"): left up and down for height, left sideways to turn, right for where to go. A
 * vehicle on the ground has no height: its left stick only turns.
 */
export const sticksOf = (pad: Pick<Pad, "axes">, { onGround }: { readonly onGround: boolean }): Sticks => {
  const [leftX, leftY, rightX, rightY] = pad.axes.map(shape);
  // Browsers count downwards.
  const up = onGround ? 0 : -(leftY ?? 0);
  // Without "+ 0" a stick at rest would be -0.
  return { forward: -(rightY ?? 0) + 0, right: (rightX ?? 0) + 0, up: up + 0, turn: (leftX ?? 0) + 0 };
};

export const isNeutral = ({ forward, right, up, turn }: Sticks): boolean =>
  forward === 0 && right === 0 && up === 0 && turn === 0;
