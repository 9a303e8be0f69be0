import type { Request } from "../../shared/wire/requests.ts";
import type { ReplayView } from "../../shared/wire/state.ts";

export const replaySpeeds = [0.5, 1, 2, 5, 10, 50] as const;

/** A position inside of the log, ms since its start. */
const within = (replay: ReplayView, positionMs: number): number => Math.max(0, Math.min(replay.durationMs, positionMs));

/** The request that moves a replay by so many ms; undefined where nothing is replayed. */
export const stepReplay = (replay: ReplayView | undefined, positionMs: number, byMs: number): Request | undefined =>
  replay === undefined ? undefined : { kind: "replay.set", positionMs: within(replay, positionMs + byMs) };

/**
 * Where the log is now: its view is only sent when it changes or now and then, so between two the station's UTC, which is
 * the log's in a replay, says it.
 */
export const replayPositionAt = (replay: ReplayView, stationUtcMs: number | undefined): number =>
  within(replay, stationUtcMs === undefined ? replay.positionMs : stationUtcMs - replay.startUtcMs);
