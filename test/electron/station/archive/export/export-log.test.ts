import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { exportLog } from "../../../../../electron/station/archive/export/export-log.ts";
import type { ExportLogOptions } from "../../../../../electron/station/archive/export/export-options.ts";
import { readLog } from "../../../../../electron/station/archive/reading/read-log.ts";
import { logInfo } from "../../../../../electron/station/log-info.ts";
import { distanceM } from "../../../../../shared/geo/geodesic.ts";
import { decodeMessage, FrameWriter } from "../../../../../shared/mavlink/codec.ts";
import type { MavlinkMessage } from "../../../../../shared/mavlink/messages.ts";
import { parseXml, type XmlElement } from "../../../../../shared/plan/formats/xml-tree.ts";
import { encodeTlogRecord } from "../../../../support/encode-tlog-record.ts";
import { joined, telemetryFixture } from "../../../../support/mavlink-bytes.ts";
import { noSharedData, sharedData } from "../../../../support/shared-data.ts";

const folder = mkdtempSync(join(tmpdir(), "lantern-export-"));
afterAll(() => rmSync(folder, { recursive: true }));

const out = (name: string): string => join(folder, name);

const startUs = 1_795_299_851_000_000;

/** A flight east for a minute at 10 m/s, its home, a mission of one item, a photo, then silence and one more position. */
const flight = (): string => {
  const vehicle = new FrameWriter({ systemId: 3, componentId: 1 });
  const at = (s: number, bytes: Uint8Array) => encodeTlogRecord(startUs + s * 1e6, bytes);
  const position = (s: number) =>
    vehicle.write("GLOBAL_POSITION_INT", {
      ...{ lat: 308_700_000, lon: 1_204_330_000 + Math.round((s * 10) / 0.00955), alt: 45_000, relativeAlt: 40_000 },
      ...{ vx: 0, vy: 1000, hdg: 9000 },
    });
  const records = [
    at(0, vehicle.write("HEARTBEAT", { type: 2, autopilot: 3, customMode: 3 })),
    at(0, vehicle.write("HOME_POSITION", { latitude: 308_700_000, longitude: 1_204_330_000, altitude: 5_000 })),
    at(0, vehicle.write("MISSION_COUNT", { targetSystem: 255, count: 2 })),
    at(
      0,
      vehicle.write("MISSION_ITEM_INT", { targetSystem: 255, seq: 0, command: 16, x: 308_700_000, y: 1_204_330_000 }),
    ),
    at(
      0,
      vehicle.write("MISSION_ITEM_INT", {
        targetSystem: 255,
        seq: 1,
        frame: 3,
        command: 16,
        x: 308_700_000,
        y: 1_204_400_000,
        z: 40,
      }),
    ),
    ...Array.from({ length: 61 }, (_, s) => at(s, position(s))),
    at(30, vehicle.write("CAMERA_FEEDBACK", { lat: 308_700_000, lng: 1_204_360_000, altMsl: 45, imgIdx: 7 })),
    at(300, position(300)),
  ];
  const path = out("flight.tlog");
  writeFileSync(path, joined(...records));
  return path;
};

const exported = async (options: Partial<ExportLogOptions> & Pick<ExportLogOptions, "path" | "format" | "out">) => {
  const done = await exportLog(options);
  if (!done.ok) throw new Error(done.fault.detail);
  return done;
};

const all = (element: XmlElement, name: string): XmlElement[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => all(child, name)),
];
const textIn = (element: XmlElement | undefined, name: string): string | undefined =>
  element === undefined ? undefined : all(element, name)[0]?.text;

