import { isInRing, type PlaneRing } from "../../shared/geo/polygon.ts";
import { type Look, lookAt } from "../../shared/search/detection/look-at.ts";
import { PassMemory } from "../../shared/search/detection/pass-memory.ts";
import { cellCount, columnEastM, rowNorthM, type SearchGrid } from "../../shared/search/grid/search-grid.ts";
import { checkPrior } from "../../shared/search/probability/prior.ts";
import { ProbabilityMap } from "../../shared/search/probability/probability-map.ts";
import { segmentCells } from "../../shared/search/probability/segment-cells.ts";
import { median } from "./compare.ts";

const budgetMs = 5;
const frames = 400;
const peerFrames = 9;
const passDetection = 0.8;
const grid: SearchGrid = { centre: { latDeg: 30.5, lonDeg: 103.25 }, cellM: 5, columns: 1000, rows: 1000 };

/** A picture from 60 m straight down, 51 x 41 m, and one that looks 30 degrees down: 53 to 299 m away, 64 to 244 m wide. */
const pictures: Readonly<Record<"nadir" | "oblique", PlaneRing>> = {
  nadir: [
    { northM: -20.5, eastM: -25.5 },
    { northM: -20.5, eastM: 25.5 },
    { northM: 20.5, eastM: 25.5 },
    { northM: 20.5, eastM: -25.5 },
  ],
  oblique: [
    { northM: 52.8, eastM: -31.95 },
    { northM: 52.8, eastM: 31.95 },
    { northM: 299, eastM: 121.95 },
    { northM: 299, eastM: -121.95 },
  ],
};

/** The same picture further on along a flight that turns all the time. */
const pictureAt = (picture: PlaneRing, frame: number): PlaneRing => {
  const [cos, sin] = [Math.cos(frame * 0.7), Math.sin(frame * 0.7)];
  const [northM, eastM] = [2000 * Math.sin(frame * 0.37), 2000 * Math.cos(frame * 0.53)];
  return picture.map((corner) => ({
    northM: northM + corner.northM * cos - corner.eastM * sin,
    eastM: eastM + corner.northM * sin + corner.eastM * cos,
  }));
};

/** Bumps, so that every cell has its own mass; and as many segments as a town's search has. */
const freshMap = (): ProbabilityMap => {
  const mass = new Float32Array(cellCount(grid));
  for (let cell = 0; cell < mass.length; cell += 1) mass[cell] = 2 + Math.sin(cell / 777) + Math.sin(cell / 31_000);
  const checked = checkPrior(mass, 0.05 * mass.length, mass.length);
  if (!checked.ok) throw new Error("The prior was refused.");
  const map = new ProbabilityMap(grid, checked.prior);
  map.watchSegments(segmentCells(grid, squares(33)));
  return map;
};

const squares = (across: number) =>
  Array.from({ length: across * across }, (_, i) => {
    const sideM = 5000 / across;
    const [southM, westM] = [Math.floor(i / across) * sideM - 2500, (i % across) * sideM - 2500];
    const ring = [
      { northM: southM, eastM: westM },
      { northM: southM, eastM: westM + sideM },
      { northM: southM + sideM, eastM: westM + sideM },
      { northM: southM + sideM, eastM: westM },
    ];
    return { id: `S${i}`, rings: [ring] };
  });

/** Every picture a pass of its own, so that the plain loop needs no memory. */
const look = (ring: PlaneRing, frame: number): Look => ({
  lookerId: "1",
  atMs: frame * 60_000,
  exposureS: 60,
  ground: { rings: [ring] },
  detection: { unresponsive: passDetection, responsive: passDetection },
});

/** What everybody writes first: all cells, each asked whether it lies in the picture. */
const plainLook = (mass: Float32Array, missed: Float32Array, ring: PlaneRing): number => {
  const pod = passDetection * (1 - Math.exp(-60));
  let success = 0;
  for (let row = 0; row < grid.rows; row += 1) {
    for (let column = 0; column < grid.columns; column += 1) {
      const cell = row * grid.columns + column;
      if (isInRing({ northM: rowNorthM(grid, row), eastM: columnEastM(grid, column) }, ring))
        missed[cell] = (missed[cell] ?? 1) * (1 - pod);
      success += (mass[cell] ?? 0) * (1 - (missed[cell] ?? 1));
    }
  }
  return success;
};

const timed = (work: () => void): number => {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
};

const measure = (picture: PlaneRing): { oursMs: number; peerMs: number; cells: number; equal: boolean } => {
  const [map, passes] = [freshMap(), new PassMemory()];
  const missed = new Float32Array(cellCount(grid)).fill(1);
  const [oursMs, peerMs]: [number[], number[]] = [[], []];
  let [cells, success] = [0, 0];
  for (let frame = 0; frame < peerFrames; frame += 1) {
    const ring = pictureAt(picture, frame);
    peerMs.push(timed(() => (success = plainLook(map.prior, missed, ring))));
    lookAt(map, passes, look(ring, frame));
  }
  const equal =
    missed.every((value, cell) => value === map.missed[cell]) && Math.abs(success - map.successSoFar) < 1e-6;
  for (let frame = peerFrames; frame < frames; frame += 1) {
    const ring = pictureAt(picture, frame);
    // With the probability of success read each time: that is what it is for.
    oursMs.push(timed(() => (cells += lookAt(map, passes, look(ring, frame)) * Math.sign(map.successSoFar))));
  }
  return { oursMs: median(oursMs), peerMs: median(peerMs), cells: Math.round(cells / (frames - peerFrames)), equal };
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** One camera picture into a map of 1,000,000 cells and 1,089 segments, beside a plain loop over all cells. */
export const run = async (): Promise<object> => {
  const nadir = measure(pictures.nadir);
  const oblique = measure(pictures.oblique);
  if (!nadir.equal || !oblique.equal) throw new Error("Not the same cells as by the plain loop.");
  return {
    msPerFootprint: round(nadir.oursMs, 4),
    msPerOblique: round(oblique.oursMs, 4),
    peerMs: round(nadir.peerMs, 2),
    peerObliqueMs: round(oblique.peerMs, 2),
    ratio: Math.round(Math.min(nadir.peerMs / nadir.oursMs, oblique.peerMs / oblique.oursMs)),
    budgetMs,
    timesBudget: round(Math.max(nadir.oursMs, oblique.oursMs) / budgetMs, 5),
    cells: cellCount(grid),
    cellsPerFootprint: nadir.cells,
    cellsPerOblique: oblique.cells,
    equal: true,
  };
};
