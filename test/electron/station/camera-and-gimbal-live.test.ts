import { afterEach, expect, test } from "vitest";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import { eventually, type LiveStation, liveStation } from "../../support/live-station.ts";
import { flyOverUdp } from "../../support/virtual-udp.ts";
import { VirtualVehicle, type VirtualVehicleOptions } from "../../support/virtual-vehicle.ts";

let live: LiveStation;
let land: () => Promise<void>;
afterEach(async () => {
  await land();
  await live.close();
});

const open = async (options: VirtualVehicleOptions): Promise<void> => {
  live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
  const port = await eventually(() => live.linkPort() || undefined);
  land = flyOverUdp(new VirtualVehicle(options), port);
  await eventually(() => vehicle()?.cameras.some(({ capabilities }) => capabilities !== undefined));
};
const vehicle = (): VehicleView | undefined => live.station.snapshot().vehicles["1"];
const order = (action: VehicleAction) => live.request({ kind: "vehicle.do", vehicleId: "1", wait: true, action });
const camera = () => vehicle()?.cameras.find(({ capabilities }) => capabilities !== undefined);

test.each(["copter", "px4-copter"] as const)(
  "a simulated %s films, zooms and takes photos, and says so itself",
  async (kind) => {
    await open({ kind, airborneM: 30 });
    expect(camera()?.capabilities).toEqual(expect.arrayContaining(["photo", "video", "zoom"]));
    await eventually(() => camera()?.recording === false);

    expect(await order({ kind: "camera-video", recording: true })).toMatchObject({ ok: true });
    await eventually(() => camera()?.recording === true);
    expect(await order({ kind: "camera-video", recording: false })).toMatchObject({ ok: true });
    await eventually(() => camera()?.recording === false);
    expect(await order({ kind: "camera-zoom", fraction: 0.5 })).toMatchObject({ ok: true });
    await eventually(() => Math.abs((camera()?.zoomFraction ?? 0) - 0.5) < 0.01);
    const before = camera()?.photos ?? 0;
    expect(await order({ kind: "camera-photo" })).toMatchObject({ ok: true });
    await eventually(() => (camera()?.photos ?? 0) > before);
  },
);

test.each(["copter", "px4-copter"] as const)("a simulated %s turns its gimbal as it is told", async (kind) => {
  await open({ kind, airborneM: 30 });
  const pitchRad = () => vehicle()?.gimbal?.pitchRad ?? 0;

  expect(await order({ kind: "camera-angles", pitchRad: -1, yawRad: 0 })).toMatchObject({ ok: true });
  await eventually(() => Math.abs(pitchRad() + 1) < 0.1);
  expect(await order({ kind: "camera-centre" })).toMatchObject({ ok: true });
  await eventually(() => Math.abs(pitchRad()) < 0.1);
  const { latDeg = 0, lonDeg = 0 } = vehicle()?.position ?? {};
  const position = { latDeg: latDeg + 0.0003, lonDeg };
  expect(await order({ kind: "camera-look-at", position, altitude: { reference: "home", m: 0 } })).toMatchObject({
    ok: true,
  });
  // 33 m away and 30 m below.
  await eventually(() => Math.abs(pitchRad() + 0.73) < 0.1);
});
