/** What was measured of a detector: how many of the people in a picture it finds, by how large they are in it. */
export interface DetectionTable {
  readonly key: "network" | "network-val" | "watched";
  /** What a person's size is measured by: the square root of its box's area, or its longest edge; px. */
  readonly by: "root-area" | "longest-edge";
  /** Ascending; nothing was measured before the first and past the last. */
  readonly points: readonly { readonly sizePx: number; readonly share: number }[];
  readonly source: string;
}

/**
 * The built-in network on pictures of places it never saw: recall at one false alarm a picture, by the size of the person,
 * each group at its middle. People under 8 px are rare in the data (2 of 340): nothing is claimed of them. It is of single
 * pictures in both views. Where a busy station searches more of a stream's pictures in one view instead, as many people end in
 * the list (test/bench/heat-looks.ts), so that a pass counts the same.
 */
export const networkTable: DetectionTable = {
  key: "network",
  by: "root-area",
  points: [
    { sizePx: 8, share: 0.762 },
    { sizePx: 9, share: 0.762 },
    { sizePx: 11, share: 0.84 },
    { sizePx: 13, share: 0.873 },
    { sizePx: 16, share: 0.858 },
    { sizePx: 20, share: 0.909 },
  ],
  source:
    "lantern-person 1.0.0, model card: recall by size at 1 false/picture, val without near train frames (HIT-UAV)",
};

/**
 * The same on all of val, by height (110-130 m, 80-100 m, 60-70 m against the mean of their median sizes): it flatters, because
 * most of val was taken moments apart from what the network learned.
 */
export const networkValTable: DetectionTable = {
  key: "network-val",
  by: "root-area",
  points: [
    { sizePx: 11.35, share: 0.911 },
    { sizePx: 14.95, share: 0.868 },
    { sizePx: 16.0, share: 0.939 },
  ],
  source: "lantern-person 1.0.0, model card: recall by height at 1 false/picture, all of val (HIT-UAV)",
};

/** Somebody who watches the picture and does nothing else: the one point that is published. */
export const watchedTable: DetectionTable = {
  key: "watched",
  by: "longest-edge",
  points: [{ sizePx: 4, share: 0.79 }],
  source: "DJI SAR altitude guide: 79 % detection at 4 px on the longest edge",
};

/** A lying person as the tables of cameras have one, m. */
export const lyingPerson = { lengthM: 1.7, widthM: 0.5 } as const;

/** How large a person is in a picture. */
export interface PersonSize {
  readonly longestPx: number;
  readonly rootAreaPx: number;
}

/** @param gsdM ground sample distance: IFOV times the slant range, m/px */
export const personSizePx = (gsdM: number, { lengthM, widthM } = lyingPerson): PersonSize => ({
  longestPx: lengthM / gsdM,
  rootAreaPx: Math.sqrt(lengthM * widthM) / gsdM,
});

export interface PassAbility {
  /** That one pass finds a person in the open, 0 to 1: an estimate. */
  readonly share: number;
  /**
   * "measured": between points of the table. "held": the person is larger than anything measured, and no more is claimed than
   * for the largest. "too-small": smaller than anything measured, and nothing is claimed.
   */
  readonly basis: "measured" | "held" | "too-small";
  readonly table: DetectionTable["key"];
  readonly source: string;
}

/** What a table says of a person of a size; straight between its points, never continued beyond them. */
export const abilityBy = ({ key, by, points, source }: DetectionTable, size: PersonSize): PassAbility => {
  const sizePx = by === "root-area" ? size.rootAreaPx : size.longestPx;
  const after = points.findIndex((point) => sizePx <= point.sizePx);
  const [before, to] = [points[after - 1], points[after]];
  const given = { table: key, source };
  if (to === undefined) return { ...given, share: points.at(-1)?.share ?? 0, basis: "held" };
  if (before === undefined)
    return sizePx < to.sizePx
      ? { ...given, share: 0, basis: "too-small" }
      : { ...given, share: to.share, basis: "measured" };
  const along = (sizePx - before.sizePx) / (to.sizePx - before.sizePx);
  return { ...given, share: before.share + along * (to.share - before.share), basis: "measured" };
};

/** The best of what was measured: the network where it runs and somebody who watches where people do. */
export const passAbility = (size: PersonSize, tables: readonly DetectionTable[]): PassAbility => {
  const [first, ...others] = tables.map((table) => abilityBy(table, size));
  if (!first) throw new Error("No detection table was given.");
  return others.reduce((best, ability) => (ability.share > best.share ? ability : best), first);
};

/**
 * Under leaves: a stated assumption, because nobody measured it here.
 * @param openShare of the ground that is seen through the canopy, 0 to 1
 */
export const underCanopy = (ability: PassAbility, openShare: number): PassAbility => ({
  ...ability,
  share: ability.share * openShare,
});
