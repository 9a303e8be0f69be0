/** Which rows of a long list are drawn: those in sight and some more on each side. */
export interface RowWindow {
  readonly from: number;
  /** Without this one. */
  readonly to: number;
}

/**
 * @param topPx where the list begins, from the scrolling body's upper edge; negative once it is scrolled past
 * @param heightPx of the scrolling body
 */
export const rowWindow = (list: {
  readonly count: number;
  readonly rowPx: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly spare: number;
}): RowWindow => {
  const { count, rowPx, topPx, heightPx, spare } = list;
  const clamp = (row: number): number => Math.max(0, Math.min(count, row));
  const from = clamp(Math.floor(-topPx / rowPx) - spare);
  return { from, to: Math.max(from, clamp(Math.ceil((heightPx - topPx) / rowPx) + spare)) };
};
