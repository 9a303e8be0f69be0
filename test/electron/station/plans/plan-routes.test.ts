import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlan } from "../../../support/build-plan.ts";
import { eventually, type LiveStation, liveStation, UdpVehicle } from "../../../support/live-station.ts";

let live: LiveStation;
let vehicle: UdpVehicle;
let land: () => void;

beforeAll(async () => {
  live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
  vehicle = new UdpVehicle(1, live.linkPort());
  land = vehicle.fly();
  await eventually(() => live.station.snapshot().vehicles["1"]);
});
afterAll(async () => {
  land();
  vehicle.close();
  await live.close();
});

const bearer = () => ({ authorization: live.headers.authorization ?? "" });
const post = (query: string, body: BodyInit, type = "application/octet-stream") =>
  fetch(`${live.origin}/api/plans/import?${query}`, {
    method: "POST",
    headers: { ...bearer(), "content-type": type },
    body,
  });
const file = (id: string, format: string) =>
  fetch(`${live.origin}/api/plans/${id}/file?format=${format}`, { headers: bearer() });
const faultOf = async (answer: Response) => {
  const body = (await answer.json()) as { fault?: { code: string; detail: string } };
  return body.fault;
};
const names = () => Object.values(live.station.snapshot().plans).map(({ plan }) => plan.name);

const gpx = `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><rte><name>Dike</name>
<rtept lat="30.87" lon="120.43"><ele>40</ele></rtept><rtept lat="30.871" lon="120.431"><ele>40</ele></rtept></rte></gpx>`;

describe("a plan file that is opened", () => {
  test("becomes a plan for the vehicle, changed by who opened it", async () => {
    const answer = await post("name=dike.gpx&vehicleId=1&operatorId=w&operatorName=Wang", gpx);

    expect(answer.status).toBe(200);
    const body = (await answer.json()) as { planId: string; notes: unknown[] };
    const view = live.station.snapshot().plans[body.planId];
    expect(view).toMatchObject({ revision: 1, changedBy: "Wang", plan: { vehicleId: "1" } });
    expect(view?.plan.elements.filter(({ kind }) => kind === "point")).toHaveLength(2);
    expect(body.notes).toBeInstanceOf(Array);
  });

  test.each(["plan", "waypoints", "kml", "kmz", "gpx", "geojson"])(
    "goes out as .%s and comes in again",
    async (format) => {
      const plan = buildPlan("1", {
        id: `as-${format}`,
        name: `搜索 as ${format}`,
        altitude: { reference: "home", m: 60 },
      });
      const elements = plan.elements.map((element) =>
        element.kind === "point" ? { ...element, altitude: { reference: "home", m: 50 } as const } : element,
      );
      expect(await live.request({ kind: "plan.put", plan: { ...plan, elements }, was: 0 })).toMatchObject({ ok: true });

      const out = await file(`as-${format}`, format);

      expect(out.status).toBe(200);
      const disposition = out.headers.get("content-disposition") ?? "";
      expect(disposition).toContain("attachment");
      expect(decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(disposition)?.[1] ?? "")).toBe(
        `搜索 as ${format}.${format}`,
      );
      expect(JSON.parse(decodeURIComponent(out.headers.get("x-plan-notes") ?? "x"))).toBeInstanceOf(Array);
      const back = await post(`name=x.${format}&vehicleId=1`, await out.arrayBuffer());
      expect(back.status).toBe(200);
    },
  );

  test("is refused with words where it is no plan, for nobody, or not named", async () => {
    const before = names().length;

    const nothing = await post("name=x.kml&vehicleId=1", "hello");
    expect(nothing.status).toBe(400);
    expect(await faultOf(nothing)).toMatchObject({ code: "bad-file" });
    const empty = await post("name=x.kml&vehicleId=1", "");
    expect(empty.status).toBe(400);
    const stranger = await post("name=x.gpx&vehicleId=99", gpx);
    expect(stranger.status).toBe(404);
    expect(await faultOf(stranger)).toMatchObject({ code: "unknown-vehicle" });
    expect((await post("vehicleId=1", gpx)).status).toBe(400);
    expect((await post("name=x.gpx&vehicleId=1", gpx, "text/plain")).status).toBe(400);
    expect((await post("name=x.gpx&vehicleId=1", gpx, "image/png")).status).toBe(415);
    expect(names()).toHaveLength(before);
  });

  test("is refused by its stated length alone, before 50 MB of it are taken in", async () => {
    const answer = await new Promise<{ status: number; body: string; sentBytes: number }>((resolve, reject) => {
      const url = new URL(`${live.origin}/api/plans/import?name=big.kml&vehicleId=1`);
      const headers = { ...bearer(), "content-type": "application/octet-stream", "content-length": String(50_000_000) };
      let sentBytes = 0;
      const outgoing = request(url, { method: "POST", headers }, (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body, sentBytes });
          outgoing.destroy();
        });
      });
      outgoing.on("error", reject);
      // Only the beginning: the answer must not wait for the rest.
      const first = Buffer.alloc(1000, " ");
      sentBytes += first.length;
      outgoing.write(first);
    });

    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, fault: { code: "file-too-large" } });
    expect(answer.sentBytes).toBe(1000);
  });

  test("is refused where it says no length and doesn't end", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        if (pulled > 800) controller.close();
        else controller.enqueue(new Uint8Array(65_536));
      },
    });

    const answer = await fetch(`${live.origin}/api/plans/import?name=big.kml&vehicleId=1`, {
      method: "POST",
      headers: { ...bearer(), "content-type": "application/octet-stream" },
      body: endless,
      duplex: "half",
    } as RequestInit).catch((error: unknown) => String(error));

    // The connection may be cut while it still sends; what counts is that it wasn't taken in.
    if (typeof answer !== "string") expect(answer.status).toBe(413);
    expect(pulled).toBeLessThan(700);
    expect((await fetch(`${live.origin}/api/state`, { headers: bearer() })).status).toBe(200);
  });

  test("holds nobody up: while the worst is read, the station answers", async () => {
    const points = Array.from(
      { length: 180_000 },
      (_, i) => `<rtept lat="30.${i}" lon="120.${i}"><ele>40</ele></rtept>`,
    );
    const reading = post("name=long.gpx&vehicleId=1", `<gpx><rte>${points.join("")}</rte></gpx>`);
    let slowestMs = 0;
    let answered = false;
    void reading.then(() => {
      answered = true;
    });
    while (!answered) {
      const startMs = performance.now();
      await fetch(`${live.origin}/api/openapi.json`, { headers: bearer() });
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
    }

    expect((await reading).status).toBeLessThan(500);
    expect(slowestMs).toBeLessThan(2000);
  });
});

describe("a plan file that is asked for", () => {
  test("needs a plan and a format that exist", async () => {
    expect((await file("nothing", "gpx")).status).toBe(404);
    const odd = await file("nothing", "pdf");
    expect(odd.status).toBe(400);
    expect((await faultOf(odd))?.detail).toContain("geojson");
  });

  test("needs the token", async () => {
    expect((await fetch(`${live.origin}/api/plans/x/file?format=gpx`)).status).toBe(401);
    expect(
      (await fetch(`${live.origin}/api/plans/import?name=x&vehicleId=1`, { method: "POST", body: "x" })).status,
    ).toBe(401);
  });
});