describe("exportLog", () => {
  test("writes GPX 1.1 with times and heights above the sea, a new segment behind a gap", async () => {
    await exported({ path: flight(), format: "gpx", out: out("flight.gpx") });

    const gpx = parseXml(readFileSync(out("flight.gpx"), "utf8"));
    const points = all(gpx, "trkpt");
    expect(gpx.attributes.version).toBe("1.1");
    expect(points).toHaveLength(62);
    expect(points[0]?.attributes).toEqual({ lat: "30.8700000", lon: "120.4330000" });
    expect(textIn(points[1], "ele")).toBe("45");
    expect(textIn(points[1], "time")).toBe(new Date(startUs / 1000 + 1000).toISOString());
    expect(all(gpx, "trkseg").map((segment) => segment.children.length)).toEqual([61, 1]);
    expect(all(gpx, "wpt").map((mark) => textIn(mark, "name"))).toEqual(["3: home", "3: 1", "3: photo 7"]);
    expect(textIn(gpx, "desc")).toContain("above mean sea level");
    // The schema's order: metadata, way points, tracks.
    expect(gpx.children.map(({ name }) => name).join()).toMatch(/^metadata,(wpt,)+trk$/);
  });

  test("writes KML whose ways can be played in time", async () => {
    await exported({ path: flight(), format: "kml", out: out("flight.kml") });

    const text = readFileSync(out("flight.kml"), "utf8");
    const kml = parseXml(text);
    const tracks = text.match(/<gx:Track>[\s\S]*?<\/gx:Track>/g) ?? [];
    expect(all(kml, "Placemark").length).toBeGreaterThan(3);
    expect(tracks).toHaveLength(2);
    expect(tracks[0]?.match(/<when>/g)).toHaveLength(61);
    expect(tracks[0]?.match(/<gx:coord>/g)).toHaveLength(61);
    expect(tracks[0]).toContain("<altitudeMode>absolute</altitudeMode>");
    expect(tracks[0]).toContain("<gx:coord>120.4330000 30.8700000 45</gx:coord>");
  });

  test("writes GeoJSON: a line with a time for each of its points, and marks", async () => {
    await exported({ path: flight(), format: "geojson", out: out("flight.geojson") });

    const { features } = z
      .object({
        features: z.array(
          z.object({
            geometry: z.object({ type: z.string(), coordinates: z.array(z.unknown()) }),
            properties: z.record(z.string(), z.unknown()),
          }),
        ),
      })
      .parse(JSON.parse(readFileSync(out("flight.geojson"), "utf8")));
    const line = features.find(({ geometry }) => geometry.type === "LineString");
    expect(line?.geometry.coordinates).toHaveLength(62);
    expect(line?.properties.coordTimes).toHaveLength(62);
    expect(line?.properties).toMatchObject({ vehicleId: "3", vehicleKind: "multirotor", gapsBefore: [61] });
    expect(features.slice(1).map(({ properties }) => properties.kind)).toEqual(["home", "mission-item", "photo"]);
  });

  test("writes a table for each message, or for one", async () => {
    const done = await exported({ path: flight(), format: "csv", out: out("tables") });
    await exported({ path: flight(), format: "csv", out: out("positions.csv"), message: "GLOBAL_POSITION_INT" });

    expect(readdirSync(out("tables")).sort()).toEqual([
      ...["CAMERA_FEEDBACK.csv", "GLOBAL_POSITION_INT.csv", "HEARTBEAT.csv", "HOME_POSITION.csv"],
      ...["MISSION_COUNT.csv", "MISSION_ITEM_INT.csv"],
    ]);
    expect(done.written).toBe(68);
    const [header, first, ...rows] = readFileSync(out("positions.csv"), "utf8").trim().split("\r\n");
    expect(header).toMatch(/^time_utc,time_us,system,component,time_boot_ms.*,lat.*,lon/);
    expect(first).toMatch(/^2026-11-21T22:24:11.000Z,1795299851000000,3,1,0,308700000,1204330000,45000,40000,/);
    expect(rows).toHaveLength(61);
  });

  test("cuts a log by the clock and by ms since its beginning, byte for byte", async () => {
    const path = flight();
    await exported({ path, format: "tlog", out: out("whole.tlog") });
    const byMs = { from: { positionMs: 10_000 }, to: { positionMs: 19_500 } };
    const byClock = { from: { utcMs: startUs / 1000 + 10_000 }, to: { utcMs: startUs / 1000 + 19_500 } };

    const cut = await exported({ path, format: "tlog", out: out("cut.tlog"), ...byMs });
    await exported({ path, format: "tlog", out: out("clock.tlog"), ...byClock });

    expect(readFileSync(out("whole.tlog"))).toEqual(readFileSync(path));
    expect(cut.written).toBe(10);
    expect(readFileSync(out("clock.tlog"))).toEqual(readFileSync(out("cut.tlog")));
  });

  test("writes no signing key", async () => {
    const path = out("key.tlog");
    const writer = new FrameWriter({ systemId: 255, componentId: 190 });
    const key = Array.from({ length: 32 }, () => 0x5a);
    const frames = [writer.write("HEARTBEAT", {}), writer.write("SETUP_SIGNING", { secretKey: key })];
    writeFileSync(path, joined(...frames.map((frame, s) => encodeTlogRecord(startUs + s * 1e6, frame))));

    await exported({ path, format: "tlog", out: out("no-key.tlog") });

    expect(readFileSync(path).includes(0x5a)).toBe(true);
    expect(readFileSync(out("no-key.tlog")).includes(0x5a)).toBe(false);
    expect(await logInfo(out("no-key.tlog"))).toMatchObject({ frames: 2, skippedBytes: 0 });
  });

  test("gives the raw bytes of a link the vehicle's own times", async () => {
    const path = out("boot.bin");
    writeFileSync(path, telemetryFixture("boot.bin"));

    const { notes, written } = await exported({ path, format: "tlog", out: out("boot.tlog") });

    const info = await logInfo(out("boot.tlog"));
    expect(info).toMatchObject({ ok: true, format: "tlog", frames: written, skippedBytes: 0 });
    expect(notes.join()).toMatch(/no times/);
  });

  test("never writes over the log itself, and says why a place can't be written", async () => {
    const path = flight();
    const before = readFileSync(path);

    expect(await exportLog({ path, format: "gpx", out: path })).toMatchObject({
      ok: false,
      fault: { code: "cannot-write" },
    });
    expect(await exportLog({ path, format: "gpx", out: join(folder, "no", "such", "x.gpx") })).toMatchObject({
      ok: false,
    });
    expect(await exportLog({ path: out("none.tlog"), format: "gpx", out: out("x.gpx") })).toMatchObject({
      fault: { code: "cannot-read" },
    });
    expect(readFileSync(path)).toEqual(before);
    expect(existsSync(out("x.gpx"))).toBe(false);
  });
});

