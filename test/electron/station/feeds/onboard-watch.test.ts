import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeTunnelDetections, tunnelDetectionsType } from "../../../../shared/heat/onboard/tunnel-detections.ts";
import { CameraVehicle } from "../../../support/camera-vehicle.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";

describe("detections of a computer on board", () => {
  let live: LiveStation;
  let vehicle: CameraVehicle;
  let timer: NodeJS.Timeout | undefined;

  const sources = () => Object.values(live.station.snapshot().heat);
  const tunnel = (change: (payload: number[]) => number[] = (payload) => payload) => {
    const bytes = encodeTunnelDetections({
      ...{ captureBootMs: vehicle.bootMs - 100, captureSigmaMs: 30, widthPx: 640, heightPx: 512, hfovRad: 0.7 },
      detections: [
        { x: 0.5, y: 0.5, width: 0.03, height: 0.05, confidence: 0.8, category: "person", temperatureK: 305 },
      ],
    });
    const payload = change([...bytes]);
    const fields = { payloadType: tunnelDetectionsType, payloadLength: payload.length, payload };
    vehicle.send(vehicle.writer.write("TUNNEL", fields));
  };

  beforeEach(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    vehicle = new CameraVehicle({ systemId: 1, port: live.linkPort() });
    await eventually(() => live.station.snapshot().vehicles["1"]?.position?.altHomeM);
  });
  afterEach(async () => {
    clearInterval(timer);
    vehicle.close();
    await live.close();
  });

  it("sent in TUNNEL become a source below the vehicle", async () => {
    timer = setInterval(tunnel, 200);

    const source = await eventually(() => sources().find(({ location }) => location.located));

    expect(source).toMatchObject({ vehicleIds: ["1"] });
    expect(source.peakK).toBeCloseTo(305, 0);
    const { location } = source;
    if (!location.located) throw new Error("It is not located.");
    expect(location.position.latDeg).toBeCloseTo(30.87, 4);
    expect(location.position.lonDeg).toBeCloseTo(120.43, 4);
  });

  it("that a camera has placed itself are taken as they are", async () => {
    const place = { lat: 308_705_000, lon: 1_204_305_000, alt: 100, hAcc: 4, dist: 80, trackingStatus: 1 };
    timer = setInterval(() => vehicle.send(vehicle.writer.write("CAMERA_TRACKING_GEO_STATUS", place)), 200);

    const source = await eventually(() => sources().find(({ location }) => location.located));

    expect(source.location).toMatchObject({ position: { latDeg: expect.closeTo(30.8705, 5) } });
  });

  it("at a place that the vehicle can't see from where it is are not believed", async () => {
    const place = { lat: 308_705_000, lon: 1_204_305_000, alt: 100, hAcc: 1, dist: 80, trackingStatus: 1 };
    const tell = (fields: Partial<typeof place>) =>
      vehicle.send(vehicle.writer.write("CAMERA_TRACKING_GEO_STATUS", { ...place, ...fields }));
    timer = setInterval(() => {
      tell({ lat: -308_705_000 });
      tell({ lon: 1_205_305_000 });
      tell({});
    }, 350);

    await eventually(() => sources().some(({ sightings }) => sightings > 5));

    expect(sources()).toHaveLength(1);
    expect(sources()[0]?.location).toMatchObject({ position: { latDeg: expect.closeTo(30.8705, 5) } });
  });

  it("that are damaged make nothing, and a flood of them leaves the station its time", async () => {
    timer = setInterval(() => {
      for (let i = 0; i < 60; i++) tunnel();
      for (let i = 0; i < 20; i++) tunnel((payload) => payload.map((byte) => byte ^ 0x55));
    }, 50);

    const source = await eventually(() => sources().find(({ sightings }) => sightings >= 20));

    // 1,200 a second are sent; ten a second count, after the first burst.
    const seenS = (source.lastSeenMs - source.firstSeenMs) / 1000;
    expect(source.sightings).toBeLessThan(10 * seenS + 30);
    expect(sources()).toHaveLength(1);
    expect(live.station.snapshot().vehicles["1"]?.presence.state).toBe("heard");
  });
});
