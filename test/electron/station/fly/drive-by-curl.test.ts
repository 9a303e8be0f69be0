import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiRoutes } from "../../../../electron/station/server/api-routes.ts";
import { requestExamples } from "../../../../electron/station/server/request-examples.ts";
import type { StationService } from "../../../../electron/station/server/station-service.ts";
import type { OperationView } from "../../../../shared/wire/operations.ts";
import { ParameterDiffSchema } from "../../../../shared/wire/parameters.ts";
import type { RequestResult } from "../../../../shared/wire/requests.ts";
import { type FlownStation, flownStation } from "../../../support/flown-station.ts";
import { eventually } from "../../../support/live-station.ts";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const run = promisify(execFile);

/** What the examples name that a station which just began has not: the answer says so, and nothing else is wrong. */
const faultOf: Readonly<Record<string, string>> = {
  "heat.decide": "unknown-heat",
  "alert.acknowledge": "unknown-alert",
  "simulator.start": "not-possible",
  "operation.cancel": "unknown-operation",
  "feed.mark": "no-picture",
  "heat.identify": "unknown-heat",
  "terrain.remove": "unknown-terrain",
  "incident.show": "unknown-thing",
  "search.correlate": "unknown-thing",
  "archive.note": "unknown-mission",
  "archive.note-remove": "unknown-mission",
  "archive.rename": "unknown-mission",
  "archive.remove": "unknown-mission",
  "archive.offset": "unknown-mission",
  "archive.video-offset": "unknown-mission",
  "vehicle.do: look-at-heat": "operation-failed",
  "vehicle.do: camera-follow-heat": "operation-failed",
};

/** What goes on until it is ended, or takes longer than a test wants to wait. */
const goesOn = new Set(["vehicle.do: orbit", "parameters.fetch"]);

interface Answer {
  readonly status: number;
  readonly result: RequestResult;
}

interface Document {
  readonly paths: Record<string, Record<string, unknown>>;
}

