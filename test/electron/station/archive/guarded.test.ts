import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { flownFrames, flownTlog } from "../../../support/flown-tlog.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../../support/live-station.ts";

const startUtcMs = Date.UTC(2026, 10, 20, 20);
const tlog = flownTlog(flownFrames({ seconds: 20 }), startUtcMs);
const climbing = ["..", "../..", "%2e%2e", "%2e%2e%2f%2e%2e", "..%2f..%2fetc", "%2fetc%2fpasswd", "a%00b", "C:%5Cx"];

let live: LiveStation;
let archive: ArchiveClient;
let id: string;
beforeAll(async () => {
  live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
  archive = new ArchiveClient(live);
  id = await archive.taken("flight.tlog", tlog);
  await archive.read(id);
});
afterAll(() => live.close());

/** Sent as it stands, whatever a browser would make of it. */
const statusOf = async (path: string, headers: Record<string, string> = archive.headers): Promise<number> => {
  const { request } = await import("node:http");
  const { hostname, port } = new URL(archive.origin);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end();
  });
};

describe("the archive's addresses", () => {
  it("know no mission, feed, file or heat source by a way out of the archive", async () => {
    // A folder that would be a mission if it could be reached.
    mkdirSync(join(live.recordFolder, "outside"), { recursive: true });
    writeFileSync(
      join(live.recordFolder, "outside", "mission.json"),
      readFileSync(join(live.recordFolder, "archive", id, "mission.json")),
    );
    const parts = ["", "/plot?field=a&from=0&to=1", "/messages?at=0", "/export/tlog", "/feeds/x/pieces?from=0&to=1"];
    for (const name of [...climbing, "..%2foutside", "%2e%2e/outside", "..%5coutside", "a".repeat(5_000)])
      for (const part of parts)
        expect(await statusOf(`/api/archive/${name}${part}`), name + part).toBeOneOf([400, 404]);
    for (const name of climbing)
      for (const place of [
        `feeds/${name}/pieces?from=0&to=1`,
        `files/${name}`,
        `heat/${name}/thumbnail`,
        `export/${name}`,
      ])
        expect(await statusOf(`/api/archive/${id}/${place}`), place).toBeOneOf([400, 404]);
  });

  it("take no such name in a request either", async () => {
    for (const missionId of ["..", "../outside", "/etc", "..\\outside", "a\0b", "__proto__", "constructor"]) {
      const note = { id: "n", positionMs: 1, text: "x" };
      for (const request of [
        { kind: "archive.note", missionId, note },
        { kind: "archive.rename", missionId, name: "x" },
        { kind: "archive.remove", missionId },
        { kind: "archive.offset", missionId, log: 0, offsetMs: 1 },
      ])
        expect(await live.request(request as never), `${request.kind} ${missionId}`).toMatchObject({ ok: false });
    }
    expect(existsSync(join(live.recordFolder, "outside"))).toBe(true);
    expect(existsSync(join(live.recordFolder, "lantern.db"))).toBe(true);
  });

  it("answer nobody without a token, on a socket neither", async () => {
    for (const path of ["", `/${id}`, `/${id}/plot?field=a&from=0&to=1`, `/${id}/messages?at=0`, `/${id}/export/tlog`])
      expect(await statusOf(`/api/archive${path}`, {}), path).toBe(401);
    const url = `${archive.origin.replace("http", "ws")}/api/archive/${id}/stream?at=0`;
    for (const headers of [{}, { authorization: "Bearer wrong" }]) {
      const status = await new Promise((resolve) => {
        const socket = new WebSocket(url, { headers });
        socket.on("unexpected-response", (_, answer) => resolve(answer.statusCode));
        socket.on("open", () => resolve("open"));
      });
      expect(status).toBe(401);
    }
  });

  it("follow no link out of a mission's folder that somebody laid there", async () => {
    const secret = mkdtempSync(join(tmpdir(), "lantern-secret-"));
    writeFileSync(join(secret, "mission.json"), "{}");
    symlinkSync(secret, join(live.recordFolder, "archive", "20260101-000000-00000a"));

    expect((await archive.list()).map((one) => one.id)).not.toContain("20260101-000000-00000a");
    rmSync(secret, { recursive: true });
  });
});

