import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { HeatLocation } from "../../shared/heat/heat-source.ts";
import { CameraVehicle } from "../support/camera-vehicle.ts";
import { openFeedSocket } from "../support/feed-socket.ts";
import { freeUdpPort } from "../support/free-udp-port.ts";
import { eventually, liveStation } from "../support/live-station.ts";
import { sharedData } from "../support/shared-data.ts";
import { folderPictures, movingBlobs, sendVideo } from "../support/video-sender.ts";

const streams = 4;
const framesPerS = 15;
const measuredMs = 20_000;
/** Of the machine that the figure is for. */
const cores = 2;

/** User and system time of a process so far, s; Linux only, 0 elsewhere. */
const cpuOf = (processId: number): number => {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
};

/** The station's own ffmpegs; those that make the streams stand for cameras and don't count. */
const childrenOf = (except: ReadonlySet<number>): readonly number[] => {
  const listed = execFileSync("ps", ["-o", "pid=", "--ppid", String(process.pid)], { encoding: "utf8" });
  return listed
    .split("\n")
    .map(Number)
    .filter((id) => id > 0 && !except.has(id));
};

const percentile = (values: readonly number[], fraction: number): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(fraction * values.length))];

/**
 * Four H.264 streams over RTP, 640 by 512 at 15 pictures a second, of four hovering vehicles: decoded, searched by the network,
 * georeferenced and fused by a whole station, with a screen on each. What is skipped is counted, not hidden.
 */
export const run = async (): Promise<object> => {
  const folder = sharedData("hit-uav/val");
  const pictures = folder === undefined ? movingBlobs() : folderPictures(folder);
  const live = await liveStation({ links: ["udpin:127.0.0.1:0"] });
  const state = () => live.station.snapshot();
  await eventually(() => Number.isFinite(live.linkPort()));
  const vehicles = Array.from({ length: streams }, (_, i) => {
    const lonDeg = 120.43 + i * 0.0003;
    return new CameraVehicle({ systemId: i + 1, port: live.linkPort(), lonDeg });
  });
  await eventually(() => Object.values(state().vehicles).filter(({ position }) => position).length === streams, 60_000);
  const ports = await Promise.all(vehicles.map(freeUdpPort));
  const senders = ports.map((port, i) => {
    const own = (index: number) => pictures(index + i * 40);
    return sendVideo({ to: `rtp://127.0.0.1:${port}`, pictures: own, framesPerS, size: [640, 512] });
  });
  const ids = new Set(senders.flatMap(({ process: { pid } }) => pid ?? []));
  try {
    for (const [i, vehicle] of vehicles.entries()) vehicle.announce(ports[i] ?? 0);
    const isRunning = () =>
      Object.values(state().feeds).filter((feed) => feed.state === "streaming" && feed.search.framesPerS > 0).length;
    await eventually(() => isRunning() === streams, 120_000);
    const feeds = Object.keys(state().feeds);
    const screens = feeds.map((id) => openFeedSocket(live.origin, id, live.station.token));
    await eventually(() => screens.every((screen) => screen.pictures.length > 0), 60_000);

    const ages: number[] = [];
    const searched = screens.map(() => 0);
    for (const [i, { socket }] of screens.entries())
      socket.on("message", (data: Buffer, isBinary) => {
        if (isBinary) return;
        const message = JSON.parse(String(data));
        if (message.type !== "boxes") return;
        searched[i] = (searched[i] ?? 0) + 1;
        ages.push(state().clock.nowMs - message.captureMs);
      });
    const cpu = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6 + childrenOf(ids).reduce((sum, id) => sum + cpuOf(id), 0);
    };
    const sentBefore = senders.map(({ sentAtMs }) => sentAtMs.length);
    const cpuBefore = cpu();
    const startMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, measuredMs));
    const tookS = (performance.now() - startMs) / 1000;
    const sent = senders.map(({ sentAtMs }, i) => (sentAtMs.length - (sentBefore[i] ?? 0)) / tookS);
    const perStream = searched.map((count, i) => ({
      framesPerSIn: round(sent[i] ?? 0),
      searchedPerS: round(count / tookS),
    }));
    const framesPerSIn = sent.reduce((a, b) => a + b, 0);
    const searchedPerS = searched.reduce((a, b) => a + b, 0) / tookS;
    const locations: readonly HeatLocation[] = Object.values(state().heat).map(({ location }) => location);
    for (const { socket } of screens) socket.terminate();
    return {
      streams,
      pictures: folder === undefined ? "blobs" : "hit-uav",
      framesPerSIn: round(framesPerSIn),
      searchedPerS: round(searchedPerS),
      skippedFraction: round(1 - searchedPerS / framesPerSIn),
      perStream,
      // Of those searched the share in one view instead of two.
      quickFraction: round(
        Object.values(state().feeds).reduce((sum, { search }) => sum + (search.quickFraction ?? 0), 0) / streams,
      ),
      evenness: round(Math.min(...searched) / Math.max(...searched)),
      cpuFraction: round((cpu() - cpuBefore) / tookS / cores),
      oldestSearchedMsP95: Math.round(percentile(ages, 0.95) ?? Number.NaN),
      searchedMsP50: Math.round(percentile(ages, 0.5) ?? Number.NaN),
      msPerFrame: Math.max(...Object.values(state().feeds).map(({ search }) => search.msPerFrame ?? 0)),
      sources: locations.length,
      located: locations.filter(({ located }) => located).length,
    };
  } finally {
    await Promise.all(senders.map((sender) => sender.close()));
    for (const vehicle of vehicles) vehicle.close();
    await live.close();
  }
};

const round = (value: number): number => Math.round(value * 100) / 100;
