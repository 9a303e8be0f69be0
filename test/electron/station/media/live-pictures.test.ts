import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mediaFolder } from "../../../../electron/station/media/media-folders.ts";
import { openMissionMedia } from "../../../../electron/station/media/open-mission-media.ts";
import type { VideoMessage } from "../../../../shared/wire/video-message.ts";
import { CameraVehicle } from "../../../support/camera-vehicle.ts";
import { type FeedSocket, openFeedSocket } from "../../../support/feed-socket.ts";
import { picturesIn, readPieces } from "../../../support/framed-pieces.ts";
import { freeUdpPort } from "../../../support/free-udp-port.ts";
import { eventually, type LiveStation, liveStation } from "../../../support/live-station.ts";
import { hasFfmpeg, movingBlobs, noFfmpeg, sendVideo, type VideoSender } from "../../../support/video-sender.ts";

describe.skipIf(!hasFfmpeg)(`pictures of a feed that are recorded (skipped where ${noFfmpeg})`, () => {
  let live: LiveStation;
  let vehicle: CameraVehicle;
  let sender: VideoSender;
  let screen: FeedSocket;
  let folder: string;
  const feed = () => Object.values(live.station.snapshot().feeds)[0];

  beforeAll(async () => {
    live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
    await eventually(() => Number.isFinite(live.linkPort()));
    vehicle = new CameraVehicle({ systemId: 1, port: live.linkPort() });
    await eventually(() => live.station.snapshot().vehicles["1"]?.position);
    const port = await freeUdpPort();
    const pictures = movingBlobs({ widthPx: 320, heightPx: 256 });
    sender = sendVideo({ to: `rtp://127.0.0.1:${port}`, pictures, framesPerS: 10, size: [320, 256] });
    vehicle.announce(port, { resolutionH: 320, resolutionV: 256 });
    await eventually(() => feed()?.state === "streaming", 50_000);
    screen = openFeedSocket(live.origin, feed()?.id ?? "", live.station.token);
    const [{ missions = [] } = {}] = [
      (await (await fetch(`${live.origin}/api/archive`, { headers: live.headers })).json()) as {
        missions?: { id: string; live: boolean }[];
      },
    ];
    folder = mediaFolder(live.recordFolder, missions.find((mission) => mission.live)?.id ?? "");
    await eventually(() => screen.pictures.length > 45);
  });
  afterAll(async () => {
    screen?.socket.close();
    await sender?.close();
    vehicle?.close();
    await live?.close();
  });

  /** Of the mission's clock by the station's: as of two pictures that are the same one. */
  const offsetOf = (shown: readonly VideoMessage[], kept: readonly VideoMessage[]): number => {
    const both = kept.find(({ sequence }) => shown.some((one) => one.sequence === sequence));
    const same = shown.find(({ sequence }) => sequence === both?.sequence);
    return (same?.captureMs ?? Number.NaN) - (both?.captureMs ?? Number.NaN);
  };

  it("are piece by piece what a screen got, with their times on the mission's clock, while they are being recorded", async () => {
    const media = await openMissionMedia({ folder });
    const [kept] = media.feeds;
    const toMs = kept?.toMs ?? 0;
    const pieces = readPieces(await media.pieces(feed()?.id ?? "", 0, toMs));
    const pictures = picturesIn(pieces);
    const shown = screen.pictures;

    expect(kept).toMatchObject({ id: feed()?.id, vehicleId: "1", name: "thermal" });
    const [config, key] = pieces;
    expect(config).toEqual(screen.messages.find(({ type }) => type === "config"));
    expect(key).toMatchObject({ kind: "key" });
    const offsetMs = offsetOf(shown, pictures);
    const both = pictures.filter(({ sequence }) => shown.some((one) => one.sequence === sequence));
    expect(both.length).toBeGreaterThan(30);
    for (const { sequence, kind, data, captureMs } of both) {
      const live = shown.find((one) => one.sequence === sequence);
      expect({ kind, data }).toEqual({ kind: live?.kind, data: live?.data });
      expect(captureMs + offsetMs).toBeCloseTo(live?.captureMs ?? 0, -1);
    }
    // No picture between the first and the last is missing.
    expect(pictures.map(({ sequence }) => sequence)).toEqual(pictures.map((_, i) => (pictures[0]?.sequence ?? 0) + i));
    await media.close();
  });

  it("bring the boxes that were found in them", async () => {
    await eventually(() => screen.messages.filter(({ type }) => type === "boxes").length > 3);
    const media = await openMissionMedia({ folder });
    const shown = screen.messages.flatMap((one) => (one.type === "boxes" ? [one] : [])).slice(-3);
    const keptOf = async () => {
      const pieces = readPieces(await media.pieces(feed()?.id ?? "", 0, 1e9));
      const offsetMs = offsetOf(screen.pictures, picturesIn(pieces));
      const kept = pieces.flatMap((one) => ("type" in one && one.type === "boxes" ? [one] : []));
      return shown.map(({ captureMs }) => kept.find((one) => Math.abs(one.captureMs + offsetMs - captureMs) < 20));
    };

    // They come to the disk a moment after they are shown.
    let kept = await keptOf();
    while (kept.includes(undefined)) kept = await keptOf();

    expect(kept.map((one) => one?.boxes)).toEqual(shown.map(({ boxes }) => boxes));
    await media.close();
  });

  it("begin with the last whole picture before an instant, and end with it", async () => {
    const media = await openMissionMedia({ folder });
    const all = picturesIn(readPieces(await media.pieces(feed()?.id ?? "", 0, 1e9)));
    const keys = all.filter(({ kind }) => kind === "key");
    const [, second, third] = keys;
    const atMs = ((second?.captureMs ?? 0) + (third?.captureMs ?? 0)) / 2;

    const found = picturesIn(readPieces(await media.pieces(feed()?.id ?? "", atMs, atMs)));
    const few = picturesIn(readPieces(await media.pieces(feed()?.id ?? "", 0, 1e9, 1_500)));

    expect(found[0]).toEqual(second);
    expect(found.length).toBeGreaterThan(3);
    expect(found.at(-1)?.captureMs).toBeLessThanOrEqual(atMs);
    expect(all.filter(({ captureMs }) => captureMs > (found.at(-1)?.captureMs ?? 0) && captureMs <= atMs)).toEqual([]);
    expect(few.every(({ kind }) => kind === "key")).toBe(true);
    expect(few.length).toBeGreaterThan(1);
    expect(await media.pieces("another", 0, 1e9)).toBeUndefined();
    await media.close();
  });

  it("are served with the mission that is being recorded", async () => {
    const address = `${live.origin}/api/archive/now/feeds/${feed()?.id}/pieces?from=0&to=30000`;

    const response = await fetch(address, { headers: live.headers });

    expect(response.status).toBe(200);
    expect(picturesIn(readPieces(new Uint8Array(await response.arrayBuffer()))).length).toBeGreaterThan(30);
  });
});
