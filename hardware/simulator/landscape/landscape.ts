import type { Box, Point } from "./geometry.ts";

/** What covers a piece of ground; decides its height profile, its temperature at night and its colour on the map. */
export type AreaKind = "field" | "pond" | "lake" | "canal" | "wood" | "yard";

/** A piece of ground. */
export interface Area {
  readonly kind: AreaKind;
  readonly outline: readonly Point[];
  readonly box: Box;
  /** 0 to 1: which crop, how deep; anything that differs from neighbour to neighbour. */
  readonly tone: number;
  /** Direction of furrows, radians from east. */
  readonly furrowRad: number;
  readonly name?: string;
}

/** Something long and narrow on the ground. */
export interface Way {
  readonly kind: "road" | "track" | "ditch";
  readonly points: readonly Point[];
  readonly widthM: number;
  readonly box: Box;
  readonly name?: string;
}

/** A rectangular house with a gable roof, the ridge along its length. */
export interface House {
  readonly centre: Point;
  readonly halfLengthM: number;
  readonly halfWidthM: number;
  /** Of the ridge, radians from east. */
  readonly angleRad: number;
  readonly eavesM: number;
  readonly ridgeM: number;
}

/** A tree with a round crown; `tone` 0 to 1 as in Area. */
export interface Tree {
  readonly eastM: number;
  readonly northM: number;
  readonly crownRadiusM: number;
  readonly heightM: number;
  readonly tone: number;
}

/** Everything that stands on or shapes the ground, in metres from the scenario's centre. */
export interface Landscape {
  readonly seed: number;
  readonly sizeM: number;
  readonly areas: readonly Area[];
  readonly ways: readonly Way[];
  readonly houses: readonly House[];
  readonly trees: readonly Tree[];
}