describe.skipIf(!hasCurl)(`a station driven by curl${hasCurl ? "" : " (skipped: there is no curl here)"}`, () => {
  let station: FlownStation;
  let examples: Record<string, { readonly value: unknown }>;

  const curl = async (path: string, ...options: readonly string[]): Promise<{ status: number; body: string }> => {
    const { origin, headers } = station.live;
    const always = ["-sS", "-m", "100", "-w", "\n%{http_code}", "-H", `Authorization: ${headers.authorization}`];
    const { stdout } = await run("curl", [...always, ...options, `${origin}${path}`], { maxBuffer: 1 << 24 });
    const end = stdout.lastIndexOf("\n");
    return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) };
  };

  const ask = async (value: unknown): Promise<Answer> => {
    const json = ["-H", "Content-Type: application/json", "-d", JSON.stringify(value)];
    const { status, body } = await curl("/api/requests", ...json);
    return { status, result: JSON.parse(body) };
  };

  /** As it is after a while: ended, or busy with what goes on. */
  const settled = (name: string, { id }: OperationView): Promise<OperationView> =>
    eventually(() => {
      const now = station.live.station.snapshot().operations[id];
      if (now === undefined) throw new Error(`The operation of ${name} is gone.`);
      return now.endedMs !== undefined || (goesOn.has(name) && now.step !== undefined) ? now : undefined;
    });

  beforeAll(async () => {
    station = await flownStation({ speed: 4 });
    // An example names the drone by it.
    await eventually(() => station.view("copter").uid);
    const { body } = await curl("/api/openapi.json");
    examples = JSON.parse(body).paths["/api/requests"].post.requestBody.content["application/json"].examples;
  });

  afterAll(() => station?.close());

  it.each(Object.keys(requestExamples()))("answers the example of %s", async (name) => {
    // It was sent home by then: another mode would keep it from landing, and it is armed only down there.
    if (name === "vehicle.do: set-mode" || name === "vehicle.do: arm")
      await station.until("copter", ({ armed }) => !armed);

    const { status, result } = await ask(examples[name]?.value);

    const expected = faultOf[name];
    const code = result.ok ? undefined : result.fault.code;
    expect({ code, result }).toMatchObject({ code: expected });
    expect(status).toBe(expected === undefined ? 200 : expected.startsWith("unknown-") ? 404 : 409);
    if (!result.ok) return expect(result.fault.detail.length).toBeGreaterThan(20);
    for (const operation of result.operations ?? []) {
      const { state, fault } = await settled(name, operation);
      expect({ state, fault }).toEqual({ state: goesOn.has(name) ? "running" : "done", fault: undefined });
    }
  });

  it.each([
    ["/api/state", 200],
    ["/api/terrain", 200],
    ["/api/terrain/heights", 200],
    ["/api/vehicles/1/parameters", 200],
    ["/api/vehicles/1/parameters.params", 200],
    ["/api/vehicles/9/parameters", 404],
    ["/api/heat/heat-3/thumbnail", 404],
    ["/api/heat/heat-3/crops/1", 404],
    ["/api/feeds/feed-9/look?x=0.5&y=0.5", 404],
    ["/api/feeds/feed-9/look?x=5&y=0.5", 400],
    ["/api/feeds/feed-9/picture.png", 404],
    ["/api/examples", 200],
    ["/api/examples.zip", 200],
    ["/api/plans/plan-9/file?format=plan", 404],
  ])("answers a look at %s with %i", async (path, status) => {
    // A picture or heights would be no text for the shell.
    const answer = await curl(path, "-o", "/dev/null");

    expect(answer.status).toBe(status);
  });

  it("compares a file of parameters with the vehicle's", async () => {
    const { status, body } = await curl(
      "/api/vehicles/1/parameters/diff",
      ...["-H", "Content-Type: text/plain", "--data-binary", "RTL_ALT,3500\nWPNAV_SPEED,650\n"],
    );

    expect(status).toBe(200);
    expect(ParameterDiffSchema.safeParse(JSON.parse(body)).error).toBeUndefined();
  });

  it("says of a file that it is no height model", async () => {
    const { status, body } = await curl(
      "/api/terrain/files?name=N30E120.hgt",
      ...["-H", "Content-Type: application/octet-stream", "--data-binary", "no heights"],
    );

    expect({ status, result: JSON.parse(body) }).toMatchObject({
      status: 400,
      result: { fault: { code: "bad-file" } },
    });
  });

  it("makes a plan of a file, and a file of the plan", async () => {
    const file =
      "QGC WPL 110\n0\t1\t0\t16\t0\t0\t0\t0\t30.87\t120.43\t0\t1\n1\t0\t3\t16\t0\t0\t0\t0\t30.871\t120.431\t40\t1\n";

    const { status, body } = await curl(
      "/api/plans/import?name=slope.waypoints&vehicleId=1",
      ...["-H", "Content-Type: application/octet-stream", "--data-binary", file],
    );
    const back = await curl(`/api/plans/${JSON.parse(body).planId}/file?format=waypoints`);

    expect([status, back.status]).toEqual([200, 200]);
    expect(back.body).toMatch(/^QGC WPL 110\r?\n[\s\S]*30\.871/);
  });

  it("moved what it was told to, and nothing else", async () => {
    const [copter, dog, px4] = [
      await station.until("copter", ({ armed }) => !armed),
      await station.until("dog", ({ groundMps }) => groundMps > 0.5),
      await station.truth("px4"),
    ];

    expect([copter.armed, dog.armed, px4.armed]).toEqual([false, true, false]);
  });
});

describe("openapi.json", () => {
  it("names the routes that are served, and no others", async () => {
    const app = Fastify();
    const served = new Set<string>();
    app.addHook("onRoute", ({ url, method }) => {
      for (const one of [method].flat())
        if (!["HEAD", "OPTIONS"].includes(one)) served.add(`${one.toLowerCase()} ${url.replace(/:(\w+)/g, "{$1}")}`);
    });
    apiRoutes(app, {} as StationService);
    await app.ready();
    const document = (await app.inject("/api/openapi.json")).json<Document>();
    await app.close();

    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );

    // Streams are no routes: the HTTP server hands upgrades over. The document names itself by being read.
    const expected = [...served].filter((route) => !route.endsWith("/api/*") && !route.endsWith("openapi.json"));
    const streams = ["get /api/stream", "get /api/feeds/{id}/video", "get /api/archive/{id}/stream"];
    expect(described.sort()).toEqual([...expected, ...streams].sort());
  });
});
