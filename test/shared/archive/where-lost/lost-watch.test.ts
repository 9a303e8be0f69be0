import { describe, expect, test } from "vitest";
import type { LostVehicle } from "../../../../shared/archive/where-lost/lost-vehicle.ts";
import { LostWatch } from "../../../../shared/archive/where-lost/lost-watch.ts";
import { whereLostGeoJson } from "../../../../shared/archive/where-lost/where-lost-geojson.ts";
import { whereLostText } from "../../../../shared/archive/where-lost/where-lost-text.ts";
import { distanceM, inverseGeodesic } from "../../../../shared/geo/geodesic.ts";
import { FrameWriter } from "../../../../shared/mavlink/codec.ts";
import type { MessageFields, MessageName } from "../../../../shared/mavlink/messages.ts";
import { scanOne } from "../../../support/build-message.ts";

const startUtcMs = 1_795_299_851_000;
const home = { latDeg: 30.87, lonDeg: 120.433 };
/** Degrees of longitude in a metre there. */
const lonDegPerM = 1 / 95_640;

const baseModes: Readonly<Record<"flying" | "resting", number>> = { flying: 209, resting: 81 };

interface Flight {
  readonly mavType?: number;
  readonly armed?: boolean;
  readonly heightM?: number;
  readonly eastMps?: number;
  readonly downMps?: number;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly timed?: boolean;
}

/** A vehicle that goes east from home for a minute and is then not heard any more. */
const lost = (flight: Flight = {}, afterS?: number): LostVehicle => {
  const { mavType = 2, armed = true, heightM = 50, eastMps = 8, downMps = 0, parameters = {}, timed = true } = flight;
  const watch = new LostWatch();
  const writer = new FrameWriter({ systemId: 1, componentId: 1 });
  const hear = <Name extends MessageName>(s: number, name: Name, fields: Partial<MessageFields[Name]>) => {
    scanOne(writer.write(name, fields), (frame, message) =>
      watch.receive({
        ...{ frame, message, positionMs: s * 1000 },
        utcMs: timed ? startUtcMs + s * 1000 : undefined,
      }),
    );
  };
  const lat = Math.round(home.latDeg * 1e7);
  for (const [paramId, paramValue] of Object.entries(parameters))
    hear(0, "PARAM_VALUE", { paramId, paramValue, paramType: 9 });
  for (let s = 0; s <= 60; s++) {
    hear(s, "HEARTBEAT", {
      type: mavType,
      autopilot: 3,
      baseMode: armed ? baseModes.flying : baseModes.resting,
      customMode: 4,
      systemStatus: 4,
    });
    hear(s, "GPS_RAW_INT", { fixType: 3, lat, lon: 1_204_330_000, satellitesVisible: 14, eph: 80, hAcc: 1_500 });
    if (s === 0) hear(s, "HOME_POSITION", { latitude: lat, longitude: 1_204_330_000, altitude: 5_000 });
    hear(s, "SYS_STATUS", { voltageBattery: 15_200, batteryRemaining: 80 - Math.floor(s / 6) });
    hear(s, "GLOBAL_POSITION_INT", {
      ...{ timeBootMs: s * 1000, lat, lon: Math.round((home.lonDeg + s * eastMps * lonDegPerM) * 1e7) },
      ...{
        alt: (heightM + 5) * 1000,
        relativeAlt: heightM * 1000,
        vx: 0,
        vy: eastMps * 100,
        vz: downMps * 100,
        hdg: 9_000,
      },
    });
  }
  const [vehicle] = watch.result(afterS);
  if (vehicle === undefined) throw new Error("No vehicle was heard.");
  return vehicle;
};

const kindsOf = ({ hypotheses }: LostVehicle) => hypotheses.map(({ kind }) => kind);
const of = (vehicle: LostVehicle, kind: LostVehicle["hypotheses"][number]["kind"]) => {
  const found = vehicle.hypotheses.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`Nobody supposes that it ${kind}.`);
  return found;
};

