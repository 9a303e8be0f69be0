import { expect, test } from "vitest";
import type { MessageFields, MessageName } from "../../../shared/mavlink/messages.ts";
import { reducePayloadMessage } from "../../../shared/vehicle/reduce-message.ts";
import { reduceAutopilotVersion } from "../../../shared/vehicle/reduce-version.ts";
import { freshMemory } from "../../../shared/vehicle/vehicle-memory.ts";
import type { VehicleState } from "../../../shared/vehicle/vehicle-state.ts";
import { buildMessage } from "../../support/build-message.ts";
import { buildVehicle } from "../../support/build-views.ts";

const heard = <Name extends MessageName>(
  state: VehicleState,
  name: Name,
  fields: Partial<MessageFields[Name]>,
  componentId = 100,
): VehicleState => {
  const at = { nowMs: 1_000, utcMs: 0, channelId: "one", componentId };
  return { ...state, ...reducePayloadMessage(buildMessage(name, fields), state, freshMemory(2, 3), at) };
};
const vehicle: VehicleState = buildVehicle({ id: "7" });

test("a camera says what it can, whether it records and how far it zooms", () => {
  let state = heard(vehicle, "CAMERA_INFORMATION", { flags: 1 + 2 + 4 + 64 });
  state = heard(state, "CAMERA_SETTINGS", { modeId: 1, zoomLevel: 40 });
  state = heard(state, "CAMERA_CAPTURE_STATUS", { videoStatus: 1, imageCount: 12 });

  expect(state.cameras).toMatchObject([
    {
      componentId: 100,
      capabilities: ["video", "photo", "modes", "zoom"],
      ...{ mode: "video", zoomFraction: 0.4, recording: true, photos: 12 },
    },
  ]);
});

test("a camera that tells of itself again keeps what else is known of it", () => {
  let state = heard(vehicle, "CAMERA_CAPTURE_STATUS", { videoStatus: 1, imageCount: -1 });
  state = heard(state, "VIDEO_STREAM_INFORMATION", { streamId: 1, uri: "rtsp://x" });
  state = heard(state, "CAMERA_INFORMATION", { flags: 2 });

  expect(state.cameras).toMatchObject([{ recording: true, capabilities: ["photo"], streams: [{ uri: "rtsp://x" }] }]);
  expect(state.cameras[0]).not.toHaveProperty("photos");
});

test("a zoom of NaN is none, and an old one is forgotten", () => {
  const zoomed = heard(vehicle, "CAMERA_SETTINGS", { zoomLevel: 40 });

  expect(heard(zoomed, "CAMERA_SETTINGS", { zoomLevel: Number.NaN }).cameras[0]).not.toHaveProperty("zoomFraction");
});

test("a gimbal manager says what it can, its limits and who controls it", () => {
  let state = heard(vehicle, "GIMBAL_MANAGER_INFORMATION", {
    capFlags: 2 + 32 + 131_072,
    ...{ pitchMin: -1.5, pitchMax: 0.5, yawMin: 0, yawMax: 0, gimbalDeviceId: 1 },
  });
  state = heard(state, "GIMBAL_MANAGER_STATUS", { primaryControlSysid: 255, primaryControlCompid: 190 });

  expect(state.gimbalManager).toMatchObject({
    ...{ componentId: 100, deviceId: 1, pitchMinRad: -1.5, pitchMaxRad: 0.5 },
    capabilities: ["neutral", "pitch", "point-at-place"],
    controlledBy: { systemId: 255, componentId: 190 },
  });
  expect(state.gimbalManager).not.toHaveProperty("yawMinRad");
});

test("a gimbal manager that says the same again changes nothing; one that is let go of is nobody's", () => {
  const managed = heard(vehicle, "GIMBAL_MANAGER_INFORMATION", { gimbalDeviceId: 1 });
  const held = heard(managed, "GIMBAL_MANAGER_STATUS", { primaryControlSysid: 255, primaryControlCompid: 190 });

  const again = heard(held, "GIMBAL_MANAGER_STATUS", { primaryControlSysid: 255, primaryControlCompid: 190 });
  const free = heard(held, "GIMBAL_MANAGER_STATUS", {});

  expect(again.gimbalManager).toBe(held.gimbalManager);
  expect(free.gimbalManager).not.toHaveProperty("controlledBy");
});

test("a second gimbal manager doesn't take the first one's place", () => {
  const first = heard(vehicle, "GIMBAL_MANAGER_INFORMATION", { gimbalDeviceId: 1 }, 154);

  expect(heard(first, "GIMBAL_MANAGER_INFORMATION", { gimbalDeviceId: 2 }, 171).gimbalManager?.componentId).toBe(154);
});

test.each([
  ["ArduPilot 4.4", 64_495n, "cast"],
  ["a newer one", 131_072n, "cast"],
  ["PX4", 16n + 8n, "bytewise"],
  ["one that doesn't say", 8n, undefined],
])("%s says how parameters travel", (_who, capabilities, encoding) => {
  const message = buildMessage("AUTOPILOT_VERSION", { capabilities });
  if (message.name !== "AUTOPILOT_VERSION") throw new Error(message.name);

  expect(reduceAutopilotVersion(message.fields)?.parameterEncoding).toBe(encoding);
});
