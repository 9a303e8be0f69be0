import fc from "fast-check";
import { PerspectiveCamera, Quaternion, Vector3 } from "three";
import { describe, expect, it } from "vitest";
import { bodyTurn, cameraTurn } from "../../../renderer/scene/camera/body-turn.ts";
import {
  approach,
  blendView,
  fitDistanceM,
  heldView,
  orbitEye,
  pictureFrame,
  sphereAround,
  turnBetween,
  verticalFovRad,
} from "../../../renderer/scene/camera/camera-maths.ts";
import { CameraRig, type Carrier } from "../../../renderer/scene/camera/camera-rig.ts";
import { vehicleCamera } from "../../../renderer/scene/camera/vehicle-camera.ts";
import { pressSceneKey } from "../../../renderer/scene/scene-keys.ts";
import { degToRad } from "../../../shared/units/angle.ts";
import { buildVehicle } from "../../support/build-views.ts";

const view = { x: 0, y: 0, z: 0, distanceM: 100, azimuthRad: 0, elevationRad: Math.PI / 4 };
const angle = fc.double({ min: -10, max: 10, noNaN: true });

describe("an orbit", () => {
  it("looks north from the south, and east from the west", () => {
    const eye = { x: 0, y: 0, z: 0 };

    orbitEye(view, eye);
    expect(eye.x).toBeCloseTo(0);
    expect(eye.y).toBeCloseTo(-70.7, 1);
    expect(eye.z).toBeCloseTo(70.7, 1);
    orbitEye({ ...view, azimuthRad: Math.PI / 2 }, eye);
    expect(eye.x).toBeCloseTo(-70.7, 1);
  });

  it("keeps its distance to the target whatever the angles are", () => {
    fc.assert(
      fc.property(angle, angle, (azimuthRad, elevationRad) => {
        const eye = orbitEye({ ...view, azimuthRad, elevationRad }, { x: 0, y: 0, z: 0 });

        expect(Math.hypot(eye.x, eye.y, eye.z)).toBeCloseTo(100, 6);
      }),
    );
  });

  it("never tips over, comes no nearer than 8 m and goes no farther than 40 km", () => {
    expect(heldView({ ...view, elevationRad: 3, distanceM: 1 })).toMatchObject({ distanceM: 8 });
    expect(heldView({ ...view, elevationRad: 3 }).elevationRad).toBeLessThan(Math.PI / 2);
    expect(heldView({ ...view, elevationRad: -1 }).elevationRad).toBeGreaterThan(0);
    expect(heldView({ ...view, distanceM: 1e9 }).distanceM).toBe(40_000);
  });

  it("turns by the shorter way", () => {
    fc.assert(
      fc.property(angle, angle, (from, to) => {
        const turn = turnBetween(from, to);

        expect(Math.abs(turn)).toBeLessThanOrEqual(Math.PI + 1e-9);
        expect(Math.cos(from + turn)).toBeCloseTo(Math.cos(to), 6);
      }),
    );
    expect(blendView({ ...view, azimuthRad: 3.1 }, { ...view, azimuthRad: -3.1 }, 0.5).azimuthRad).toBeCloseTo(Math.PI);
  });

  it("gets as far in two short frames as in a long one", () => {
    const twice = 1 - (1 - approach(20, 130)) ** 2;

    expect(twice).toBeCloseTo(approach(40, 130), 9);
  });

  it("fits a ball into the narrower of both directions", () => {
    expect(fitDistanceM(100, degToRad(60), 2)).toBeCloseTo(200, 3);
    expect(fitDistanceM(100, degToRad(60), 0.5)).toBeGreaterThan(300);
    expect(
      sphereAround([
        { x: 0, y: 0, z: 0 },
        { x: 6, y: 8, z: 0 },
      ]),
    ).toEqual({ x: 3, y: 4, z: 0, radiusM: 5 });
    expect(sphereAround([])).toBeUndefined();
  });
});

