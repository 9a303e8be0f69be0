import type { SearchGrid } from "../../../shared/search/grid/search-grid.ts";
import type { PriorLayer } from "../../../shared/search/probability/layers.ts";
import { problemOf, type SearchProblem } from "./search-problem.ts";
import type { SearchSpec } from "./search-spec.ts";

/** Where somebody adrift may be by now. */
export const driftLayer = (
  { model }: SearchSpec,
  _grid: SearchGrid,
): { readonly layer?: PriorLayer; readonly problems: readonly SearchProblem[] } =>
  model.drift === undefined ? { problems: [problemOf("no-drift")] } : { problems: [problemOf("no-drift")] };
