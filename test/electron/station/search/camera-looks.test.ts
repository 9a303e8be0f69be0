import { describe, expect, it } from "vitest";
import type { DecidedFrame } from "../../../../electron/station/feeds/sighting-flow.ts";
import { Ground } from "../../../../electron/station/ground.ts";
import { CameraLooks } from "../../../../electron/station/search/camera-looks.ts";
import type { NewLook } from "../../../../electron/station/search/look-book.ts";
import { asRad } from "../../../../shared/units/angle.ts";
import type { CameraPose } from "../../../../shared/vehicle/pose.ts";
import type { VehicleState } from "../../../../shared/vehicle/vehicle-state.ts";
import { handClock, vehicleView } from "../../../support/station-server.ts";

const position = { latDeg: 30.87, lonDeg: 120.433, altMslM: 50, altHomeM: 50, atMs: 0 };

const pose: CameraPose = {
  ...{ latDeg: 30.87, lonDeg: 120.433, altMslM: 50, altHomeM: 50, vehicleTimeMs: 0 },
  ...{ rollRad: asRad(0), pitchRad: asRad(-Math.PI / 2), yawRad: asRad(0) },
  ...{ groundMps: 5, yawRateRadps: 0, gapMs: 0 },
};

interface Change {
  readonly state?: string;
  readonly warnings?: readonly string[];
  readonly by?: string;
  readonly framesPerS?: number;
  readonly radiometric?: boolean;
  readonly byNetwork?: boolean;
  readonly posed?: boolean;
  readonly hfovRad?: number | undefined;
  readonly onboard?: boolean;
  readonly vehicle?: Partial<VehicleState>;
}

const rig = () => {
  const clock = handClock();
  const looks: NewLook[] = [];
  let vehicle: VehicleState = vehicleView("1", { armed: true, position });
  const cameras = new CameraLooks({
    clock,
    vehicles: () => new Map([["1", vehicle]]),
    ground: new Ground(),
    correctionOf: () => undefined,
    onLook: (look) => looks.push(look),
  });
  /** A picture that comes in, as it usually is but for what is named. @returns whether it counted */
  const picture = (change: Change = {}): boolean => {
    const { state = "streaming", warnings = [], by = "network", framesPerS = 4, radiometric = false } = change;
    const { byNetwork = true, posed = true, onboard = false } = change;
    vehicle = vehicleView("1", { armed: true, position, ...change.vehicle });
    const link = { state: { state }, warnings, view: { search: { by, framesPerS }, picture: { radiometric } } };
    const frame = {
      vehicleId: "1",
      ...(onboard ? {} : { link }),
      hfovRad: "hfovRad" in change ? change.hfovRad : 0.8,
      sightings: { widthPx: 640, heightPx: 512, spots: [], ...(byNetwork ? { searchedByNetwork: true } : {}) },
      frame: { pose: posed ? pose : undefined },
    };
    const before = looks.length;
    // Of a placed frame and its feed only what is read here.
    cameras.note(frame as unknown as DecidedFrame);
    return looks.length > before;
  };
  return { clock, looks, picture };
};

const counts = (change: Change): boolean => rig().picture(change);

describe("a camera's pictures", () => {
  it("count as searching once a second, with what they show of the ground and from where", () => {
    const { clock, looks, picture } = rig();

    const counted = [0, 400, 800, 1_200, 1_600, 2_000].map((ms) => {
      clock.now = 1_000 + ms;
      return picture();
    });

    expect(counted).toEqual([true, false, false, true, false, false]);
    expect(looks[0]).toMatchObject({ kind: "camera", by: "vehicle/1", exposureS: 1, aboveGroundM: 50 });
    expect(looks[0]?.kind === "camera" && looks[0].ring).toHaveLength(16);
  });

  it("count for nothing while the camera stalls, ended or shows the same picture", () => {
    expect(counts({ state: "stalled" })).toBe(false);
    expect(counts({ state: "ended" })).toBe(false);
    expect(counts({ warnings: ["frozen"] })).toBe(false);
  });

  it("count for nothing where no detector searches them", () => {
    expect(counts({ by: "hot-spots" })).toBe(false);
    expect(counts({ by: "off" })).toBe(false);
    expect(counts({ framesPerS: 0 })).toBe(false);
    expect(counts({ byNetwork: false })).toBe(false);
  });

  it("count where the network left one out that was searched by its temperatures", () => {
    expect(counts({ byNetwork: false, radiometric: true })).toBe(true);
    expect(counts({ byNetwork: false, radiometric: true, by: "hot-spots" })).toBe(false);
  });

  it("count for nothing where nobody knows where the camera looked, or how wide", () => {
    expect(counts({ posed: false })).toBe(false);
    expect(counts({ hfovRad: undefined })).toBe(false);
    expect(counts({ onboard: true })).toBe(false);
  });

  it("count only while the vehicle is underway", () => {
    expect(counts({ vehicle: { armed: false } })).toBe(false);
    expect(counts({ vehicle: { position: { ...position, altHomeM: 0.5 } } })).toBe(false);
    const robot = { kind: "ground-robot", armed: true } as const;
    expect(counts({ vehicle: { ...robot, velocity: { groundMps: 0, atMs: 0 } } })).toBe(false);
    expect(counts({ vehicle: { ...robot, velocity: { groundMps: 0.8, atMs: 0 } } })).toBe(true);
  });
});