describe("what leaves a station", () => {
  it("has no token, key or invitation in it, and anonymised neither journal nor record", {
    timeout: 60_000,
  }, async () => {
    const vehicle = new UdpVehicle(1, live.linkPort());
    const stop = vehicle.fly();
    await eventually(() => live.station.snapshot().vehicles["1"]?.position !== undefined);
    const token = live.headers.authorization?.slice("Bearer ".length) ?? "";
    await live.request({ kind: "incident.open", incident: { name: "A" }, subject: {} });
    const invited = await live.request({ kind: "incident.invite", purpose: "join", role: "searcher", name: "Wang" });
    expect(invited).toMatchObject({ ok: true });
    stop();
    vehicle.close();
    // What a phone shows to be let in, and what the station keeps of it to know it by.
    const [key = ""] = JSON.stringify(invited).match(/(?<=#)[\w-]{32}/) ?? [];
    expect(key).not.toBe("");
    const hashed = (["hex", "base64", "base64url"] as const).map((form) =>
      createHash("sha256").update(key).digest(form),
    );
    const secrets = [token, key, ...hashed];
    for (const format of ["lantern", "lantern?anonymise=1", "tlog", "tlog?anonymise=1", "geojson"]) {
      const answer = await archive.get(`/now/export/${format}`);
      if (!answer.ok) continue;
      const bytes = Buffer.from(await answer.arrayBuffer());
      const files = format.startsWith("lantern") ? unzipSync(bytes) : { all: bytes };
      const names = Object.keys(files);
      if (format === "lantern") expect(names).toContain("lantern.db");
      if (format === "lantern?anonymise=1")
        expect(names.filter((name) => !/^(manifest\.json|telemetry\/\d+\.tlog)$/.test(name))).toEqual([]);
      for (const [name, content] of Object.entries(files))
        for (const secret of secrets) expect(Buffer.from(content).includes(secret), `${format} ${name}`).toBe(false);
    }
  });
});

describe("many people at one mission", () => {
  it("keep all notes that they put at once, and lose none while it is renamed, moved and exported", async () => {
    const notes = Array.from({ length: 50 }, (_, n) => ({ id: `n${n}`, positionMs: n * 100, text: `note ${n}` }));

    const results = await Promise.all([
      ...notes.map((note) => live.request({ kind: "archive.note", missionId: id, note })),
      live.request({ kind: "archive.rename", missionId: id, name: "同一个任务 \u202e<b>" }),
      live.request({ kind: "archive.offset", missionId: id, log: 0, offsetMs: 0 }),
      ...Array.from({ length: 5 }, () => archive.bytes(`/${id}/export/tlog`)),
      ...Array.from({ length: 5 }, () => archive.bytes(`/${id}/export/gpx`)),
    ]);

    expect(results.every((one) => Buffer.isBuffer(one) || one.ok)).toBe(true);
    expect((await archive.details(id)).notes.map(({ text }) => text)).toEqual(notes.map(({ text }) => text));
  });

  it("are left in peace where it is taken away while they play, plot and export it", async () => {
    const gone = await archive.taken("gone.tlog", tlog);
    await archive.read(gone);
    const players = Array.from({ length: 10 }, () => archive.player(gone));
    await eventually(() => players.every(({ snapshot }) => snapshot !== undefined));
    for (const player of players) player.say({ type: "play", speed: 10 });
    const asked = Array.from({ length: 20 }, (_, n) =>
      archive.get(n % 2 === 0 ? `/${gone}/export/csv` : `/${gone}/plot?field=1/1/ATTITUDE.roll&from=0&to=20000`),
    );

    const removed = await live.request({ kind: "archive.remove", missionId: gone });
    const statuses = await Promise.all(asked.map(async (answer) => (await answer).status));

    expect(removed).toEqual({ ok: true });
    expect(statuses.every((status) => [200, 404, 409, 500].includes(status))).toBe(true);
    for (const player of players) expect((await player.closed)[0]).toBeOneOf([1012, 1013, 4404, 4409]);
    expect(existsSync(join(live.recordFolder, "archive", gone))).toBe(false);
    expect((await archive.details(id)).summary.durationMs).toBe(20_000);
  });

  it("each get what they export though twenty export everything at once, and nothing is left", {
    timeout: 60_000,
  }, async () => {
    const formats = ["tlog", "tlog?anonymise=1", "gpx", "csv", "csv?message=ATTITUDE", "lantern"];
    const lengths = await Promise.all(
      Array.from({ length: 24 }, async (_, n) => (await archive.bytes(`/${id}/export/${formats[n % 6]}`)).length),
    );

    expect(Math.min(...lengths)).toBeGreaterThan(1_000);
    const left = () => readdirSync(join(live.recordFolder, "cache")).filter((name) => /^(export|pack)-/.test(name));
    await eventually(() => left().length === 0);
  });

  it("may leave while a file is made for them: nothing of it is left", async () => {
    const long = flownTlog(flownFrames({ seconds: 1_200 }), startUtcMs);
    const mission = await archive.taken("long.tlog", long);
    for (const format of ["tlog?anonymise=1", "csv?message=ATTITUDE", "gpx", "lantern"]) {
      for (const waitMs of [0, 5, 20, 60]) {
        const leaving = new AbortController();
        const asked = archive
          .get(`/${mission}/export/${format}`, { signal: leaving.signal, headers: archive.headers })
          .catch(() => "gone");
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        leaving.abort();
        await asked;
      }
    }
    const left = () => readdirSync(join(live.recordFolder, "cache")).filter((name) => /^(export|pack)-/.test(name));

    await eventually(() => left().length === 0);
    expect(await live.request({ kind: "archive.remove", missionId: mission })).toEqual({ ok: true });
  });
});
