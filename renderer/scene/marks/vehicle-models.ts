import {
  BoxGeometry,
  type BufferGeometry,
  Color,
  ConeGeometry,
  CylinderGeometry,
  Float32BufferAttribute,
  SphereGeometry,
  TorusGeometry,
} from "three";
import { mergeGeometries } from "three/examples/jsm/utils/BufferGeometryUtils.js";
import type { VehicleKind } from "../../../shared/vehicle/vehicle-state.ts";

/** Takes the vehicle's colour. */
const own = 0xffffff;
/** Stays dark whatever the colour is. */
const dark = 0x16191d;
/** Multiplied with the vehicle's colour: a paler and a darker tone of it. */
const shaded = 0xa8a8a8;

/** A part of a model, in its colour; models are some 1.6 m long, x to the right, y to the nose, z up. */
const part = (geometry: BufferGeometry, rgb: number): BufferGeometry => {
  const { r, g, b } = new Color(rgb);
  const count = geometry.getAttribute("position").count;
  const colours = new Float32Array(count * 3);
  for (let i = 0; i < count; i += 1) colours.set([r, g, b], 3 * i);
  geometry.setAttribute("color", new Float32BufferAttribute(colours, 3));
  geometry.deleteAttribute("uv");
  return geometry.index === null ? geometry : geometry.toNonIndexed();
};

const box = (
  w: number,
  l: number,
  h: number,
  x: number,
  y: number,
  z: number,
  rgb: number,
  turnRad = 0,
): BufferGeometry => part(new BoxGeometry(w, l, h).rotateZ(turnRad).translate(x, y, z), rgb);

/** Says which way is forward. */
const beak = (y: number, z: number, size: number): BufferGeometry =>
  part(
    new ConeGeometry(size * 0.5, size * 1.25, 4)
      .rotateY(Math.PI / 4)
      .scale(1, 1, 0.5)
      .translate(0, y, z),
    own,
  );

const rotor = (x: number, y: number, z: number, radius: number): BufferGeometry[] => [
  part(new TorusGeometry(radius, radius * 0.11, 4, 14).translate(x, y, z), dark),
  part(new CylinderGeometry(radius * 0.96, radius * 0.96, 0.02, 14).rotateX(Math.PI / 2).translate(x, y, z), own),
  part(new CylinderGeometry(radius * 0.16, radius * 0.2, 0.14, 8).rotateX(Math.PI / 2).translate(x, y, z - 0.02), dark),
];

const quad = (): BufferGeometry[] => [
  part(new SphereGeometry(0.3, 10, 6).scale(0.9, 1.25, 0.55), own),
  box(0.09, 1.45, 0.07, 0, 0, 0, dark, Math.PI / 4),
  box(0.09, 1.45, 0.07, 0, 0, 0, dark, -Math.PI / 4),
  ...rotor(-0.52, 0.5, 0.1, 0.33),
  ...rotor(0.52, 0.5, 0.1, 0.33),
  ...rotor(-0.52, -0.5, 0.1, 0.33),
  ...rotor(0.52, -0.5, 0.1, 0.33),
  beak(0.95, 0.02, 0.42),
  part(new SphereGeometry(0.13, 8, 6).translate(0, 0.25, -0.22), dark),
];

const leg = (x: number, y: number): BufferGeometry[] => [
  box(0.12, 0.16, 0.34, x, y - 0.04, -0.2, own),
  box(0.09, 0.1, 0.36, x, y + 0.03, -0.5, dark),
];

const dog = (): BufferGeometry[] => [
  box(0.42, 1.15, 0.32, 0, 0, 0.06, own),
  box(0.3, 0.7, 0.08, 0, -0.1, 0.26, dark),
  box(0.26, 0.3, 0.26, 0, 0.7, 0.18, shaded),
  ...leg(-0.3, 0.42),
  ...leg(0.3, 0.42),
  ...leg(-0.3, -0.42),
  ...leg(0.3, -0.42),
  beak(1.0, 0.18, 0.36),
];

const plane = (): BufferGeometry[] => [
  part(new CylinderGeometry(0.13, 0.09, 1.5, 10).translate(0, -0.05, 0), own),
  box(2.3, 0.34, 0.05, 0, 0.12, 0.05, own),
  box(0.8, 0.22, 0.04, 0, -0.72, 0.04, shaded),
  box(0.05, 0.28, 0.34, 0, -0.72, 0.2, shaded),
  beak(0.95, 0, 0.34),
  part(new SphereGeometry(0.11, 8, 6).translate(0, 0.35, -0.12), dark),
];

const vtol = (): BufferGeometry[] => [
  ...plane(),
  ...rotor(-0.65, 0.5, 0.1, 0.24),
  ...rotor(0.65, 0.5, 0.1, 0.24),
  ...rotor(-0.65, -0.35, 0.1, 0.24),
  ...rotor(0.65, -0.35, 0.1, 0.24),
];

const helicopter = (): BufferGeometry[] => [
  part(new SphereGeometry(0.32, 10, 8).scale(0.9, 1.5, 0.9), own),
  box(0.1, 1, 0.1, 0, -0.75, 0.08, shaded),
  ...rotor(0, 0, 0.4, 0.9),
  beak(0.75, 0, 0.36),
];

const boat = (): BufferGeometry[] => [
  box(0.6, 1.1, 0.26, 0, -0.1, 0, own),
  part(
    new ConeGeometry(0.42, 0.6, 4)
      .rotateY(Math.PI / 4)
      .scale(1, 1, 0.42)
      .translate(0, 0.74, 0),
    own,
  ),
  box(0.34, 0.4, 0.26, 0, -0.2, 0.24, dark),
];

const other = (): BufferGeometry[] => [part(new SphereGeometry(0.42, 12, 8), own), beak(0.75, 0, 0.4)];

/** Each kind's mesh, its parts' colours in it; the caller disposes of it. */
export const vehicleModel = (kind: VehicleKind): BufferGeometry => {
  const parts = {
    multirotor: quad,
    "ground-robot": dog,
    "fixed-wing": plane,
    vtol,
    helicopter,
    boat,
    other,
  }[kind]();
  const model = mergeGeometries(parts);
  for (const one of parts) one.dispose();
  return model;
};

/** How far a model's feet are below its middle, m. */
export const standsM = (kind: VehicleKind): number => (kind === "ground-robot" ? 0.68 : kind === "boat" ? 0.1 : 0.25);