const messagesOf = async (path: string): Promise<MavlinkMessage[]> => {
  const messages: MavlinkMessage[] = [];
  await readLog(path, ({ frame }) => {
    const message = decodeMessage(frame);
    if (message !== undefined) messages.push(message);
  });
  return messages;
};

const numbersOf = (value: unknown): number[] =>
  typeof value === "number" ? [value] : Array.isArray(value) ? value.flatMap(numbersOf) : [];

/** To 4 decimals, which are 11 m. */
const placesOf = (messages: readonly MavlinkMessage[]): { readonly lat: Set<string>; readonly lon: Set<string> } => {
  const lat = new Set<string>();
  const lon = new Set<string>();
  const add = (latDeg: number, lonDeg: number) => {
    if (Math.abs(latDeg) < 1 || Math.abs(lonDeg) < 1 || Math.abs(latDeg) > 90 || Math.abs(lonDeg) > 180) return;
    lat.add(latDeg.toFixed(4));
    lon.add(lonDeg.toFixed(4));
  };
  for (const { fields } of messages) {
    const values = new Map<string, unknown>(Object.entries(fields));
    for (const [a, b] of [
      ["lat", "lon"],
      ["lat", "lng"],
      ["latitude", "longitude"],
      ["latInt", "lonInt"],
      ["x", "y"],
    ] as const) {
      const [latE7, lonE7] = [values.get(a), values.get(b)];
      if (typeof latE7 === "number" && typeof lonE7 === "number") add(latE7 / 1e7, lonE7 / 1e7);
    }
  }
  return { lat, lon };
};

