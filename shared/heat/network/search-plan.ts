/** A part of the picture that the network is given at once, source px. */
export interface SearchTile {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** What is found outside is another tile's: from the middle of one overlap to the middle of the next, source px. */
  readonly own: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}

/** How a picture is searched: enlarged or reduced, in one piece or in several. */
export interface SearchPlan {
  /** Network px per source px. */
  readonly scale: number;
  readonly tiles: readonly SearchTile[];
}

/** The width that the network learned people at: a thermal camera's 640. */
const TRAINED_WIDTH_PX = 640;
const MOST_ENLARGED = 4;
/** A longer side than this isn't searched in one piece, network px. */
const LONGEST_SIDE_PX = 1280;
/**
 * Further a picture isn't reduced. Thermal sensors have 1280 px a side at most; what has more was enlarged on its way, or is a
 * still of a camera so fine that a person who is 16 px large keeps the 8 px that the network needs.
 */
const LEAST_SCALE = 0.5;
/** So far tiles reach into each other: twice the largest person, network px. */
const OVERLAP_PX = 128;

/**
 * Small pictures are enlarged by the whole number that brings them nearest to 640 px (160 px by 4, 320 px by 2), those up to
 * 1280 px searched as they are, larger ones reduced to 1280 px, to half at most, and what is larger still then cut in tiles.
 */
export const searchPlan = (widthPx: number, heightPx: number): SearchPlan => {
  const longestPx = Math.max(widthPx, heightPx);
  const enlarged = Math.min(MOST_ENLARGED, Math.max(1, Math.round(TRAINED_WIDTH_PX / longestPx)));
  const scale = enlarged > 1 ? enlarged : Math.min(1, Math.max(LEAST_SCALE, LONGEST_SIDE_PX / longestPx));
  const columns = spans(widthPx, scale);
  const tiles = spans(heightPx, scale).flatMap((row) =>
    columns.map((column) => ({
      xPx: column.fromPx,
      yPx: row.fromPx,
      widthPx: column.lengthPx,
      heightPx: row.lengthPx,
      own: { left: column.ownFrom, top: row.ownFrom, right: column.ownTo, bottom: row.ownTo },
    })),
  );
  return { scale, tiles };
};

interface Span {
  readonly fromPx: number;
  readonly lengthPx: number;
  readonly ownFrom: number;
  readonly ownTo: number;
}

/** Cuts one side into equal pieces that overlap. */
const spans = (sidePx: number, scale: number): readonly Span[] => {
  const mostPx = Math.floor(LONGEST_SIDE_PX / scale);
  if (sidePx <= mostPx) return [{ fromPx: 0, lengthPx: sidePx, ownFrom: -Infinity, ownTo: Infinity }];
  const overlapPx = Math.ceil(OVERLAP_PX / scale);
  const count = Math.ceil((sidePx - overlapPx) / (mostPx - overlapPx));
  const lengthPx = Math.ceil((sidePx + (count - 1) * overlapPx) / count);
  const startOf = (index: number): number => Math.round((index * (sidePx - lengthPx)) / (count - 1));
  return Array.from({ length: count }, (_, index) => ({
    fromPx: startOf(index),
    lengthPx,
    ownFrom: index === 0 ? -Infinity : (startOf(index) + startOf(index - 1) + lengthPx) / 2,
    ownTo: index === count - 1 ? Infinity : (startOf(index + 1) + startOf(index) + lengthPx) / 2,
  }));
};
