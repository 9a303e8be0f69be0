/** Two vehicles over the same ground are at least this far apart, m. */
const leastApartM = 15;

/**
 * A height of its own for each of several vehicles that search side by side, so that they may meet at the seams: above ground,
 * from the lowest up, 5 m more apart than the check for conflicts asks for.
 * @param highestM none is above this (120 m above ground needs a permission)
 * @returns undefined where they don't fit below it 15 m apart
 */
export const heightBands = (
  count: number,
  { lowestM, highestM = 120, apartM = leastApartM + 5 }: { lowestM: number; highestM?: number; apartM?: number },
): readonly number[] | undefined => {
  const roomM = count <= 1 ? apartM : (highestM - lowestM) / (count - 1);
  const stepM = Math.min(apartM, roomM);
  if (stepM < leastApartM || (count > 0 && lowestM > highestM)) return undefined;
  return Array.from({ length: count }, (_, i) => lowestM + i * stepM);
};
