import type { JobEvent } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { answerOf, clearMessage, type MissionPeer, missionResult } from "./mission-wire.ts";
import { freshRoundTrip, type RoundTrip, timedOut, waitMs } from "./round-trip.ts";

/** How asking a vehicle to empty a list ended; whether it is empty, only its count tells. */
export type ClearOutcome =
  | { readonly state: "answered"; readonly result: number }
  | { readonly state: "silent"; readonly tries: number };

export interface Clearing {
  readonly state: "clearing";
  readonly peer: MissionPeer;
  readonly trip: RoundTrip;
  readonly startedMs: number;
  readonly dueMs: number;
  readonly tries: number;
}

export interface ClearStep {
  readonly state: Clearing | ClearOutcome;
  readonly send: readonly OutgoingMessage[];
}

/** Long enough for ten tries. */
const silenceMs = 30_000;

export const startClearing = (peer: MissionPeer, nowMs: number): ClearStep & { readonly state: Clearing } => {
  const trip = freshRoundTrip;
  return {
    state: { state: "clearing", peer, trip, startedMs: nowMs, dueMs: nowMs + waitMs(trip), tries: 1 },
    send: [clearMessage(peer)],
  };
};

/** Moves it on. ACK 1 means that it is receiving a list: it is asked again until that is over. */
export const stepClearing = (state: Clearing | ClearOutcome, event: JobEvent, nowMs: number): ClearStep => {
  if (state.state !== "clearing") return { state, send: [] };
  const { peer, trip, tries, startedMs } = state;
  const over = nowMs - startedMs >= silenceMs;
  if (event.kind === "tick") {
    if (over) return { state: { state: "silent", tries }, send: [] };
    if (nowMs < state.dueMs) return { state, send: [] };
    const later = timedOut(trip);
    return {
      state: { ...state, trip: later, dueMs: nowMs + waitMs(later), tries: tries + 1 },
      send: [clearMessage(peer)],
    };
  }
  const message = answerOf(peer, event);
  if (message?.name !== "MISSION_ACK") return { state, send: [] };
  const { type } = message.fields;
  const notIt = type === missionResult.invalidSequence || type === missionResult.cancelled;
  if (notIt || (!over && (type === missionResult.error || type === missionResult.denied))) return { state, send: [] };
  return { state: { state: "answered", result: type }, send: [] };
};
