import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { mediaFolder } from "../../media/media-folders.ts";
import { openMissionMedia } from "../../media/open-mission-media.ts";
import type { MissionVideo } from "../../media/video/mission-video.ts";
import { probeVideo } from "../../media/video/probe-video.ts";
import type { ArchivedMission, MissionTelemetry } from "../archived-mission.ts";
import { openLogIndex } from "../index/open-log-index.ts";
import { type NativeLogAway, openNativeLogAway } from "../native/native-log-thread.ts";
import type { FolderLog, MissionFolder } from "../package/mission-folder.ts";
import { openRecordedMission } from "../recorded-mission/open-recorded-mission.ts";
import type { MissionBook } from "./mission-book.ts";
import { MissionWith } from "./mission-with.ts";
import { openLogs } from "./open-logs.ts";

export interface OpenImportedOptions {
  readonly folder: string;
  readonly mission: MissionFolder;
  readonly book: MissionBook;
  readonly version: string;
  readonly cacheFolder: string;
}

/** Opens a mission that was brought in. Rejects with what is wrong with it. */
export const openImported = async (options: OpenImportedOptions): Promise<ArchivedMission> => {
  const { folder, mission } = options;
  return mission.kind === "recorded" ? openRecorded(options) : openTelemetry(options, folder);
};

/** The whole record of a Lantern: one session, whose name its journal's folder has. */
const openRecorded = async ({ folder, mission, cacheFolder }: OpenImportedOptions): Promise<ArchivedMission> => {
  const [sessionId] = await readdir(join(folder, "journal")).catch(() => []);
  if (sessionId === undefined) throw new Error(`${mission.name} has no journal: it was not packed whole.`);
  const opened = await openRecordedMission({
    ...{ folder, sessionId, id: mission.id, foreign: true },
    openLog: (path) => openLogIndex(path, { cacheFolder }),
    openMedia: (place) => openMissionMedia({ folder: mediaFolder(place.folder, place.sessionId), file: place.file }),
  });
  if (!opened.ok) throw new Error(opened.fault.detail);
  return new MissionWith(opened.mission, { summary: (summary) => ({ ...summary, name: mission.name, live: false }) });
};

const openTelemetry = async (options: OpenImportedOptions, folder: string): Promise<ArchivedMission> => {
  const { mission, book, version, cacheFolder } = options;
  const { id, name } = mission;
  const placed = mission.logs.map((log, n) => {
    const typedMs = book.offsetMs(id, `${n}`);
    return typedMs === undefined ? log : { ...log, offsetMs: typedMs, offsetFrom: "typed" as const };
  });
  const logs = await openLogs({
    ...{ id, name, version, cacheFolder },
    logs: placed.map(({ file, converted, offsetMs, offsetFrom, offsetSigmaMs }) => ({
      path: resolve(folder, converted ?? file),
      ...{ offsetMs, offsetFrom },
      ...(offsetSigmaMs === undefined ? {} : { offsetSigmaMs }),
    })),
  });
  const originals = await openOriginals(folder, placed, logs);
  const videos = await placeVideos(options, logs.summary.startUtcMs);
  return new MissionWith(logs, {
    summary: (summary) => ({ ...summary, files: [...mission.logs, ...mission.videos].map((file) => file.name) }),
    telemetry: originals.map(({ telemetry }) => telemetry),
    media: videos.length === 0 ? undefined : await openMissionMedia({ videos }),
    close: async () => {
      await Promise.all(originals.map(({ log }) => log.close()));
    },
  });
};

/** What an autopilot wrote itself holds more than the telemetry that was made of it: its fields stand beside that. */
const openOriginals = async (
  folder: string,
  logs: readonly FolderLog[],
  mission: ArchivedMission,
): Promise<readonly { readonly log: NativeLogAway; readonly telemetry: MissionTelemetry }[]> => {
  const originals: { log: NativeLogAway; telemetry: MissionTelemetry }[] = [];
  for (const [i, { name, file, converted }] of logs.entries()) {
    if (converted === undefined) continue;
    const path = resolve(folder, file);
    const opened = await openNativeLogAway(path);
    if (!opened.ok) continue;
    const { log } = opened;
    const n = logs.length + originals.length;
    const telemetry: MissionTelemetry = {
      path,
      fields: log,
      get log() {
        const { bytes, totalBytes, whole } = log.progress;
        const made = mission.telemetry[i]?.log;
        return {
          ...{ n, name },
          format: log.format,
          bytes: totalBytes,
          durationMs: log.durationMs,
          offsetMs: made?.offsetMs ?? 0,
          offsetFrom: made?.offsetFrom ?? "clock",
          readFraction: whole ? 1 : bytes / Math.max(1, totalBytes),
          streams: log.streams,
        };
      },
    };
    originals.push({ log, telemetry });
  }
  return originals;
};

/** Names the feed of a video by its file in the mission's folder. */
export const videoFeedId = (file: string): string => `video-${file}`;

/** A video without a known beginning starts with the mission, until somebody says otherwise. */
const placeVideos = async (
  { folder, mission, book }: OpenImportedOptions,
  missionStartUtcMs: number | undefined,
): Promise<readonly MissionVideo[]> => {
  const placed: MissionVideo[] = [];
  for (const { name, file, startUtcMs, vehicleId } of mission.videos) {
    const path = join(folder, file);
    const id = videoFeedId(file);
    const probed = await probeVideo(path);
    if (!probed.ok) continue;
    const isPlaced = startUtcMs !== undefined && missionStartUtcMs !== undefined;
    placed.push({
      ...{ id, path, name },
      startMs: book.offsetMs(mission.id, id) ?? (isPlaced ? startUtcMs - missionStartUtcMs : 0),
      durationMs: probed.facts.durationMs,
      ...(vehicleId === undefined ? {} : { vehicleId }),
    });
  }
  return placed;
};
