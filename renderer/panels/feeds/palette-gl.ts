import type { Size } from "./fit-picture.ts";

const vertexSource = `#version 300 es
out vec2 place;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  place = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/** Half a texel in from both ends, so that 0 and 255 meet their own colours. */
const fragmentSource = `#version 300 es
precision mediump float;
uniform sampler2D picture;
uniform sampler2D palette;
in vec2 place;
out vec4 colour;
void main() {
  float grey = texture(picture, place).r;
  colour = vec4(texture(palette, vec2((grey * 255.0 + 0.5) / 256.0, 0.5)).rgb, 1.0);
}`;

const program = (gl: WebGL2RenderingContext): WebGLProgram | undefined => {
  const made = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexSource],
    [gl.FRAGMENT_SHADER, fragmentSource],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  return gl.getProgramParameter(made, gl.LINK_STATUS) === true ? made : undefined;
};

const texture = (gl: WebGL2RenderingContext, unit: number, filter: number): WebGLTexture => {
  const made = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, made);
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, filter],
    [gl.TEXTURE_MAG_FILTER, filter],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const)
    gl.texParameteri(gl.TEXTURE_2D, name, value);
  return made;
};

/** Colours grey pictures on the graphics card, for any number of canvases: browsers give a page few contexts. */
export interface PaletteGl {
  /**
   * @param table 256 RGB colours
   * @returns where the coloured picture lies until the next call: a canvas, and the place in it; undefined once the context is lost
   */
  colour(
    source: TexImageSource,
    size: Size,
    table: Uint8Array,
  ): { readonly canvas: HTMLCanvasElement; readonly top: number } | undefined;
}

/**
 * @param software take one that is drawn by the processor, too: only for tests, since there the plain canvas is faster
 * @returns undefined where there is no graphics card
 */
export const createPaletteGl = (canvas: HTMLCanvasElement, software = false): PaletteGl | undefined => {
  const gl = canvas.getContext("webgl2", {
    alpha: false,
    antialias: false,
    depth: false,
    failIfMajorPerformanceCaveat: !software,
  });
  if (gl === null) return undefined;
  const made = program(gl);
  if (made === undefined) return undefined;
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, no hook
  gl.useProgram(made);
  gl.uniform1i(gl.getUniformLocation(made, "picture"), 0);
  gl.uniform1i(gl.getUniformLocation(made, "palette"), 1);
  texture(gl, 1, gl.NEAREST);
  texture(gl, 0, gl.NEAREST);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  let loaded: Uint8Array | undefined;
  return {
    colour: (source, { width, height }, table) => {
      if (gl.isContextLost()) return undefined;
      // It only grows: a wall of pictures of many sizes would else make it anew for each.
      if (canvas.width < width) canvas.width = width;
      if (canvas.height < height) canvas.height = height;
      if (loaded !== table) {
        gl.activeTexture(gl.TEXTURE1);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, 256, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, table);
        gl.activeTexture(gl.TEXTURE0);
        loaded = table;
      }
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, source);
      gl.viewport(0, 0, width, height);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      return { canvas, top: canvas.height - height };
    },
  };
};
