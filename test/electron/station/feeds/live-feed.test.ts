import { strFromU8, unzipSync } from "fflate";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inverseGeodesic } from "../../../../shared/geo/geodesic.ts";
import type { FeedBox, FeedLook } from "../../../../shared/wire/feeds.ts";
import { CameraVehicle } from "../../../support/camera-vehicle.ts";
import { type FeedSocket, openFeedSocket } from "../../../support/feed-socket.ts";
import { freeUdpPort } from "../../../support/free-udp-port.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";
import { noSharedData, sharedData } from "../../../support/shared-data.ts";
import { hasFfmpeg, noFfmpeg, type PictureMaker, sendVideo, type VideoSender } from "../../../support/video-sender.ts";

/** Four people from 60 m. */
const picture = sharedData("hit-uav/val/1_60_60_0_00524.jpg");
const skip = !hasFfmpeg ? noFfmpeg : picture === undefined ? noSharedData : undefined;

/** Asks until the answer is good; the test's own time limit ends it. */
const until = async <T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
  }
};

/** The same view each time, with a camera's noise: without it the picture would count as frozen. */
const noisy = async (path: string): Promise<PictureMaker> => {
  const { data, info } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true });
  return (index) => {
    const grey = data.map((value, i) => Math.min(255, Math.max(0, value + (((i * 31 + index * 17) % 7) - 3))));
    return { widthPx: info.width, heightPx: info.height, data: grey };
  };
};

