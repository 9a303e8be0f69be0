import type { MapReport } from "./map-report.ts";
import type { SearchAnswers, SearchAsk } from "./search-asks.ts";
import type { SearchEngine } from "./search-engine.ts";

interface Known {
  readonly engine: SearchEngine;
  readonly report: MapReport;
}

/** @throws what the mathematics behind it throws: the question was wrong */
export const answerAsk = (ask: SearchAsk, { engine, report }: Known): SearchAnswers[SearchAsk["kind"]] => {
  switch (ask.kind) {
    case "tile":
      return report.tiles.tile(ask.address, report.peakPerKm2);
    case "at":
      return engine.at(ask.place.latDeg, ask.place.lonDeg);
  }
};
