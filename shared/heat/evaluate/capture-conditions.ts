/** How a picture of HIT-UAV was taken, as its name says. */
export interface CaptureConditions {
  readonly time: "day" | "night";
  readonly heightM: number;
  /** Below the horizon; 90 is straight down. */
  readonly angleDeg: number;
  /** Counts through all flights: neighbours show nearly the same. */
  readonly frameNumber: number;
}

/** `{0 day, 1 night}_{height m}_{camera angle deg}_{weather}_{number}`: Suo et al., Scientific Data 10:227 (2023). */
const NAME = /(?:^|\/)([01])_(\d+)_(\d+)_\d+_(\d+)\.\w+$/;

/** @returns undefined where the name is of another kind */
export const captureConditions = (fileName: string): CaptureConditions | undefined => {
  const [, time, height, angle, number] = NAME.exec(fileName) ?? [];
  if (number === undefined) return undefined;
  return {
    time: time === "0" ? "day" : "night",
    heightM: Number(height),
    angleDeg: Number(angle),
    frameNumber: Number(number),
  };
};

/** Frames of one scene lie at most so many numbers from each other. */
const SAME_SCENE_FRAMES = 3;

/** The pictures that have no neighbour among those that were learned from; a name of another kind has none known. */
export const apartFrom = (fileNames: readonly string[], learned: readonly string[]): readonly string[] => {
  const near = new Set<number>();
  for (const name of learned) {
    const number = captureConditions(name)?.frameNumber;
    if (number === undefined) continue;
    for (let by = -SAME_SCENE_FRAMES; by <= SAME_SCENE_FRAMES; by++) near.add(number + by);
  }
  return fileNames.filter((name) => {
    const number = captureConditions(name)?.frameNumber;
    return number !== undefined && !near.has(number);
  });
};
