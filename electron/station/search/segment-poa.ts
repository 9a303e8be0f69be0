import type { Prior } from "../../../shared/search/probability/prior.ts";
import type { SegmentCells } from "../../../shared/search/probability/segment-cells.ts";
import { problemOf, type SearchProblem } from "./search-problem.ts";
import type { SearchSpec } from "./search-spec.ts";

/** So little is a rounding's rest; dividing by it would make numbers that are none. */
const nothing = 1e-12;

/**
 * Segments whose probability somebody set by hand: each is scaled to it, all else (and the rest of the world) to what is
 * left. Where the set ones are more than 1 together, they are taken as shares of their sum; where nothing is left anywhere, the
 * subject is in the rest of the world.
 */
export const withSetSegments = (
  prior: Prior,
  cells: SegmentCells,
  segments: SearchSpec["segments"],
): { readonly prior: Prior; readonly problems: readonly SearchProblem[] } => {
  const set = segments.flatMap(({ poa }, index) =>
    poa === undefined || !((cells.cells[index] ?? 0) > 0) ? [] : [{ index, poa }],
  );
  if (set.length === 0) return { prior, problems: [] };
  const whole = set.reduce((sum, { poa }) => sum + poa, 0);
  const masses = new Float64Array(segments.length);
  let others = prior.row;
  const isSet = new Set(set.map(({ index }) => index));
  for (let cell = 0; cell < prior.mass.length; cell += 1) {
    const owner = cells.owner[cell] ?? -1;
    const mass = prior.mass[cell] ?? 0;
    if (isSet.has(owner)) masses[owner] = (masses[owner] ?? 0) + mass;
    else others += mass;
  }
  // With nothing else anywhere, what was set is all there is.
  const isTooMuch = whole > 1 || (others < nothing && whole >= nothing);
  const share = isTooMuch ? 1 / whole : 1;
  const rest = others >= nothing ? Math.max(0, 1 - whole * share) / others : 0;
  const wanted = new Map(set.map(({ index, poa }) => [index, poa * share]));
  const mass = prior.mass.map((value, cell) => {
    const owner = cells.owner[cell] ?? -1;
    const poa = wanted.get(owner);
    if (poa === undefined) return value * rest;
    const before = masses[owner] ?? 0;
    // Nothing was there before: evenly.
    return before >= nothing ? (value * poa) / before : poa / (cells.cells[owner] ?? 1);
  });
  return {
    prior: { mass, row: whole < nothing && others < nothing ? 1 : prior.row * rest },
    problems: Math.abs(whole * share - whole) > 1e-6 ? [problemOf("not-one", { of: "segments", sum: whole })] : [],
  };
};
