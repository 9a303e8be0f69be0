import { Color, ShaderMaterial, Texture, Vector3 } from "three";
import { type ScenePalette, sunDirection } from "../scene-palette.ts";

/** The ground: a picture laid over it, light from the north-west, contour lines that stay one pixel wide, haze far away. */
export const groundMaterial = (): ShaderMaterial =>
  new ShaderMaterial({
    polygonOffset: true,
    // What lies on the ground is drawn over it, not through it.
    polygonOffsetFactor: 1.5,
    polygonOffsetUnits: 4,
    uniforms: {
      picture: { value: new Texture() },
      hasPicture: { value: 0 },
      plain: { value: new Color() },
      sunDirection: { value: new Vector3(...sunDirection) },
      sun: { value: 0.5 },
      ambient: { value: 0.6 },
      fogInk: { value: new Color() },
      fogDensity: { value: 0 },
      contourInk: { value: new Color() },
      contourStrength: { value: 0 },
      contourStepM: { value: 10 },
      originMslM: { value: 0 },
      gridStrength: { value: 0 },
    },
    vertexShader,
    fragmentShader,
  });

export const paintGroundMaterial = ({ uniforms }: ShaderMaterial, palette: ScenePalette): void => {
  set(uniforms.plain, palette.ground);
  set(uniforms.fogInk, palette.horizon);
  set(uniforms.contourInk, palette.contour);
  if (uniforms.sun) uniforms.sun.value = palette.sun;
  if (uniforms.ambient) uniforms.ambient.value = palette.ambient;
};

const set = (uniform: { value: unknown } | undefined, rgb: number): void => {
  if (uniform?.value instanceof Color) uniform.value.setHex(rgb);
};

const vertexShader = `
attribute float shade;
uniform vec3 sunDirection;
uniform float sun;
uniform float ambient;
uniform float fogDensity;
varying vec3 vPlace;
varying vec2 vUv;
varying float vShade;
varying float vLit;
varying float vHaze;

/* Light and haze hardly differ within a cell: worked out at its corners, since there are far more pixels. */
void main() {
  vPlace = position;
  vUv = uv;
  vShade = shade;
  vLit = (ambient + sun * max(0.0, dot(normal, sunDirection))) * shade;
  vec4 seen = modelViewMatrix * vec4(position, 1.0);
  vHaze = 1.0 - exp(-fogDensity * fogDensity * seen.z * seen.z);
  gl_Position = projectionMatrix * seen;
}`;

const fragmentShader = `
uniform sampler2D picture;
uniform float hasPicture;
uniform vec3 plain;
uniform vec3 fogInk;
uniform vec3 contourInk;
uniform float contourStrength;
uniform float contourStepM;
uniform float originMslM;
uniform float gridStrength;
varying vec3 vPlace;
varying vec2 vUv;
varying float vShade;
varying float vLit;
varying float vHaze;

/* How much of a pixel a line at every whole number covers; lines closer than some pixels fade away. */
float lineAt(float value, float px) {
  float wide = max(fwidth(value), 1e-6);
  float away = abs(fract(value - 0.5) - 0.5) / wide;
  return (1.0 - smoothstep(px * 0.5, px * 0.5 + 1.0, away)) * (1.0 - smoothstep(0.12, 0.3, wide));
}

void main() {
  vec3 ground = hasPicture > 0.5 ? texture2D(picture, vUv).rgb : plain;
  ground *= vLit;
  if (contourStrength > 0.0 && vShade > 0.9) {
    float height = (vPlace.z + originMslM) / contourStepM;
    float line = max(lineAt(height, 0.6) * 0.6, lineAt(height / 5.0, 1.4));
    ground = mix(ground, contourInk, line * contourStrength);
  }
  if (gridStrength > 0.0 && vShade > 0.9) {
    float cells = max(lineAt(vPlace.x / 100.0, 0.8), lineAt(vPlace.y / 100.0, 0.8));
    ground = mix(ground, contourInk, cells * gridStrength);
  }
  gl_FragColor = vec4(mix(ground, fogInk, vHaze), 1.0);
  #include <colorspace_fragment>
}`;
