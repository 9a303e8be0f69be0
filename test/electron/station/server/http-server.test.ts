import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { listen } from "../../../../electron/station/server/http-server.ts";
import { StateSnapshotSchema } from "../../../../shared/wire/schemas.ts";
import { serveState } from "../../../support/station-server.ts";

type Served = Awaited<ReturnType<typeof serveState>>;
let station: Served | undefined;

afterEach(async () => {
  await station?.server.close();
  station = undefined;
});

const post = (served: Served, body: string, type = "application/json") =>
  fetch(`${served.origin}/api/requests`, {
    method: "POST",
    headers: { ...served.headers, "content-type": type },
    body,
  });

const faultOf = async (answer: Response) => {
  const body: unknown = await answer.json();
  expect(body).toMatchObject({ ok: false });
  return JSON.stringify(body);
};

describe("the HTTP server", () => {
  test("gives the state as its schema says", async () => {
    station = await serveState();

    const answer = await fetch(`${station.origin}/api/state`, { headers: station.headers });

    expect(StateSnapshotSchema.safeParse(await answer.json()).error).toBeUndefined();
  });

  test("hands a good request over", async () => {
    station = await serveState();

    const answer = await post(station, JSON.stringify({ kind: "serial.list" }));

    expect(answer.status).toBe(200);
    expect(station.world.requests).toEqual([{ kind: "serial.list" }]);
  });

  test.each([
    [{ kind: "heat.decide", heatId: 7, decision: "confirmed" }, "heatId"],
    [{ kind: "heat.decide", heatId: "h1", decision: "maybe" }, "decision"],
    [{ kind: "heat.decide", heatId: "h1", decision: "new", extra: 1 }, "extra"],
    [{ kind: "vehicle.rename", vehicleId: "1", name: "   " }, "name"],
    [{ kind: "link.remove", linkId: "" }, "linkId"],
    [{ kind: "link.add" }, "spec"],
    [{ kind: "fly.home" }, "heat.decide, alert.acknowledge"],
    [[], "kind"],
    [null, "kind"],
    ["text", "kind"],
  ])("answers %j with 400 and names %s", async (body, field) => {
    station = await serveState();

    const answer = await post(station, JSON.stringify(body));

    expect(answer.status).toBe(400);
    expect(await faultOf(answer)).toContain(field);
    expect(station.world.requests).toEqual([]);
  });

  test("answers what is no JSON, is too large or of another type with a fault and lives on", async () => {
    station = await serveState();

    expect((await post(station, "{")).status).toBe(400);
    expect((await post(station, JSON.stringify({ kind: "x".repeat(5_000_000) }))).status).toBe(413);
    expect((await post(station, "kind=serial.list", "application/x-www-form-urlencoded")).status).toBe(415);
    expect((await post(station, JSON.stringify({ kind: "serial.list" }))).status).toBe(200);
  });

  test.each([
    ["unknown-heat", 404],
    ["unknown-vehicle", 404],
    ["link-exists", 409],
    ["recording-failed", 409],
    ["bad-request", 400],
  ] as const)("answers the fault %s with %i", async (code, status) => {
    station = await serveState({ request: async () => ({ ok: false, fault: { code, detail: "Do this." } }) });

    const answer = await post(station, JSON.stringify({ kind: "serial.list" }));

    expect(answer.status).toBe(status);
    expect(await faultOf(answer)).toContain("Do this.");
  });

  test("describes itself as OpenAPI made from the schemas", async () => {
    station = await serveState();

    const answer = await fetch(`${station.origin}/api/openapi.json`, { headers: station.headers });
    const text = await answer.text();

    expect(text).toContain("heat.decide");
    expect(text).toContain("semiMajorM");
    const known = new Set(Object.keys(JSON.parse(text).components.schemas));
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)"/g)) expect(known).toContain(name);
    expect(text).not.toContain("$defs");
  });

  test("sends the terrain's heights as little-endian float32", async () => {
    const terrain = { southDeg: 30, westDeg: 120, stepLatDeg: 1, stepLonDeg: 1, rows: 1, columns: 3 };
    const baseMap = { id: "t", attribution: "synthetic", synthetic: true, terrain, features: [] };
    station = await serveState({ baseMap: () => ({ baseMap, heightsMslM: new Float32Array([1.5, -2, 300]) }) });

    const meta = await fetch(`${station.origin}/api/terrain`, { headers: station.headers });
    const heights = await fetch(`${station.origin}/api/terrain/heights`, { headers: station.headers });

    expect(await meta.json()).toEqual(baseMap);
    const view = new DataView(await heights.arrayBuffer());
    expect([view.getFloat32(0, true), view.getFloat32(4, true), view.getFloat32(8, true)]).toEqual([1.5, -2, 300]);
  });

  test("says 404 for what isn't there", async () => {
    station = await serveState();

    for (const path of ["/api/terrain", "/api/heat/none/thumbnail", "/api/vehicles/9/thermal.png", "/api/nothing"])
      expect((await fetch(station.origin + path, { headers: station.headers })).status, path).toBe(404);
  });

  test("says in both languages how to build a UI that isn't built, then serves it once it is", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lantern-ui-"));
    try {
      station = await serveState({}, folder);
      const { origin, headers } = station;
      const before = await fetch(`${origin}/`, { headers });
      expect(before.status).toBe(503);
      expect(await before.text()).toContain("npm run build");

      writeFileSync(join(folder, "index.html"), "<title>built</title>");
      writeFileSync(join(folder, "app.js"), "1;");

      expect(await (await fetch(`${origin}/`, { headers })).text()).toContain("built");
      expect(await (await fetch(`${origin}/panel/heat`, { headers })).text()).toContain("built");
      const script = await fetch(`${origin}/app.js`, { headers });
      expect(script.headers.get("content-type")).toContain("javascript");
      expect((await fetch(`${origin}/none.js`, { headers })).status).toBe(404);
      expect((await fetch(`${origin}/..%2f..%2fetc/passwd.txt`, { headers })).status).toBeGreaterThanOrEqual(400);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("names a port that is taken and the way out", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    station = await serveState();

    const result = await listen({
      host: "127.0.0.1",
      port,
      token: "t",
      rendererFolder: "/nonexistent",
      publisher: station.publisher,
      service: station.service,
    });
    holder.close();

    expect(result).toMatchObject({ ok: false, fault: { code: "port-taken" } });
    if (!result.ok) expect(result.fault.detail).toMatch(new RegExp(`${port}.*--port ${port + 1}`));
  });
});
