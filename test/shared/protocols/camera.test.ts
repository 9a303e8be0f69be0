import { expect, test } from "vitest";
import { type CameraWish, cameraPlans } from "../../../shared/protocols/camera.ts";
import type { CommandPlan, JobCommand } from "../../../shared/protocols/command-job.ts";
import type { CameraCapability, CameraState } from "../../../shared/vehicle/vehicle-state.ts";

const camera = (
  componentId: number,
  capabilities: readonly CameraCapability[] | undefined,
  mode?: CameraState["mode"],
): CameraState => ({
  ...{ atMs: 0, componentId, streams: [] },
  ...(capabilities === undefined ? {} : { capabilities }),
  ...(mode === undefined ? {} : { mode }),
});
const photo: CameraWish = { kind: "photo", sequence: 3 };
const record: CameraWish = { kind: "video", recording: true };

const commandsOf = (plan: CommandPlan): readonly JobCommand[] => ("command" in plan ? [plan] : plan);
const said = (wish: CameraWish, cameras: readonly CameraState[]): unknown[][][] =>
  cameraPlans(wish, { cameras }).map((plan) =>
    commandsOf(plan).map(({ command, params, componentId }) => [command, componentId, ...params]),
  );

test("a photo is the camera's, then the autopilot's, then DO_DIGICAM_CONTROL's", () => {
  expect(said(photo, [camera(100, ["photo"])])).toEqual([
    [
      [2000, 100, 0, 0, 1, 3],
      [512, 100, 262],
    ],
    [
      [2000, undefined, 0, 0, 1, 3],
      [512, undefined, 262],
    ],
    [[203, undefined, 0, 0, 0, 0, 1]],
  ]);
});

test("of several cameras the one is meant that says it can", () => {
  const cameras = [camera(100, ["stream"]), camera(101, ["photo", "zoom"])];

  expect(said(photo, cameras)[0]?.[0]).toEqual([2000, 101, 0, 0, 1, 3]);
  expect(said({ kind: "zoom", fraction: 0.25 }, cameras)[0]).toEqual([
    [531, 101, 2, 25],
    [512, 101, 260],
  ]);
});

test("a camera that doesn't say what it can is tried; one that says it can't isn't", () => {
  expect(said(photo, [camera(100, undefined)])[0]?.[0]).toEqual([2000, 100, 0, 0, 1, 3]);
  expect(said(photo, [camera(100, ["video"])])[0]?.[0]).toEqual([2000, undefined, 0, 0, 1, 3]);
});

test.each([
  [photo, ["photo", "modes"], "video", [530, 2000, 512]],
  [photo, ["photo", "modes", "photo-in-video-mode"], "video", [2000, 512]],
  [photo, ["photo", "modes"], "photo", [2000, 512]],
  [record, ["video", "modes"], "photo", [530, 2500, 512]],
  [record, ["video", "modes", "video-in-photo-mode"], "photo", [2500, 512]],
  [{ kind: "video", recording: false }, ["video", "modes"], "photo", [2501, 512]],
  [photo, ["photo"], "video", [2000, 512]],
] as const)("%j with a camera that can %j and is in %s mode takes %j", (wish, can, mode, commands) => {
  expect(said(wish, [camera(100, can, mode)])[0]?.map(([command]) => command)).toEqual(commands);
});
