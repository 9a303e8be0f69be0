import { readFileSync } from "node:fs";
import sharp from "sharp";
import { degToRad } from "../../shared/units/angle.ts";
import type { Flight } from "./camera-vehicle.ts";
import { peopleScene } from "./people-scene.ts";
import { filmed, type GroundCamera, groundAt } from "./photographed-ground.ts";
import { noSharedData, sharedData } from "./shared-data.ts";
import type { PictureMaker, SentPicture } from "./video-sender.ts";

/** Ground with people on it, photographed in infrared from one place. */
export interface PhotographedPeople {
  readonly photograph: SentPicture;
  readonly from: GroundCamera;
  /** Where each stands: the foot of the annotated box on level ground, m from the camera's place. */
  readonly people: readonly { readonly northM: number; readonly eastM: number }[];
}

/** A camera that films photographed ground: as fine as the photograph, three quarters as wide, so that it has room to move. */
export interface FilmCamera {
  readonly widthPx: number;
  readonly heightPx: number;
  /** A whole number, as VIDEO_STREAM_INFORMATION has it. */
  readonly hfovDeg: number;
}

const photographPx = { widthPx: 640, heightPx: 512 } as const;
const filmPx = { widthPx: 480, heightPx: 384 } as const;

export const filmCameraOf = ({ from }: PhotographedPeople): FilmCamera => {
  const part = filmPx.widthPx / from.widthPx;
  return { ...filmPx, hfovDeg: Math.round((2 * Math.atan(part * Math.tan(from.hfovRad / 2)) * 180) / Math.PI) };
};

/** Where somebody stands whose box this is: upright bodies are seen shortened, and not at all from straight above. */
const footOf = (from: GroundCamera, [x, y, width, height]: readonly [number, number, number, number]) =>
  groundAt(from, x + width / 2, y + (height / 2) * (1 + Math.cos(from.pitchRad)));

/** The data set names no lens; with this one its people are as large as people are. */
const hitUavHfovRad = degToRad(25);

interface HitUavAnnotations {
  readonly images: readonly { readonly filename: string; readonly id: number }[];
  readonly annotation: readonly {
    readonly image_id: number;
    readonly category_id: number;
    readonly bbox: readonly [number, number, number, number];
  }[];
}

/**
 * One picture of HIT-UAV's val split; its name says from how high and how steeply it was taken.
 * @param name such as "1_60_70_0_00606.jpg"
 */
export const hitUavPeople = async (name: string): Promise<PhotographedPeople> => {
  const [path, annotations] = [sharedData(`hit-uav/val/${name}`), sharedData("hit-uav/annotations/val.json")];
  if (path === undefined || annotations === undefined) throw new Error(noSharedData);
  const { images, annotation } = JSON.parse(readFileSync(annotations, "utf8")) as HitUavAnnotations;
  const id = images.find(({ filename }) => filename === name)?.id;
  const { data } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true });
  const [, heightM, downDeg] = name.split("_").map(Number);
  const from: GroundCamera = {
    ...photographPx,
    ...{ northM: 0, eastM: 0, yawRad: 0.6, hfovRad: hitUavHfovRad },
    ...{ heightM: heightM ?? Number.NaN, pitchRad: -degToRad(downDeg ?? Number.NaN) },
  };
  const boxes = annotation.filter(({ image_id, category_id }) => image_id === id && category_id === 0);
  return { photograph: { ...photographPx, data }, from, people: boxes.map(({ bbox }) => footOf(from, bbox)) };
};

/** The same with drawn people, for where the data set isn't: three lie on a meadow, seen from straight above. */
export const drawnPeople = (): PhotographedPeople => {
  const { data, middles } = peopleScene({ ...photographPx, persons: 3 });
  const from: GroundCamera = {
    ...photographPx,
    ...{ northM: 0, eastM: 0, heightM: 60, yawRad: 0.6, pitchRad: -Math.PI / 2, hfovRad: degToRad(40) },
  };
  return { photograph: { ...photographPx, data }, from, people: middles.map(([x, y]) => groundAt(from, x, y)) };
};

const radiusM = 1;
const turnMs = 6_000;

/** Circles at 1 m/s around where the photograph was taken, its nose swaying by three degrees: who stands in the film's picture stays in it. */
export const circling =
  ({ from }: PhotographedPeople) =>
  (atMs: number): Flight => {
    const turn = (2 * Math.PI * atMs) / turnMs;
    return {
      northM: from.northM + radiusM * Math.cos(turn),
      eastM: from.eastM + radiusM * Math.sin(turn),
      yawRad: from.yawRad + 0.05 * Math.sin(0.7 * turn),
    };
  };

export interface Film {
  readonly pictures: PictureMaker;
  /** The camera hangs: it sends the picture that it has. */
  frozen: boolean;
}

/** What a drone films on its flight, as it is at the time of each picture. */
export const filmOf = (
  { photograph, from }: PhotographedPeople,
  { flight, camera, framesPerS }: { flight: (atMs: number) => Flight; camera: FilmCamera; framesPerS: number },
): Film => {
  const { widthPx, heightPx, hfovDeg } = camera;
  let startMs: number | undefined;
  let last: SentPicture | undefined;
  const film: Film = {
    frozen: false,
    pictures: (index) => {
      if (film.frozen && last !== undefined) return last;
      startMs ??= performance.now() - (index * 1000) / framesPerS;
      // The sender asks for a picture as soon as it has sent the one before, and waits until it is due.
      const atMs = Math.max(performance.now(), startMs + (index * 1000) / framesPerS);
      const pose = { ...from, ...flight(atMs), widthPx, heightPx, hfovRad: degToRad(hfovDeg) };
      last = filmed(photograph, from, { camera: pose, index });
      return last;
    },
  };
  return film;
};
