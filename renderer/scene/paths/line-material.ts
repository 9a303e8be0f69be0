import { Color, DoubleSide, ShaderMaterial, Vector2 } from "three";

/** What all lines of a scene share: the screen's size, haze, and how strong they are. */
export const lineMaterial = (options: {
  readonly widthPx: number;
  readonly edge: number;
  readonly opacity?: number;
}): ShaderMaterial =>
  new ShaderMaterial({
    transparent: true,
    side: DoubleSide,
    depthWrite: false,
    uniforms: {
      sizePx: { value: new Vector2(1, 1) },
      widthPx: { value: options.widthPx },
      edge: { value: options.edge },
      edgeInk: { value: new Color(0x10141a) },
      opacity: { value: options.opacity ?? 1 },
      fogInk: { value: new Color(0xffffff) },
      fogDensity: { value: 0 },
    },
    vertexShader,
    fragmentShader,
  });

/** Four corners are the stretch from a point to the next: a strip of constant width on the screen, cut at the near plane. */
const vertexShader = `
attribute vec2 corner;
attribute vec3 start;
attribute vec3 end;
attribute vec4 startInk;
attribute vec4 endInk;
uniform vec2 sizePx;
uniform float widthPx;
varying vec4 vInk;
varying float vSide;
varying float vDepth;

void main() {
  if (startInk.a < 0.003) {
    gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
    return;
  }
  vec4 a = modelViewMatrix * vec4(start, 1.0);
  vec4 b = modelViewMatrix * vec4(end, 1.0);
  float near = -0.2;
  if (a.z > near && b.z > near) {
    gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
    return;
  }
  if (a.z > near) a = mix(a, b, (a.z - near) / (a.z - b.z));
  if (b.z > near) b = mix(b, a, (b.z - near) / (b.z - a.z));
  vec4 fromClip = projectionMatrix * a;
  vec4 toClip = projectionMatrix * b;
  vec2 along = (toClip.xy / toClip.w - fromClip.xy / fromClip.w) * sizePx;
  float length_ = length(along);
  along = length_ > 0.001 ? along / length_ : vec2(1.0, 0.0);
  bool isEnd = corner.x > 0.5;
  vec4 clip = isEnd ? toClip : fromClip;
  vec2 aside = vec2(-along.y, along.x) * corner.y;
  vec2 beyond = along * (isEnd ? 0.12 : -0.12);
  clip.xy += (aside + beyond) * widthPx / sizePx * clip.w;
  gl_Position = clip;
  vec4 last = endInk.a < 0.003 ? vec4(endInk.rgb, startInk.a) : endInk;
  vInk = isEnd ? last : startInk;
  vSide = corner.y;
  vDepth = isEnd ? -b.z : -a.z;
}`;

const fragmentShader = `
uniform float edge;
uniform vec3 edgeInk;
uniform float opacity;
uniform vec3 fogInk;
uniform float fogDensity;
varying vec4 vInk;
varying float vSide;
varying float vDepth;

void main() {
  vec3 ink = pow(vInk.rgb, vec3(2.2));
  float rim = abs(vSide);
  ink = mix(ink, edgeInk, edge * smoothstep(0.52, 0.74, rim));
  float haze = 1.0 - exp(-fogDensity * fogDensity * vDepth * vDepth);
  ink = mix(ink, fogInk, haze * 0.7);
  gl_FragColor = vec4(ink, vInk.a * opacity * (1.0 - smoothstep(0.86, 1.0, rim) * 0.6));
  #include <colorspace_fragment>
}`;