describe.skipIf(skip !== undefined)(`a thermal camera's H.264 over RTP${skip ? ` (${skip})` : ""}`, () => {
  let live: LiveStation;
  let vehicle: CameraVehicle;
  let sender: VideoSender;
  let screen: FeedSocket;

  const state = () => live.station.snapshot();
  const feed = () => Object.values(state().feeds)[0];
  const feedId = () => feed()?.id ?? "";
  const boxes = (): readonly FeedBox[] =>
    screen.messages.flatMap((message) => (message.type === "boxes" ? [message.boxes] : [])).at(-1) ?? [];
  const get = (path: string) => fetch(live.origin + path, { headers: live.headers });

  beforeAll(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    vehicle = new CameraVehicle({ systemId: 1, port: live.linkPort() });
    await eventually(() => state().vehicles["1"]?.position);
    const port = await freeUdpPort();
    const pictures = await noisy(picture ?? "");
    sender = sendVideo({ to: `rtp://127.0.0.1:${port}`, pictures, framesPerS: 5, size: [640, 512] });
    vehicle.announce(port);
  });
  afterAll(async () => {
    await sender?.close();
    vehicle?.close();
    await live?.close();
  });

  it("is found by what its vehicle says, and searched by the network", async () => {
    await eventually(() => feed()?.state === "streaming" && (feed()?.search.framesPerS ?? 0) > 0, 50_000);

    expect(feed()).toMatchObject({
      vehicleId: "1",
      name: "thermal",
      origin: "vehicle",
      spectrum: "thermal",
      picture: { widthPx: 640, heightPx: 512, codec: "h264", radiometric: false },
      hfov: { from: "camera" },
      latency: { from: "assumed" },
      search: { by: "network" },
    });
    expect(state().vehicles["1"]?.thermal).toEqual({ state: "streaming" });
  });

  it("comes to a screen as it is, with boxes that know their source once it is on the map", async () => {
    screen = openFeedSocket(live.origin, feedId(), live.station.token);

    await eventually(() => screen.pictures.length > 3);
    const config = screen.messages.find(({ type }) => type === "config");
    expect(config).toMatchObject({ delivery: "h264", widthPx: 640, heightPx: 512 });
    expect(screen.pictures[0]?.kind).toBe("key");
    const named = await eventually(() => boxes().find(({ heatId }) => heatId !== undefined), 50_000);

    const source = state().heat[named.heatId ?? ""];
    expect(named).toMatchObject({ category: "person", number: source?.number });
    expect(named.personProbability).toBeGreaterThan(0.3);
    const location = source?.location;
    if (location?.located !== true) throw new Error(`It is not located: ${JSON.stringify(location)}`);
    // 640 px see 40 degrees from 60 m: 44 m wide, so nothing in the picture is further than that from below the drone.
    expect(inverseGeodesic({ latDeg: 30.87, lonDeg: 120.43 }, location.position).distanceM).toBeLessThan(40);
    const captureMs = screen.pictures.at(-1)?.captureMs ?? 0;
    expect(state().clock.nowMs - captureMs).toBeGreaterThan(0);
    expect(state().clock.nowMs - captureMs).toBeLessThan(5_000);
  });

  it("says what lies under a pointer", async () => {
    const answer = await until(
      () => get(`/api/feeds/${feedId()}/look?x=0.5&y=0.5`),
      ({ status }) => status === 200,
    );
    const look = (await answer.json()) as FeedLook;

    expect(look.slantM).toBeCloseTo(60, 0);
    expect(
      inverseGeodesic({ latDeg: 30.87, lonDeg: 120.43 }, look.position ?? { latDeg: 0, lonDeg: 0 }).distanceM,
    ).toBeLessThan(2);
    expect(look.temperatureK).toBeUndefined();
    const pressed = await until(
      () => live.request({ kind: "feed.mark", feedId: feedId(), what: "point", x: 0.9, y: 0.5 }),
      ({ ok }) => ok,
    );
    expect(pressed).toMatchObject({ ok: true, look: { slantM: expect.any(Number), ageS: expect.any(Number) } });
    expect((await get(`/api/feeds/${feedId()}/look?x=2&y=0`)).status).toBe(400);
  });

  it("leaves an example of a confirmed person, another label when it is dismissed, and none when that is taken back", async () => {
    const heatId = (await eventually(() => boxes().find((box) => box.heatId !== undefined))).heatId ?? "";
    const decide = (decision: "confirmed" | "dismissed" | "new") =>
      live.request({ kind: "heat.decide", heatId, decision, by: "Ann" });
    const crop = await get(`/api/heat/${heatId}/crops/1?v=1`);
    expect(crop.headers.get("content-type")).toBe("image/png");

    expect(await decide("confirmed")).toEqual({ ok: true });
    await eventually(() => (state().station.examples ?? 0) > 0);
    const [example] = (await (await get("/api/examples")).json()) as Record<string, unknown>[];
    expect(example).toMatchObject({ label: "person", by: "Ann", vehicleId: "1", camera: "thermal", picture: "whole" });
    expect(example?.heightM).toBeCloseTo(60, 0);
    expect(example?.model).toMatch(/^lantern-person/);

    const zip = unzipSync(new Uint8Array(await (await get("/api/examples.zip")).arrayBuffer()));
    const coco = JSON.parse(strFromU8(zip["annotations.json"] ?? new Uint8Array()));
    expect(coco.images[0]).toMatchObject({ width: 640, height: 512, file_name: `images/${example?.id}.png` });
    expect(coco.annotations[0]).toMatchObject({ category_id: 1, bbox: example?.bboxPx, label: "person" });
    const png = await sharp(zip[coco.images[0].file_name]).metadata();
    expect([png.width, png.height]).toEqual([640, 512]);
    expect(Object.keys(zip)).toContain("README.md");

    await decide("dismissed");
    await eventually(() => live.station.snapshot().heat[heatId]?.decision.state === "dismissed");
    const labelled = async () =>
      ((await (await get("/api/examples")).json()) as { label: string }[]).map(({ label }) => label);
    expect(new Set(await labelled())).toEqual(new Set(["not-person"]));
    await decide("new");
    expect(await labelled()).toEqual([]);
  });

  it("has a confirmed source and an example made of a person whom nobody found", async () => {
    const by = "Ben";
    const marked = await until(
      () => live.request({ kind: "feed.mark", feedId: feedId(), what: "person", x: 0.1, y: 0.9, by }),
      ({ ok }) => ok,
    );

    if (!marked.ok || marked.heatId === undefined) throw new Error(JSON.stringify(marked));
    expect(state().heat[marked.heatId]).toMatchObject({ decision: { state: "confirmed", by }, markedBy: by });
    const examples = async () => (await (await get("/api/examples")).json()) as { label: string; bboxPx: number[] }[];
    const all = await until(examples, (list) => list.some(({ label }) => label === "missed"));
    const missed = all.find(({ label }) => label === "missed");
    const [x = 0, y = 0, width = 0, height = 0] = missed?.bboxPx ?? [];
    expect([x + width / 2, y + height / 2].map(Math.round)).toEqual([64, 461]);
    expect(state().heat[marked.heatId]?.sightings).toBe(1);
  });

  it("forgets a mark that is taken back, with its example: a slip teaches no detector anything", async () => {
    const examples = async () => (await (await get("/api/examples")).json()) as { label: string }[];
    const marked = Object.values(state().heat).find(({ markedBy }) => markedBy === "Ben");
    if (marked === undefined) throw new Error("Nobody was marked.");
    expect((await examples()).map(({ label }) => label)).toEqual(["missed"]);

    const request = { kind: "heat.decide", heatId: marked.id, decision: "new", was: "confirmed", by: "Ben" } as const;
    expect(await live.request(request)).toEqual({ ok: true });

    expect(state().heat[marked.id]).toBeUndefined();
    expect(await until(examples, (list) => list.length === 0)).toEqual([]);
    expect(await live.request(request)).toMatchObject({ ok: false, fault: { code: "unknown-heat" } });
  });

  it("finds nothing at a made-up place while its vehicle doesn't say how the camera looks", async () => {
    vehicle.tellsPose = false;
    const ask = (what: "point" | "person") =>
      live.request({ kind: "feed.mark", feedId: feedId(), what, x: 0.5, y: 0.5 });

    const point = await until(
      () => ask("point"),
      (result) => result.ok && result.look?.reason !== undefined,
    );
    const person = await until(
      () => ask("person"),
      (result) => !result.ok && result.fault.code !== "no-picture",
    );

    expect(point).toMatchObject({ look: { reason: "no-pose" } });
    expect(point.ok && point.look?.position).toBeUndefined();
    expect(person).toMatchObject({ ok: false, fault: { code: "not-possible" } });
    vehicle.tellsPose = true;
  });

  it("goes on for who watches when it is opened anew, and ends for them when it is gone", async () => {
    vehicle.announce(await freeUdpPort());

    await eventually(() => screen.closed() === 1012);
    expect(screen.socket.readyState).toBe(screen.socket.CLOSED);
  });
});
