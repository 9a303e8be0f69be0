/** What draws the scene: a graphics card, or the processor, for which much less is drawn. */
export type GraphicsKind = "card" | "processor";

/** Names that the browsers' own software drawing gives itself: SwiftShader (Chromium), llvmpipe (Mesa), WARP (Windows). */
const softwareNames = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export const graphicsKindOf = (rendererName: string): GraphicsKind =>
  softwareNames.test(rendererName) ? "processor" : "card";

/**
 * Asks a canvas that is thrown away: how a scene is drawn must be said before its own context is made.
 * @returns undefined where the browser gives no WebGL 2
 */
export const probeGraphics = (): GraphicsKind | undefined => {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (gl === null) return undefined;
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(names === null ? gl.RENDERER : names.UNMASKED_RENDERER_WEBGL);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return graphicsKindOf(String(name));
};

/** How much is drawn. */
export interface SceneDetail {
  readonly antialias: boolean;
  /** Device pixels per CSS pixel, at most. */
  readonly mostPixelRatio: number;
  /** Samples of the ground along a side, at most. */
  readonly groundSamples: number;
  /** Of a path's points each so many-th is drawn. */
  readonly pathStride: number;
  readonly anisotropy: number;
  /** Of the picture over the ground, two sizes are blended into each other. */
  readonly blendsSizes: boolean;
}

export const sceneDetails: Readonly<Record<GraphicsKind, SceneDetail>> = {
  card: { antialias: true, mostPixelRatio: 2, groundSamples: 301, pathStride: 1, anisotropy: 8, blendsSizes: true },
  processor: {
    antialias: false,
    mostPixelRatio: 0.75,
    groundSamples: 121,
    pathStride: 3,
    anisotropy: 1,
    blendsSizes: false,
  },
};