describe("what looks out of a vehicle", () => {
  const turned = (make: () => Quaternion, along: Vector3): readonly number[] =>
    along
      .applyQuaternion(make())
      .toArray()
      .map((value) => Math.round(value * 1_000) / 1_000 + 0);
  const east = { rollRad: 0, pitchRad: 0, yawRad: Math.PI / 2 };

  it("turns a mesh's nose to where it heads, and its right wing down in a right roll", () => {
    expect(turned(() => bodyTurn(east, new Quaternion()), new Vector3(0, 1, 0))).toEqual([1, 0, 0]);
    expect(turned(() => bodyTurn({ ...east, pitchRad: Math.PI / 2 }, new Quaternion()), new Vector3(0, 1, 0))).toEqual([
      0, 0, 1,
    ]);
    const wing = turned(
      () => bodyTurn({ rollRad: Math.PI / 2, pitchRad: 0, yawRad: 0 }, new Quaternion()),
      new Vector3(1, 0, 0),
    );
    expect(wing).toEqual([0, 0, -1]);
  });

  it("looks along the gimbal's axis with the picture upright", () => {
    const down = { rollRad: 0, pitchRad: -Math.PI / 2, yawRad: 0 };

    expect(turned(() => cameraTurn(east, new Quaternion()), new Vector3(0, 0, -1))).toEqual([1, 0, 0]);
    expect(turned(() => cameraTurn(down, new Quaternion()), new Vector3(0, 0, -1))).toEqual([0, 0, -1]);
    expect(turned(() => cameraTurn(down, new Quaternion()), new Vector3(0, 1, 0))).toEqual([0, 1, 0]);
  });

  it("takes the running thermal stream's field of view, and says where it assumed one", () => {
    const stream = {
      streamId: 1,
      name: "thermal",
      uri: "",
      thermal: true,
      running: true,
      widthPx: 640,
      heightPx: 512,
      hfovRad: degToRad(32),
    };
    const camera = {
      atMs: 0,
      componentId: 100,
      streams: [{ ...stream, thermal: false, hfovRad: degToRad(80) }, stream],
    };

    expect(vehicleCamera(buildVehicle({ id: "1", cameras: [camera] }))).toMatchObject({
      hfovRad: degToRad(32),
      aspect: 1.25,
      assumed: false,
      from: "gimbal",
    });
    expect(vehicleCamera(buildVehicle({ id: "1" }))).toMatchObject({ hfovRad: degToRad(60), assumed: true });
    const { gimbal: _gimbal, ...blind } = buildVehicle({ id: "1" });
    expect(vehicleCamera(blind)).toMatchObject({ from: "nose" });
    expect(vehicleCamera({ cameras: [] })).toBeUndefined();
  });

  it("spans its picture, not the screen, with the camera's field of view", () => {
    const frame = pictureFrame({ width: 848, height: 648 }, 4 / 3);

    expect(frame).toEqual({ width: 800, height: 600 });
    expect(verticalFovRad(degToRad(60), 800, 600)).toBeCloseTo(2 * Math.atan(0.75 * Math.tan(degToRad(30))), 9);
  });
});

describe("the camera's rig", () => {
  const rigOver = (groundM: number, carrier?: Carrier): CameraRig =>
    new CameraRig(new PerspectiveCamera(), {
      groundUpM: () => groundM,
      carrier: () => carrier,
      picture: () => ({ widthPx: 800, screenPx: 600 }),
    });
  const settle = (rig: CameraRig): boolean => {
    for (let i = 0; i < 600; i += 1) if (!rig.update(16)) return true;
    return false;
  };

  it("never goes below the ground", () => {
    const rig = rigOver(400);

    rig.goTo({ z: 0, distanceM: 100, elevationRad: 0.1 });
    settle(rig);

    expect(rig.camera.position.z).toBeGreaterThanOrEqual(402);
  });

  it("comes to rest, so that no frames are drawn for nothing", () => {
    const rig = rigOver(0);
    rig.goTo({ x: 500, azimuthRad: 2, distanceM: 300 });

    expect(settle(rig)).toBe(true);
    expect(rig.update(16)).toBe(false);
    expect(rig.target).toMatchObject({ x: 500, distanceM: 300 });
  });

  it("follows from behind, and looks through the camera from where it is", () => {
    const place = { x: 100, y: 50, z: 80 };
    const camera = vehicleCamera(buildVehicle({ id: "1" }));
    const rig = rigOver(0, { place, yawRad: Math.PI / 2, camera });

    rig.setMode("follow");
    expect(settle(rig)).toBe(true);
    expect(rig.camera.position.x).toBeLessThan(60);
    expect(rig.camera.position.y).toBeCloseTo(50, 0);
    rig.setMode("first-person");
    expect(settle(rig)).toBe(true);
    expect(rig.camera.position.distanceTo(new Vector3(100, 50, 80))).toBeLessThan(0.01);
    expect(rig.camera.getWorldDirection(new Vector3()).z).toBeCloseTo(-Math.sin(degToRad(60)), 2);
  });

  it("stays above the ground in first person, too, and where it stood when the origin moves", () => {
    const low = rigOver(20, {
      place: { x: 0, y: 0, z: 3 },
      yawRad: 0,
      camera: vehicleCamera(buildVehicle({ id: "1" })),
    });
    low.setMode("first-person");
    settle(low);
    expect(low.camera.position.z).toBeGreaterThan(20);

    const rig = rigOver(0);
    rig.goTo({ x: 7_000, y: 100 }, { jump: true });
    rig.shift(7_000, 0, 0);
    expect(rig.target).toMatchObject({ x: 0, y: 100 });
  });
});

describe("keys in the scene", () => {
  it("do what they do on the map; arrows turn only while it has the focus", () => {
    const done: string[] = [];
    const scene = {
      showAll: () => done.push("all"),
      centreOnSelection: () => done.push("centre") > 0,
      zoomBy: (factor: number) => done.push(factor < 1 ? "in" : "out"),
      turnBy: (azimuthRad: number) => done.push(azimuthRad === 0 ? "tilt" : "turn"),
    };

    for (const key of ["0", "Home", "+", "-", "ArrowLeft"]) pressSceneKey(key, false, scene);
    for (const key of ["ArrowLeft", "ArrowUp", "q"]) pressSceneKey(key, true, scene);

    expect(done).toEqual(["all", "centre", "in", "out", "turn", "tilt"]);
  });
});
