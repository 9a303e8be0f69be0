import { existsSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { request } from "node:http";
import { basename, join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportFormats } from "../../../../electron/station/archive/desk/mission-files.ts";
import { parseXml } from "../../../../shared/plan/formats/xml-tree.ts";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { bareRecords } from "../../../support/bare-log.ts";
import { flownBytes, flownFrames, flownTlog } from "../../../support/flown-tlog.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../../support/live-station.ts";
import { dataFlashFlight } from "../../../support/native-flights.ts";

const startUtcMs = Date.UTC(2026, 10, 20, 20);
const words = "Wang Qiang seen at Linghu";
const place = { latDeg: 30.871, lonDeg: 120.4337 };
const flight = flownFrames({ seconds: 30, text: words });
const other = flownFrames({ seconds: 20, systemId: 2, latDeg: 30.8735 });

const kinds = ["log", "raw", "native", "several logs", "recorded"] as const;
type Kind = (typeof kinds)[number];

let live: LiveStation;
let archive: ArchiveClient;
const ids = new Map<Kind, string>();
const idOf = (kind: Kind) => ids.get(kind) ?? "";

/** A station that heard one vehicle for a moment, under a name that people gave it. */
const recordFlight = async (recordFolder: string) => {
  const first = await liveStation({
    recordFolder,
    links: ["udpin:127.0.0.1:0"],
    journal: { everyMs: 0, chunkMs: 500 },
  });
  await eventually(() => Number.isFinite(first.linkPort()));
  const vehicle = new UdpVehicle(1, first.linkPort());
  const stop = vehicle.fly(place.latDeg, place.lonDeg);
  await eventually(() => first.station.snapshot().vehicles["1"]?.position);
  const { sessionId } = { sessionId: (await new ArchiveClient(first).list()).find((one) => one.live)?.id ?? "" };
  await first.request({ kind: "archive.rename", missionId: "now", name: "Search for Wang" });
  const from = performance.now();
  await eventually(() => performance.now() - from > 2_500);
  stop();
  vehicle.close();
  await first.station.close();
  return sessionId;
};

beforeAll(async () => {
  const begun = await liveStation();
  const { recordFolder } = begun;
  await begun.station.close();
  ids.set("recorded", await recordFlight(recordFolder));
  live = await liveStation({ recordFolder });
  archive = new ArchiveClient(live);
  ids.set("log", await archive.taken("Wang Qiang.tlog", flownTlog(flight, startUtcMs)));
  ids.set("raw", await archive.taken("link.bin", flownBytes(flight)));
  ids.set("native", await archive.taken("00000042.BIN", dataFlashFlight(20)));
  ids.set("several logs", await archive.taken("a.tlog", flownTlog(flight, startUtcMs)));
  await archive.taken("b.tlog", flownTlog(other, startUtcMs + 5_000), { into: idOf("several logs") });
}, 60_000);
afterAll(async () => {
  await live?.close();
  rmSync(live.recordFolder, { recursive: true, force: true });
});

const left = () => {
  const cache = join(live.recordFolder, "cache");
  return (existsSync(cache) ? readdirSync(cache) : []).filter((name) => /^(export|pack)-/.test(name));
};

/** All bytes of a file, unpacked where it is packed. */
const unpacked = (bytes: Uint8Array): readonly Uint8Array[] =>
  bytes[0] === 0x50 && bytes[1] === 0x4b ? Object.values(unzipSync(bytes)) : [bytes];

const placesIn = (bytes: Uint8Array) =>
  bareRecords(bytes).flatMap(({ key, bytes: frame, utcUs }) => {
    if (!key.endsWith("GLOBAL_POSITION_INT")) return [];
    // As MAVLink 2 lays it out: time, latitude, longitude.
    const view = new DataView(frame.buffer, frame.byteOffset + 10);
    const [lat, lon] = [view.getInt32(4, true), view.getInt32(8, true)];
    return [{ key, utcUs: utcUs ?? 0, latDeg: lat / 1e7, lonDeg: lon / 1e7 }];
  });

describe("what is taken along of a mission", () => {
  const asked = kinds.flatMap((kind) =>
    [...exportFormats, "csv?message=GLOBAL_POSITION_INT"].flatMap((format) =>
      [0, 1].map((anonymise) => ({ kind, format, anonymise })),
    ),
  );

  it.each(asked)("is a file of it: $kind as $format, anonymised $anonymise", async ({ kind, format, anonymise }) => {
    const path = `/${idOf(kind)}/export/${format}${format.includes("?") ? "&" : "?"}anonymise=${anonymise}`;
    if (format === "csv" && anonymise === 1) {
      expect(await archive.refusal(path)).toMatchObject({ status: 409, detail: expect.stringContaining("choose") });
      return;
    }
    const answer = await archive.get(path);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const name = answer.headers.get("content-disposition") ?? "";

    expect(answer.status, bytes.toString().slice(0, 300)).toBe(200);
    expect(bytes.length).toBeGreaterThan(300);
    const text = bytes.toString();
    if (format === "gpx" || format === "kml") expect(parseXml(text)).toBeDefined();
    if (format === "geojson") expect(JSON.parse(text).features.length).toBeGreaterThan(0);
    if (format.startsWith("csv")) expect(text.split("\n").length).toBeGreaterThan(10);
    if (format === "tlog") expect(placesIn(bytes).length).toBeGreaterThan(10);
    if (anonymise === 1) {
      expect(name).toContain("anonymised-mission");
      for (const part of unpacked(bytes)) {
        const said = Buffer.from(part).toString("latin1");
        for (const secret of ["Wang", "Linghu", "ABCDEFGHIJ", "00000042", "30.8710", "120.433", "48.1000"])
          expect(said.includes(secret), secret).toBe(false);
        for (const number of [30.871 * 1e7, 120.4337 * 1e7, 48.1e7]) {
          const le = Buffer.alloc(4);
          le.writeInt32LE(Math.round(number));
          expect(Buffer.from(part).includes(le)).toBe(false);
        }
        expect(Buffer.from(part).includes(Buffer.from("8877665544332211", "hex"))).toBe(false);
      }
    }
    await eventually(() => left().length === 0);
  });

  it.each(kinds)("opens at another station, whole and anonymised: %s", async (kind) => {
    const there = await liveStation();
    const its = new ArchiveClient(there);
    const here = await archive.read(idOf(kind));

    const id = await its.taken("whole.lantern", await archive.bytes(`/${idOf(kind)}/export/lantern`));
    const whole = await its.read(id);
    const anonymous = await its.taken("a.lantern", await archive.bytes(`/${idOf(kind)}/export/lantern?anonymise=1`));
    const shifted = await its.read(anonymous);
    const [a, b] = [its.player(id), its.player(anonymous)];
    const midMs = here.summary.durationMs * 0.9;
    const [seen, moved] = [await a.seek(midMs), await b.seek(Math.min(midMs, shifted.summary.durationMs))];
    for (const player of [a, b]) player.socket.close();

    expect(whole.timeline).toEqual(here.timeline);
    expect(whole.logs).toEqual(here.logs);
    expect(Object.keys(seen.vehicles)).toEqual(Object.keys(moved.vehicles));
    expect(JSON.stringify(shifted)).not.toMatch(/Wang|Linghu|30\.871|120\.433|48\.100/);
    for (const [vehicleId, { attitude, position }] of Object.entries(seen.vehicles)) {
      const again = moved.vehicles[vehicleId];
      if (kind !== "recorded") expect(again?.attitude?.rollRad).toEqual(attitude?.rollRad);
      if (position === undefined) continue;
      expect(Math.abs((again?.position?.latDeg ?? 0) - position.latDeg)).toBeGreaterThan(0.01);
    }
    expect((await its.verify(id)).ok).toBe(true);
    expect((await its.verify(anonymous)).ok).toBe(true);
    await there.close();
  });

  it("keeps logs of one mission beside each other, in time and in space, when both are anonymised", async () => {
    const whole = placesIn(await archive.bytes(`/${idOf("several logs")}/export/tlog`));
    const moved = placesIn(await archive.bytes(`/${idOf("several logs")}/export/tlog?anonymise=1`));

    expect(moved.length).toBe(whole.length);
    const first = (all: typeof whole, key: string) => all.find((one) => one.key.startsWith(key));
    for (const all of [whole, moved]) {
      const [one, two] = [first(all, "1/"), first(all, "2/")];
      expect((two?.utcUs ?? 0) - (one?.utcUs ?? 0)).toBe(5_000_000);
      expect((two?.latDeg ?? 0) - (one?.latDeg ?? 0)).toBeCloseTo(0.0025, 5);
    }
    const there = await liveStation();
    const its = new ArchiveClient(there);
    const id = await its.taken("a.lantern", await archive.bytes(`/${idOf("several logs")}/export/lantern?anonymise=1`));
    const { logs, summary } = await its.read(id);
    expect(logs.map(({ offsetMs }) => offsetMs)).toEqual([0, 5_000]);
    expect(summary.durationMs).toBe(30_000);
    await there.close();
  });

  it("keeps the name that somebody gave it, and is called by it", async () => {
    const there = await liveStation();
    const its = new ArchiveClient(there);
    const missionId = idOf("recorded");
    await live.request({ kind: "archive.rename", missionId, name: "First night 头一夜" });

    const answer = await archive.get(`/${missionId}/export/lantern`);
    const disposition = answer.headers.get("content-disposition") ?? "";
    const id = await its.taken("x.lantern", Buffer.from(await answer.arrayBuffer()));

    expect((await its.details(id)).summary.name).toBe("First night 头一夜");
    expect(decodeURIComponent(disposition)).toContain("头一夜");
    await there.close();
  });

  it.each(kinds)("is noticed where a byte of what came changes later, wherever it lies: %s", async (kind) => {
    const there = await liveStation();
    const its = new ArchiveClient(there);
    const id = await its.taken("x.lantern", await archive.bytes(`/${idOf(kind)}/export/lantern`));
    await its.read(id);
    expect((await its.verify(id)).ok).toBe(true);
    const folder = join(there.recordFolder, "archive", id);
    const logs = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && /\.(tlog|raw|bin|ulg)$/.test(one.name))
      .map((one) => join(one.parentPath, one.name));
    expect(logs.length).toBeGreaterThan(0);

    for (const path of logs) {
      const bytes = readFileSync(path);
      for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(path, bytes);
        const { ok, checked } = await its.verify(id);
        expect(ok).toBe(false);
        expect(checked.find((one) => !one.ok)?.name).toContain(basename(path));
        bytes[at] = (bytes[at] ?? 0) ^ 1;
      }
      writeFileSync(path, bytes);
    }

    expect((await its.verify(id)).ok).toBe(true);
    await there.close();
  });

  it("lies around no longer than somebody fetches it", async () => {
    const { hostname, port } = new URL(archive.origin);
    for (const path of ["export/lantern", "export/tlog?anonymise=1", "export/kml"]) {
      await new Promise<void>((resolve) => {
        const asking = request(
          { hostname, port, path: `/api/archive/${idOf("several logs")}/${path}`, headers: archive.headers },
          (answer) => {
            answer.once("data", () => asking.destroy());
            answer.on("error", () => {});
          },
        );
        asking.on("error", () => {});
        asking.on("close", resolve);
        asking.end();
      });
      await eventually(() => left().length === 0);
    }
    // Gone even before there was anything to fetch.
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(join(live.recordFolder, "cache"), (_event, name) => {
        if (name?.startsWith("export-") !== true) return;
        watcher.close();
        resolve();
      });
    });
    const asking = request({
      hostname,
      port,
      path: `/api/archive/${idOf("several logs")}/export/tlog`,
      headers: archive.headers,
    });
    asking.on("error", () => {});
    asking.end();
    await begun;
    asking.destroy();
    await eventually(() => left().length === 0);

    // Nobody holds it any more: it can go.
    const gone = await archive.taken("gone.tlog", flownTlog(flight, startUtcMs));
    await archive.bytes(`/${gone}/export/tlog`);
    expect(await live.request({ kind: "archive.remove", missionId: gone })).toEqual({ ok: true });
  });

  it("is refused with a reason where there is nothing of the kind", async () => {
    expect(await archive.refusal("/none/export/tlog")).toMatchObject({ status: 404, code: "unknown-mission" });
    expect(await archive.refusal(`/${idOf("log")}/export/exe`)).toMatchObject({ status: 400 });
    expect(await archive.refusal(`/${idOf("log")}/export/csv?message=NO_SUCH_MESSAGE`)).toMatchObject({ status: 409 });
    expect(await archive.refusal("/now/export/tlog")).toMatchObject({ status: 409 });
    expect(await archive.refusal("/now/export/lantern?anonymise=1")).toMatchObject({ status: 409 });
    expect(left()).toEqual([]);
  });
});
