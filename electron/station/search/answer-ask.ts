import type { DatasetShelf, ReadAsk } from "./dataset-shelf.ts";
import { divideArea } from "./divide-area.ts";
import type { MapReport } from "./map-report.ts";
import type { ReadAnswer, SearchAnswers, SearchAsk } from "./search-asks.ts";
import type { SearchEngine } from "./search-engine.ts";
import type { TravelBook } from "./travel-book.ts";
import { whatNext } from "./what-next.ts";

export interface AnswerParts {
  readonly engine: SearchEngine;
  readonly report: MapReport;
  readonly travel: TravelBook;
  readonly datasets: DatasetShelf;
}

/** Bad lines that are told one by one. */
const mostToldLines = 50;

/** @throws what the mathematics behind it throws: the question was wrong */
export const answerAsk = (
  ask: SearchAsk,
  { engine, report, travel, datasets }: AnswerParts,
): SearchAnswers[SearchAsk["kind"]] => {
  const { made, ground } = engine;
  switch (ask.kind) {
    case "tile":
      return report.tiles.tile(ask.address, report.peakPerKm2);
    case "at":
      return engine.at(ask.place.latDeg, ask.place.lonDeg);
    case "divide":
      return divideArea(ask, ground.features);
    case "next":
      return made === undefined ? undefined : whatNext(made, ask, ground);
    case "nearest":
      return travel.nearest(ask, ground, made?.map.grid);
    case "read":
      return readAnswer(datasets, ask);
    case "columns":
      return datasets.columns(ask.id);
    case "correlate":
      return datasets.correlate(ask);
  }
};

const readAnswer = (datasets: DatasetShelf, ask: ReadAsk): ReadAnswer => {
  const read = datasets.read(ask);
  if (!read.ok) return read;
  return { ok: true, rows: read.rows.length, badRows: read.bad.length, bad: read.bad.slice(0, mostToldLines) };
};