describe("where a vehicle was lost", () => {
  test("says the last known place, movement, battery and link, and what is nearest", () => {
    const vehicle = lost();

    expect(vehicle).toMatchObject({ vehicleId: "1", kind: "multirotor", armed: true, mode: "GUIDED", silentS: 0 });
    expect(vehicle.lastPlace).toMatchObject({ aboveHomeM: 50, altMslM: 55, withinM: 3, positionMs: 60_000 });
    expect(vehicle.lastPlace?.utcMs).toBe(startUtcMs + 60_000);
    expect(vehicle.speedMps).toBeCloseTo(8, 1);
    expect(vehicle.courseRad).toBeCloseTo(Math.PI / 2, 2);
    expect(vehicle.battery).toMatchObject({ fraction: 0.7, voltageV: 15.2 });
    expect(vehicle.nearest).toMatchObject({ name: "home" });
    expect(vehicle.nearest?.distanceM).toBeCloseTo(480, -1);
    expect(vehicle.nearest?.azimuthRad).toBeCloseTo(Math.PI / 2, 2);
  });

  test("supposes that it did as expected, fell, flew on, returned, or is anywhere it can have reached", () => {
    const vehicle = lost({}, 60);
    const place = vehicle.lastPlace;
    if (place === undefined) throw new Error("No place is known.");

    expect(kindsOf(vehicle)).toEqual(["as-expected", "fell", "flew-on", "returned", "anywhere"]);
    // Galilei: 50 m take 3.19 s, in which it goes 25.5 m ahead.
    const fell = of(vehicle, "fell").place ?? home;
    expect(inverseGeodesic(place, fell)).toMatchObject({ distanceM: expect.closeTo(8 * Math.sqrt(100 / 9.80665), 0) });
    expect(distanceM(place, of(vehicle, "flew-on").place ?? home)).toBeCloseTo(480, -1);
    expect(distanceM(home, of(vehicle, "returned").path?.at(-1) ?? place)).toBeLessThan(1);
    expect(of(vehicle, "anywhere").reachM).toBeCloseTo(15 * 60 + 3, 0);
    for (const { region, assumes, formula } of vehicle.hypotheses) {
      expect(region.length).toBeGreaterThan(2);
      expect(assumes.length).toBeGreaterThan(0);
      expect(formula).not.toBe("");
    }
  });

  test("lets its failsafe send it home where its parameters say so", () => {
    const vehicle = lost({ parameters: { FS_GCS_ENABLE: 1, RTL_ALT: 3000, WPNAV_SPEED: 1000 } }, 600);

    const { words, place } = of(vehicle, "as-expected");

    expect(words).toMatch(/its failsafe is to return, as its parameters say/);
    expect(distanceM(place ?? { latDeg: 0, lonDeg: 0 }, home)).toBeLessThan(20);
  });

  test("puts the fall first where it was going down fast", () => {
    expect(kindsOf(lost({ downMps: 9 }, 60))[0]).toBe("fell");
    expect(of(lost({ downMps: 9 }, 60), "fell").reachM).toBeLessThan(of(lost({}, 60), "fell").reachM);
  });

  test("lets wings glide and what drives neither fall nor glide", () => {
    expect(kindsOf(lost({ mavType: 1, eastMps: 18 }, 60))).toContain("glided");
    expect(of(lost({ mavType: 1, eastMps: 18 }, 60), "glided").reachM).toBeCloseTo(503, 0);
    const rover = kindsOf(lost({ mavType: 10, heightM: 0, eastMps: 1 }, 60));
    expect(rover).not.toContain("fell");
    expect(rover).not.toContain("glided");
  });

  test("leaves a disarmed vehicle where it was", () => {
    const vehicle = lost({ armed: false, eastMps: 0, heightM: 0 });

    expect(kindsOf(vehicle)).toEqual(["stayed"]);
    expect(of(vehicle, "stayed").reachM).toBeCloseTo(23, 0);
  });

  test("knows no time of day where the log has none", () => {
    const vehicle = lost({ timed: false });

    expect(vehicle.lastPlace).not.toHaveProperty("utcMs");
    expect(whereLostText([vehicle])).toContain("60.0 s after the log began");
  });

  test("tells people all of it, and other programs as GeoJSON", () => {
    const vehicle = lost({}, 60);

    const text = whereLostText([vehicle]);
    const { features } = JSON.parse(whereLostGeoJson([vehicle]));

    expect(text).toContain("30.87000, 120.43802 within 3 m, 2026-11-21T22:25:11.000Z");
    expect(text).toContain("course 90° (E)");
    expect(text).toMatch(/480 m, 90° \(E\) of home/);
    expect(features[0]).toMatchObject({ geometry: { type: "Point" }, properties: { kind: "last-known" } });
    expect(features.filter((one: { properties: { kind: string } }) => one.properties.kind === "region")).toHaveLength(
      5,
    );
    const ring: [number, number][] = features[1].geometry.coordinates[0];
    expect(ring[0]).toEqual(ring.at(-1));
  });
});