/** The first number of a log that is one of these coordinates, to 4 decimals. */
const firstTold = (
  messages: readonly MavlinkMessage[],
  lat: ReadonlySet<string>,
  lon: ReadonlySet<string>,
): string | undefined => {
  for (const { name, fields } of messages) {
    for (const [field, value] of Object.entries(fields)) {
      for (const number of numbersOf(value)) {
        // Integers of 1e-7 degrees, and degrees; whole numbers are no coordinates of these logs.
        const told = [number / 1e7, ...(Number.isInteger(number) ? [] : [number])];
        if (told.some((deg) => lat.has(deg.toFixed(4)) || lon.has(deg.toFixed(4))))
          return `${name}.${field} is ${number}`;
      }
    }
  }
  return undefined;
};

describe("an anonymised copy of a real log", () => {
  test.for(["copter_search.tlog", "two_vehicles_one_link.tlog", "copter_protocol_probe.tlog"])(
    "of %s has no coordinate of the original in any numeric field, and flies the same way elsewhere",
    async (name, { skip }) => {
      const path = sharedData(`telemetry/${name}`);
      if (path === undefined) return skip(noSharedData);
      const copyPath = out(`anonymous-${name}`);
      const { lat, lon } = placesOf(await messagesOf(path));

      await exported({ path, format: "tlog", out: copyPath, anonymiseSeed: "blue whale" });

      const messages = await messagesOf(copyPath);
      expect(firstTold(await messagesOf(path), lat, lon)).toBeDefined();
      expect(firstTold(messages, lat, lon)).toBeUndefined();
      const [before, after] = [await logInfo(path), await logInfo(copyPath)];
      if (!before.ok || !after.ok) throw new Error("A log can't be read.");
      expect(lat.size).toBeGreaterThan(5);
      expect(after).toMatchObject({ frames: before.frames, skippedBytes: 0, signedBySystem: {} });
      expect(after.counts).toEqual(before.counts);
      before.vehicles.forEach((vehicle, index) => {
        const copy = after.vehicles[index];
        const [was, is] = [vehicle.position, copy?.position];
        if (was.home === undefined || is?.home === undefined) throw new Error("Home is missing.");
        expect(is.highestMslM).toBe(was.highestMslM);
        expect(Math.abs(is.distanceM - was.distanceM)).toBeLessThan(0.001 * was.distanceM + 0.5);
        expect(distanceM(was.home, is.home)).toBeGreaterThan(300_000);
      });
      const words = messages.flatMap(({ name: message, fields }) => (message === "STATUSTEXT" ? [fields.text] : []));
      expect(words.join("\n")).not.toMatch(/[0-9a-f]{16}/);
    },
  );
});

describe("an independent reader", () => {
  const python = process.env.LANTERN_PYTHON ?? "python3";

  test("reads as many messages of a cut, anonymised log as were written", async ({ skip }) => {
    if (spawnSync(python, ["-c", "import pymavlink"]).status !== 0) return skip("pymavlink isn't installed");
    const path = out("anonymous-flight.tlog");
    const { written } = await exported({
      path: flight(),
      format: "tlog",
      out: path,
      anonymiseSeed: "x",
      from: { positionMs: 5_000 },
    });
    const script = `
from pymavlink import mavutil
log = mavutil.mavlink_connection(${JSON.stringify(path)}, dialect="ardupilotmega")
count = bad = 0
while True:
    message = log.recv_msg()
    if message is None: break
    if message.get_type() == "BAD_DATA": bad += 1
    else: count += 1
print(count, bad)`;

    const { stdout } = spawnSync(python, ["-c", script], { encoding: "utf8", env: { ...process.env, MAVLINK20: "1" } });

    expect(stdout.trim()).toBe(`${written} 0`);
    expect(statSync(path).size).toBeGreaterThan(0);
  });
});
