import { describe, expect, it } from "vitest";
import { lookAtPixel } from "../../../../renderer/panels/fly/picture-look.ts";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import { LocalFrame } from "../../../../shared/geo/local-frame.ts";
import { asRad, degToRad, radToDeg } from "../../../../shared/units/angle.ts";
import { buildDog, buildVehicle, sceneNowMs } from "../../../support/build-views.ts";

const picture = { widthPx: 640, heightPx: 512 };
const camera = {
  atMs: sceneNowMs,
  componentId: 100,
  streams: [
    {
      streamId: 1,
      name: "thermal",
      uri: "",
      thermal: true,
      running: true,
      ...picture,
      hfovRad: degToRad(40),
    },
  ],
};
const gimbal = (pitchDeg: number, yawDeg: number) => ({
  atMs: sceneNowMs,
  componentId: 154,
  rollRad: asRad(0),
  pitchRad: degToRad(pitchDeg),
  yawRad: degToRad(yawDeg),
});
const middle = { x: 0.5, y: 0.5 };
const drone = (pitchDeg: number, yawDeg: number, change = {}) =>
  buildVehicle({ id: "1", cameras: [camera], gimbal: gimbal(pitchDeg, yawDeg), aglM: 60, ...change });

describe("a press on the live picture", () => {
  it("in its middle, straight down, looks at the ground below", () => {
    const vehicle = drone(-90, 0);

    const action = lookAtPixel(vehicle, middle, picture);

    if (action?.kind !== "camera-look-at" || vehicle.position === undefined) throw new Error("No place came out.");
    expect(distanceM(action.position, vehicle.position)).toBeLessThan(0.01);
    expect(action.altitude).toEqual({ reference: "ground", m: 0 });
  });

  it("in its middle, 45 degrees down to the east, looks as far east as it is high", () => {
    const vehicle = drone(-45, 90);

    const action = lookAtPixel(vehicle, middle, picture);

    if (action?.kind !== "camera-look-at" || vehicle.position === undefined) throw new Error("No place came out.");
    const { northM, eastM } = new LocalFrame(vehicle.position).toNorthEast(action.position);
    expect(eastM).toBeCloseTo(60, 1);
    expect(northM).toBeCloseTo(0, 1);
  });

  it("to the right of the middle looks to the right of where it looks, further up looks further", () => {
    const vehicle = drone(-45, 0);
    const place = (at: { x: number; y: number }) => {
      const action = lookAtPixel(vehicle, at, picture);
      if (action?.kind !== "camera-look-at" || vehicle.position === undefined) throw new Error("No place came out.");
      return new LocalFrame(vehicle.position).toNorthEast(action.position);
    };

    expect(place({ x: 0.9, y: 0.5 }).eastM).toBeGreaterThan(10);
    expect(place({ x: 0.1, y: 0.5 }).eastM).toBeLessThan(-10);
    expect(place({ x: 0.5, y: 0.2 }).northM).toBeGreaterThan(place({ x: 0.5, y: 0.8 }).northM + 20);
  });

  it("above the horizon turns the camera there instead: there is no ground", () => {
    const action = lookAtPixel(drone(0, 90, { headingRad: degToRad(60) }), { x: 0.5, y: 0.1 }, picture);

    if (action?.kind !== "camera-angles") throw new Error("It made up a place in the sky.");
    expect(radToDeg(action.pitchRad)).toBeGreaterThan(5);
    expect(radToDeg(action.yawRad)).toBeCloseTo(30, 3);
  });

  it("turns by the angles where the camera's width, the height or the place isn't known", () => {
    const { position: _position, ...nowhere } = drone(-45, 90);
    const noHeight = drone(-45, 90, { position: { atMs: sceneNowMs, latDeg: 30.87, lonDeg: 120.43 } });
    const { aglM: _agl, ...unknownHeight } = noHeight;

    for (const vehicle of [drone(-45, 90, { cameras: [] }), nowhere, unknownHeight])
      expect(lookAtPixel(vehicle, middle, picture)?.kind).toBe("camera-angles");
    const action = lookAtPixel(drone(-45, 90, { cameras: [], headingRad: degToRad(72) }), middle, picture);
    if (action?.kind !== "camera-angles") throw new Error("It should turn.");
    expect(radToDeg(action.pitchRad)).toBeCloseTo(-45, 3);
    expect(radToDeg(action.yawRad)).toBeCloseTo(18, 3);
  });

  it("takes a robot dog's camera for half a metre up, whatever its height says", () => {
    const dog = buildDog({ id: "3", cameras: [camera], gimbal: gimbal(-10, 0), aglM: 40 });

    const action = lookAtPixel(dog, middle, picture);

    if (action?.kind !== "camera-look-at" || dog.position === undefined) throw new Error("No place came out.");
    expect(distanceM(action.position, dog.position)).toBeCloseTo(0.5 / Math.tan(degToRad(10)), 1);
  });

  it("does nothing while nobody says where the camera looks", () => {
    const { gimbal: _gimbal, ...fixed } = drone(-45, 0);

    expect(lookAtPixel(fixed, middle, picture)).toBeUndefined();
  });
});
