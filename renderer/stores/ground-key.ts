import type { StationView } from "../../shared/wire/state.ts";

/** Which ground a station has: another scenario, or a height model more or less, is another ground to draw. */
export const groundKey = (view: Pick<StationView, "scenarioName" | "terrain"> | undefined): string => {
  const files = view?.terrain?.files ?? [];
  const named = files.map(({ name, spacingM, southDeg, westDeg }) => [name, spacingM, southDeg, westDeg]);
  return JSON.stringify([view?.scenarioName, named]);
};
