import type { Theme } from "../stores/settings-store.ts";

/** Colours of the 3D view, sRGB. Day is a clear morning; night is dim and warm, nothing bright in it but what matters. */
export interface ScenePalette {
  readonly zenith: number;
  readonly horizon: number;
  /** Below the horizon, where there is no ground. */
  readonly nadir: number;
  /** Ground without a picture. */
  readonly ground: number;
  /** The cut sides of the terrain's block. */
  readonly contour: number;
  readonly contourStrength: number;
  /** How strong the sun is, and what light comes from everywhere; together about 1. */
  readonly sun: number;
  readonly ambient: number;
  /** Of meshes: of vehicles, pillars and pins. */
  readonly meshSun: number;
  readonly meshAmbient: number;
  readonly lineEdge: number;
  readonly halo: number;
  readonly heat: number;
  readonly heatOpen: number;
  readonly heatGrey: number;
  readonly heatOwn: number;
  /** Of 1, how strong paths and footprints are. */
  readonly lines: number;
}

export const scenePalettes: Readonly<Record<Theme, ScenePalette>> = {
  day: {
    zenith: 0x6fa3d6,
    horizon: 0xdfe9ef,
    nadir: 0xc3ccd0,
    ground: 0xdcdccb,
    contour: 0x7d4a1c,
    contourStrength: 0.5,
    sun: 0.55,
    ambient: 0.58,
    meshSun: 2.2,
    meshAmbient: 1.5,
    lineEdge: 0x10141a,
    halo: 0xffffff,
    heat: 0xffab2e,
    heatOpen: 0xffe2ae,
    heatGrey: 0x6a7179,
    heatOwn: 0x0b4f9e,
    lines: 1,
  },
  night: {
    zenith: 0x050608,
    horizon: 0x16130e,
    nadir: 0x0a0907,
    ground: 0x17150f,
    contour: 0xac8046,
    contourStrength: 0.28,
    sun: 0.5,
    ambient: 0.7,
    meshSun: 1.3,
    meshAmbient: 0.95,
    lineEdge: 0x000000,
    halo: 0x8f8468,
    heat: 0xe29a31,
    heatOpen: 0x8a6428,
    heatGrey: 0x6b6558,
    heatOwn: 0x7d99ba,
    lines: 0.8,
  },
};

/** Where the sun stands: in the north-west, as maps are lit, 40 degrees high. East, north, up; a unit vector. */
export const sunDirection = [-0.5417, 0.5417, 0.6428] as const;
