import type { BoxPx, Detection } from "../../../shared/heat/detection.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import type { CountPicture } from "../thermal-png.ts";
import { measureBox } from "./measure-box.ts";

/** What a hot spot is on a picture in which the network saw nothing there: it misses one person in ten or so. */
const UNSEEN_PROBABILITY = 0.03;
/** A box that nothing else speaks for is told of from here on. */
const LEAST_PERSON = 0.1;
const LEAST_OTHER_SCORE = 0.35;
/** A spot belongs to a box that it reaches this near, px: boxes are a pixel or two loose. */
const NEAR_PX = 2;
const MOST_BOXES = 32;

/** What the network found, for a picture that was searched by temperature, too, or by nothing else. */
export const joinDetections = (
  picture: CountPicture,
  spots: readonly HotSpot[],
  detections: readonly Detection[],
): HotSpot[] => {
  const ranked = detections.toSorted((a, b) => b.personProbability - a.personProbability || b.score - a.score);
  const taken = new Set<Detection>();
  const joined = spots.map((spot): HotSpot => {
    const box = ranked.find((detection) => belongs(spot, detection));
    if (!box) return { ...spot, personProbability: UNSEEN_PROBABILITY };
    taken.add(box);
    return { ...spot, personProbability: box.personProbability, category: box.category };
  });
  const alone = ranked
    .filter((box) => !taken.has(box) && isWorthTelling(box) && !spots.some((spot) => belongs(spot, box)))
    .slice(0, MOST_BOXES)
    .map((box) => measureBox(picture, box));
  return [...joined, ...alone];
};

const isWorthTelling = ({ category, personProbability, score }: Detection): boolean =>
  category === "person" ? personProbability >= LEAST_PERSON : score >= LEAST_OTHER_SCORE;

/** The middle of one lies in the other. */
const belongs = (spot: HotSpot, box: BoxPx): boolean => {
  const inBox = within(spot.xPx, box.xPx, box.widthPx) && within(spot.yPx, box.yPx, box.heightPx);
  if (inBox) return true;
  const [middleX, middleY] = [box.xPx + box.widthPx / 2, box.yPx + box.heightPx / 2];
  return (
    within(middleX, spot.xPx - spot.widthPx / 2, spot.widthPx) &&
    within(middleY, spot.yPx - spot.heightPx / 2, spot.heightPx)
  );
};

const within = (at: number, from: number, length: number): boolean =>
  at >= from - NEAR_PX && at <= from + length + NEAR_PX;
