import type { JobEvent } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { MissionItem } from "./mission-item.ts";
import {
  ackMessage,
  answerOf,
  type ItemForm,
  itemOf,
  listMessage,
  type MissionPeer,
  missionResult,
  requestMessage,
} from "./mission-wire.ts";
import { eased, freshRoundTrip, measured, type RoundTrip, timedOut, waitMs } from "./round-trip.ts";

/** How reading a vehicle's list ended. */
export type FetchOutcome =
  | { readonly state: "fetched"; readonly items: readonly FetchedItem[]; readonly opaqueId: number }
  /** It has no such list at all (MISSION_ACK of MISSION_REQUEST_LIST). */
  | { readonly state: "unsupported" }
  /** It receives a list now, from us or from another. */
  | { readonly state: "busy"; readonly result: number }
  | { readonly state: "silent"; readonly tries: number };

/** As it came, and by which message: MISSION_ITEM rounds places to a metre. */
export interface FetchedItem {
  readonly item: MissionItem;
  readonly form: ItemForm;
}

interface Asked {
  readonly sentMs: number;
  readonly dueMs: number;
  readonly sends: number;
}

/** On its way; times are of the clock that steps it, ms. */
export interface Fetching {
  readonly state: "listing" | "fetching";
  readonly peer: MissionPeer;
  /** What is believed to be there: another count is asked for again before it is believed. */
  readonly expected: number | undefined;
  readonly doubts: number;
  readonly trip: RoundTrip;
  readonly count: number;
  readonly opaqueId: number;
  /** By place in the list; those in between are missing. Grows in place: this state is its only owner. */
  readonly items: (FetchedItem | undefined)[];
  readonly missing: number;
  /** The first that was not asked for yet. */
  readonly next: number;
  readonly asked: ReadonlyMap<number, Asked>;
  readonly sentMs: number;
  readonly dueMs: number;
  readonly sends: number;
  readonly heardMs: number;
  readonly tries: number;
  readonly busyMs: number | undefined;
  readonly form: ItemForm;
}

export interface FetchStep {
  readonly state: Fetching | FetchOutcome;
  readonly send: readonly OutgoingMessage[];
}

/** Long enough for ten tries: on a radio that loses a third each way, half of them come to nothing. */
const silenceMs = 30_000;
const busyForMs = 10_000;
/** ArduPilot answers any request; PX4 ends a transfer at the first one out of turn. */
const sideBySide = 5;
const doubtsToBelieve = 2;
const none: readonly OutgoingMessage[] = [];

/** @param expected how many items should be there, where that is known */
export const startFetching = (
  peer: MissionPeer,
  nowMs: number,
  { expected, trip = freshRoundTrip }: { readonly expected?: number; readonly trip?: RoundTrip } = {},
): FetchStep & { readonly state: Fetching } => ({
  state: {
    state: "listing",
    ...{ peer, expected, trip, doubts: 0, count: 0, opaqueId: 0, items: [], missing: 0, next: 0, asked: new Map() },
    ...{
      sentMs: nowMs,
      dueMs: nowMs + waitMs(trip),
      sends: 1,
      heardMs: nowMs,
      tries: 1,
      form: "int",
      busyMs: undefined,
    },
  },
  send: [listMessage(peer)],
});

/** How much of the list is here, 0 to 1. */
export const fetchedFraction = ({ state, count, missing }: Fetching): number =>
  state === "listing" || count === 0 ? 0 : 1 - missing / count;

/** Moves it on. */
export const stepFetching = (state: Fetching | FetchOutcome, event: JobEvent, nowMs: number): FetchStep => {
  if (!("peer" in state)) return { state, send: none };
  if (event.kind === "tick") return onTick(state, nowMs);
  const message = answerOf(state.peer, event);
  switch (message?.name) {
    case "MISSION_COUNT":
      return onCount({ ...state, heardMs: nowMs }, message.fields, nowMs);
    case "MISSION_ITEM":
    case "MISSION_ITEM_INT": {
      const form = message.name === "MISSION_ITEM_INT" ? "int" : "float";
      return onItem({ ...state, heardMs: nowMs }, message.fields.seq, { item: itemOf(message), form }, nowMs);
    }
    case "MISSION_ACK":
      return onAck(state, message.fields.type, nowMs);
    default:
      return { state, send: none };
  }
};

const windowOf = ({ peer }: Fetching): number => (peer.target.autopilot === "ardupilot" ? sideBySide : 1);

/** Asks for as many more as may be on their way together. */
const askMore = (state: Fetching, nowMs: number): FetchStep => {
  const { peer, count, trip, form, items } = state;
  const asked = new Map(state.asked);
  const send: OutgoingMessage[] = [];
  let { next } = state;
  for (; next < count && asked.size < windowOf(state); next++) {
    if (items[next] !== undefined) continue;
    asked.set(next, { sentMs: nowMs, dueMs: nowMs + waitMs(trip), sends: 1 });
    send.push(requestMessage(peer, next, form));
  }
  return { state: { ...state, next, asked, tries: state.tries + send.length }, send };
};

