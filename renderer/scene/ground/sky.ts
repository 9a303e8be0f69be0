import { BackSide, Color, Mesh, ShaderMaterial, SphereGeometry } from "three";
import type { ScenePalette } from "../scene-palette.ts";

/**
 * A dome around the camera: the horizon's colour is the haze's, so that far ground ends in it. Drawn behind all that stands
 * already, so that only the pixels that show it are worked out.
 */
export class Sky {
  readonly mesh: Mesh<SphereGeometry, ShaderMaterial>;

  constructor() {
    const material = new ShaderMaterial({
      side: BackSide,
      depthWrite: false,
      uniforms: {
        zenith: { value: new Color() },
        horizon: { value: new Color() },
        nadir: { value: new Color() },
      },
      vertexShader: `
        varying vec3 vWay;
        void main() {
          vWay = position;
          vec4 seen = projectionMatrix * vec4(mat3(viewMatrix) * position, 1.0);
          gl_Position = seen.xyww;
        }`,
      fragmentShader: `
        uniform vec3 zenith;
        uniform vec3 horizon;
        uniform vec3 nadir;
        varying vec3 vWay;
        void main() {
          float up = normalize(vWay).z;
          vec3 ink = up > 0.0 ? mix(horizon, zenith, pow(min(1.0, up * 1.6), 0.6)) : mix(horizon, nadir, min(1.0, -up * 5.0));
          gl_FragColor = vec4(ink, 1.0);
          #include <colorspace_fragment>
        }`,
    });
    this.mesh = new Mesh(new SphereGeometry(50, 16, 12), material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 10;
  }

  paint(palette: ScenePalette): void {
    const { uniforms } = this.mesh.material;
    for (const name of ["zenith", "horizon", "nadir"] as const) {
      const ink: unknown = uniforms[name]?.value;
      if (ink instanceof Color) ink.setHex(palette[name]);
    }
  }

  close(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
