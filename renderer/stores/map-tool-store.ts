import { createStore } from "zustand/vanilla";
import { distanceM } from "../../shared/geo/geodesic.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";

export interface MapCircle {
  readonly centre: LatLon;
  readonly radiusM: number;
}

interface PickBase {
  /** Of the vehicle that it is for. */
  readonly colourIndex: number;
  /** What it is for, with the vehicle's name: "Go to, D1". */
  readonly label: string;
  readonly onCancel?: () => void;
}

/** What a person is asked to show on the map; `onDone` or `onCancel` is called once. */
export type MapPick =
  | (PickBase & { readonly kind: "place"; readonly onDone: (place: LatLon) => void })
  | (PickBase & {
      readonly kind: "path";
      /** 2 where it isn't said. */
      readonly leastPoints?: number;
      readonly onDone: (path: readonly LatLon[]) => void;
    })
  /** A ring without its first point again. */
  | (PickBase & { readonly kind: "area"; readonly onDone: (outline: readonly LatLon[]) => void })
  | (PickBase & { readonly kind: "circle"; readonly onDone: (circle: MapCircle) => void })
  /** A ring that is there already: its corners are moved, made and taken away. */
  | (PickBase & { readonly kind: "ring"; readonly onDone: (ring: readonly LatLon[]) => void });

/** As many as a path may have in a request. */
export const mostPathPoints = 300;
/** As many as a segment's ring may have. */
const mostRingCorners = 2_000;
/** Circles an order may ask for, m. */
export const circleRadiiM = { least: 5, most: 2000 } as const;

/** A ring that is to be edited on the map, and what happens with it. */
export type RingEdit = PickBase & {
  readonly ring: readonly LatLon[];
  readonly onDone: (ring: readonly LatLon[]) => void;
};

export interface MapToolState {
  readonly current: MapPick | undefined;
  /** Set so far; of a circle its centre. */
  readonly points: readonly LatLon[];
  /** Of a ring that is edited: what it was before each gesture. */
  readonly before: readonly { readonly ring: readonly LatLon[]; readonly gesture: string }[];
  /** Asks for a place, a path, an area or a circle; what was asked before is cancelled. */
  readonly pick: (pick: MapPick) => void;
  /** Lets a person move, add and remove the corners of a ring (without its first point again); `onDone` gets the new one. */
  readonly editRing: (edit: RingEdit) => void;
  /** The ring as it is while a corner is dragged; what it was when `gesture` began is one step to take back. */
  readonly setRing: (ring: readonly LatLon[], gesture: string) => void;
  /**
   * Sets the next point; one where the last is (or, of an area, the first) ends it.
   * @param nearM what counts as the same place: a finger's width on the ground, m
   */
  readonly setPoint: (place: LatLon, nearM: number) => void;
  readonly takeBack: () => void;
  /** Ends a path or an area that has points enough; else nothing happens. */
  readonly finish: () => void;
  readonly cancel: () => void;
}

/** How many points a pick needs before it can end. */
export const leastPoints = (pick: MapPick): number =>
  pick.kind === "area" || pick.kind === "ring"
    ? 3
    : pick.kind === "path"
      ? (pick.leastPoints ?? 2)
      : pick.kind === "circle"
        ? 2
        : 1;

/** The radius that a second point gives, held to what may be asked; undefined where it is too near. */
export const circleRadiusM = (centre: LatLon, rim: LatLon): number | undefined => {
  const radiusM = distanceM(centre, rim);
  return radiusM < circleRadiiM.least ? undefined : Math.min(circleRadiiM.most, Math.round(radiusM));
};

const near = (a: LatLon | undefined, b: LatLon, nearM: number): boolean => a !== undefined && distanceM(a, b) <= nearM;

export const createMapToolStore = () =>
  createStore<MapToolState>()((set, get) => {
    const idle = { current: undefined, points: [], before: [] };
    const setCircle = (pick: Extract<MapPick, { kind: "circle" }>, place: LatLon): void => {
      const [centre] = get().points;
      if (centre === undefined) {
        set({ points: [place] });
        return;
      }
      const radiusM = circleRadiusM(centre, place);
      if (radiusM === undefined) return;
      set(idle);
      pick.onDone({ centre, radiusM });
    };
    return {
      ...idle,
      pick: (pick) => {
        get().cancel();
        set({ ...idle, current: pick });
      },
      editRing: ({ ring, ...pick }) => {
        get().cancel();
        set({ ...idle, current: { ...pick, kind: "ring" }, points: ring });
      },
      setRing: (ring, gesture) =>
        set(({ current, points, before }) => {
          if (current?.kind !== "ring" || ring.length < 3 || ring.length > mostRingCorners) return {};
          return {
            points: ring,
            before: before.at(-1)?.gesture === gesture ? before : [...before, { ring: points, gesture }],
          };
        }),
      setPoint: (place, nearM) => {
        const { current, points, finish } = get();
        if (current === undefined || current.kind === "ring") return;
        if (current.kind === "place") {
          set(idle);
          current.onDone(place);
        } else if (current.kind === "circle") setCircle(current, place);
        else if (near(points.at(-1), place, nearM)) finish();
        else if (current.kind === "area" && points.length >= 3 && near(points[0], place, nearM)) finish();
        else if (points.length < mostPathPoints) set({ points: [...points, place] });
      },
      takeBack: () =>
        set(({ current, points, before }) =>
          current?.kind === "ring"
            ? { points: before.at(-1)?.ring ?? points, before: before.slice(0, -1) }
            : { points: points.slice(0, -1) },
        ),
      finish: () => {
        const { current, points } = get();
        if (current === undefined || points.length < leastPoints(current)) return;
        if (current.kind === "place" || current.kind === "circle") return;
        set(idle);
        current.onDone(points);
      },
      cancel: () => {
        const { current } = get();
        if (current === undefined) return;
        set(idle);
        current.onCancel?.();
      },
    };
  });
export type MapToolStore = ReturnType<typeof createMapToolStore>;