const onCount = (
  state: Fetching,
  { count, opaqueId }: { readonly count: number; readonly opaqueId: number },
  nowMs: number,
): FetchStep => {
  const { peer, expected, doubts, sends, trip, sentMs } = state;
  if (state.state === "fetching" && count === state.count && opaqueId === state.opaqueId) return { state, send: none };
  if (state.state === "listing" && expected !== undefined && count !== expected && doubts < doubtsToBelieve) {
    // It may be an older answer that was late: the next one decides.
    return { state: { ...state, doubts: doubts + 1, dueMs: nowMs + waitMs(trip) * (doubts + 1) }, send: none };
  }
  if (state.state === "fetching") {
    // Another list than the one that is being read: from the start.
    const again = { ...state, state: "listing" as const, sends: 1, sentMs: nowMs, dueMs: nowMs + waitMs(trip) };
    return { state: { ...again, asked: new Map() }, send: [listMessage(peer)] };
  }
  if (count === 0)
    return { state: { state: "fetched", items: [], opaqueId }, send: [ackMessage(peer, missionResult.accepted)] };
  const clean = sends === 1 ? measured(trip, nowMs - sentMs) : trip;
  const items = new Array<FetchedItem | undefined>(count).fill(undefined);
  const begun = { ...state, state: "fetching" as const, trip: clean, count, opaqueId, items, missing: count, next: 0 };
  return askMore({ ...begun, asked: new Map() }, nowMs);
};

const onItem = (state: Fetching, seq: number, fetched: FetchedItem, nowMs: number): FetchStep => {
  const asked = state.asked.get(seq);
  if (state.state !== "fetching" || asked === undefined) return { state, send: none };
  state.items[seq] = fetched;
  const rest = new Map(state.asked);
  rest.delete(seq);
  const trip = asked.sends === 1 ? measured(state.trip, nowMs - asked.sentMs) : eased(state.trip);
  const missing = state.missing - 1;
  if (missing === 0) {
    const items = state.items.filter((item) => item !== undefined);
    const outcome: FetchOutcome = { state: "fetched", items, opaqueId: state.opaqueId };
    return { state: outcome, send: [ackMessage(state.peer, missionResult.accepted)] };
  }
  // Those asked for before this one are overtaken: on a link that keeps the order they are lost.
  for (const [other, { sentMs, sends, dueMs }] of rest) {
    if (sentMs <= asked.sentMs && other < seq && sends === 1)
      rest.set(other, { sentMs, sends, dueMs: Math.min(dueMs, nowMs + (trip.smoothMs ?? 0) / 2) });
  }
  return askMore({ ...state, trip, missing, asked: rest }, nowMs);
};

const onAck = (state: Fetching, type: number, nowMs: number): FetchStep => {
  if (state.state === "listing") {
    if (type === missionResult.unsupported) return { state: { state: "unsupported" }, send: none };
    if (type !== missionResult.denied && type !== missionResult.error) return { state, send: none };
    const busyMs = state.busyMs ?? nowMs;
    if (nowMs - busyMs >= busyForMs) return { state: { state: "busy", result: type }, send: none };
    return { state: { ...state, busyMs, heardMs: nowMs, dueMs: Math.max(state.dueMs, nowMs + 500) }, send: none };
  }
  // PX4 ended the transfer; ArduPilot has fewer items than it said.
  if (type !== missionResult.error && type !== missionResult.denied) return { state, send: none };
  const again = { ...state, state: "listing" as const, sends: 1, sentMs: nowMs, dueMs: nowMs + 500 };
  return { state: { ...again, asked: new Map() }, send: none };
};

const onTick = (state: Fetching, nowMs: number): FetchStep => {
  const { peer, tries, trip } = state;
  if (nowMs - state.heardMs >= silenceMs) return { state: { state: "silent", tries }, send: none };
  if (state.state === "listing") {
    if (nowMs < state.dueMs) return { state, send: none };
    const later = timedOut(trip);
    const sent = { trip: later, sends: state.sends + 1, sentMs: nowMs, dueMs: nowMs + waitMs(later), tries: tries + 1 };
    return { state: { ...state, ...sent }, send: [listMessage(peer)] };
  }
  const due = [...state.asked].filter(([, { dueMs }]) => nowMs >= dueMs);
  if (due.length === 0) return { state, send: none };
  const later = timedOut(trip);
  const asked = new Map(state.asked);
  const send = due.map(([seq, { sends }]) => {
    asked.set(seq, { sentMs: nowMs, dueMs: nowMs + waitMs(later), sends: sends + 1 });
    return requestMessage(peer, seq, formAfter(state, sends));
  });
  return { state: { ...state, trip: later, asked, tries: tries + send.length }, send };
};

/** One that counts but gives nothing may only know the old request. */
const formAfter = ({ peer, form, missing, count }: Fetching, sends: number): ItemForm =>
  peer.target.autopilot === "other" && missing === count && sends >= 3 && sends % 2 === 1 ? "float" : form;
