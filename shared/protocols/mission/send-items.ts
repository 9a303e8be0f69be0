import type { JobEvent } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { MissionItem } from "./mission-item.ts";
import {
  ackMessage,
  answerOf,
  countMessage,
  type ItemForm,
  itemMessage,
  type MissionPeer,
  missionResult,
} from "./mission-wire.ts";
import { eased, freshRoundTrip, measured, type RoundTrip, timedOut, waitMs } from "./round-trip.ts";

/** Where the link doesn't let one tell, it is one of `item` to `orItem`. */
export interface RefusedItem {
  readonly item: number;
  readonly orItem?: number;
}

/** How one offer of a list to a vehicle ended; whether it is there as sent, only reading it back tells. */
export type SendOutcome =
  /** It said that it has all. `opaqueId` 0: it gives none. */
  | { readonly state: "accepted"; readonly opaqueId: number }
  /** It has asked for the last item and doesn't answer any more: its ack may have been lost. Else one can go on from here. */
  | { readonly state: "unclear"; readonly goOn: Sending }
  /** Undefined where it refused the list as a whole. */
  | { readonly state: "refused"; readonly result: number; readonly refused: RefusedItem | undefined }
  /** It is busy with another transfer, and was for all this time. */
  | { readonly state: "busy"; readonly result: number }
  /** It gave up waiting, or lost the thread: worth another offer. */
  | { readonly state: "dropped" }
  | { readonly state: "silent"; readonly tries: number };

/** An offer on its way; times are of the clock that steps it, ms. */
export interface Sending {
  readonly state: "offering" | "sending";
  readonly peer: MissionPeer;
  readonly items: readonly MissionItem[];
  readonly trip: RoundTrip;
  /** The item that it wants next, as far as known, and the latest that it asked for itself (-1: none). */
  readonly cursor: number;
  readonly asked: number;
  /** The furthest that it asked for at all: it took what came before, whatever late requests say. */
  readonly furthest: number;
  /** When the cursor's item was sent first. */
  readonly firstMs: number;
  /** An earlier offer of ours may still be answered. */
  readonly again: boolean;
  /** Below the cursor: the latest old request that was answered, to see that it has begun anew. */
  readonly oldAsked: number;
  /** How often the cursor's item, or the count, was sent. */
  readonly sends: number;
  readonly sentMs: number;
  readonly dueMs: number;
  /** Copies of items that it had already, sent so lately that their ACK 13 may still come. */
  readonly copies: number;
  readonly copiesUntilMs: number;
  /** ACK 1 in a row, without a request between. */
  readonly errors: number;
  readonly errorMs: number;
  readonly progressMs: number;
  readonly heardMs: number;
  readonly tries: number;
  readonly form: ItemForm;
  readonly lastSent: boolean;
}

export interface SendStep {
  readonly state: Sending | SendOutcome;
  readonly send: readonly OutgoingMessage[];
}

/** Long enough for ten tries: on a radio that loses a third each way, half of them come to nothing. */
const silenceMs = 30_000;
/** It talks and still gets nowhere: only one direction works. */
const stuckMs = 40_000;
/** After this long without a transfer that goes on, ArduPilot gives up; a time-out right after an answer is an old one's. */
const freshMs = 4_000;
/** How far to go by ACK 13 alone, ahead of what it asked for. */
const aheadOfAsked = 2;
/** PX4 says nothing to an item after the end: after so many it is quicker to look what it has. */
const sendsOfLast = 5;
const none: readonly OutgoingMessage[] = [];

const unclear = (state: Sending): SendOutcome => ({
  state: "unclear",
  goOn: { ...state, sends: 0, errors: 0, trip: eased(state.trip) },
});

/** Tells how many items come. An empty list is said in full by its count. */
export const startSending = (
  peer: MissionPeer,
  items: readonly MissionItem[],
  nowMs: number,
  { again = false }: { readonly again?: boolean } = {},
  trip: RoundTrip = freshRoundTrip,
): SendStep & { readonly state: Sending } => ({
  state: {
    ...{ furthest: -1, firstMs: nowMs, again },
    state: "offering",
    ...{ peer, items, trip, cursor: 0, asked: -1, oldAsked: -1, sends: 1, form: "int", lastSent: items.length === 0 },
    ...{ sentMs: nowMs, dueMs: nowMs + waitMs(trip), progressMs: nowMs, heardMs: nowMs, tries: 1 },
    ...{ copies: 0, copiesUntilMs: nowMs, errors: 0, errorMs: nowMs },
  },
  send: [countMessage(peer, items.length)],
});

/** Moves an offer on. */
export const stepSending = (state: Sending | SendOutcome, event: JobEvent, nowMs: number): SendStep => {
  if (!("peer" in state)) return { state, send: none };
  if (event.kind === "tick") return onTick(state, nowMs);
  const message = answerOf(state.peer, event);
  if (message === undefined) return { state, send: none };
  if (message.name === "MISSION_REQUEST" || message.name === "MISSION_REQUEST_INT")
    return onRequest({ ...state, heardMs: nowMs }, message.name, message.fields.seq, nowMs);
  if (message.name === "MISSION_ACK") return onAck({ ...state, heardMs: nowMs }, message.fields, nowMs);
  return { state, send: none };
};

/** On a link so slow that nothing could be measured yet, a vehicle that gets nothing for 8 s would give up. */
const itemWaitMs = (trip: RoundTrip): number =>
  trip.smoothMs === undefined ? Math.min(1_200, waitMs(trip)) : waitMs(trip);

/** Gives the cursor's item, for the first time or once more. */
const give = (state: Sending, nowMs: number, trip: RoundTrip): SendStep => {
  const { cursor, peer, items, sends, form } = state;
  return {
    state: {
      ...state,
      firstMs: sends === 0 ? nowMs : state.firstMs,
      ...{ trip, sends: sends + 1, sentMs: nowMs, dueMs: nowMs + itemWaitMs(trip), tries: state.tries + 1 },
      lastSent: state.lastSent || cursor === items.length - 1,
    },
    send: [itemMessage(peer, items, cursor, form)],
  };
};

/** It has what came before `cursor`. @param copies of the item before that it will answer with ACK 13 */
const goOn = (state: Sending, cursor: number, copies: number, nowMs: number): Sending => ({
  ...state,
  ...{ state: "sending", cursor, sends: 0, errors: 0, progressMs: nowMs, oldAsked: -1 },
  copies: (nowMs < state.copiesUntilMs ? state.copies : 0) + copies,
  copiesUntilMs: copies > 0 ? state.sentMs + waitMs({ ...state.trip, backOff: 1 }) : state.copiesUntilMs,
});

const onRequest = (
  state: Sending,
  name: "MISSION_REQUEST" | "MISSION_REQUEST_INT",
  seq: number,
  nowMs: number,
): SendStep => {
  const { cursor, items, sends, trip, sentMs } = state;
  if (seq >= items.length) return { state, send: none };
  const offered = state.state === "offering";
  if (offered && seq > 0) return { state, send: none };
  if (offered || seq > cursor) {
    const answered = (offered || seq === cursor + 1) && sends === 1;
    const next = goOn(state, seq, offered ? 0 : Math.max(0, sends - 1), nowMs);
    return give(
      { ...next, asked: seq, furthest: Math.max(state.furthest, seq) },
      nowMs,
      answered ? measured(trip, nowMs - sentMs) : eased(trip),
    );
  }
  if (seq < cursor) return onOldRequest(state, seq, nowMs);
  // It may have asked before it got what is on its way; if that is lost, the wait ends soon enough.
  const onItsWay = sends > 0 && nowMs - sentMs < (trip.smoothMs ?? 0) * 0.75;
  const known: Sending = {
    ...state,
    asked: Math.max(state.asked, seq),
    furthest: Math.max(state.furthest, seq),
    errors: 0,
  };
  return onItsWay ? { state: known, send: none } : give({ ...known, form: nextForm(known, name) }, nowMs, trip);
};

/** ArduPilot and PX4 take both; others that ask in the old way for one item again and again may not know the new. */
const nextForm = ({ peer, sends, form }: Sending, asked: "MISSION_REQUEST" | "MISSION_REQUEST_INT"): ItemForm => {
  if (peer.target.autopilot !== "other" || asked === "MISSION_REQUEST_INT" || sends < 4) return form;
  return form === "int" ? "float" : "int";
};

/** A request that is late, or of a vehicle that was told the count twice and began anew. It gets its item in any case. */
const onOldRequest = (state: Sending, seq: number, nowMs: number): SendStep => {
  const { peer, items, form, oldAsked } = state;
  const begunAnew = oldAsked >= 0 && seq === oldAsked + 1;
  const next: Sending = begunAnew
    ? { ...goOn(state, seq, 0, nowMs), asked: seq }
    : { ...state, oldAsked: seq, errors: 0, copies: state.copies + 1, copiesUntilMs: nowMs + waitMs(state.trip) };
  return begunAnew
    ? give(next, nowMs, state.trip)
    : { state: { ...next, tries: next.tries + 1 }, send: [itemMessage(peer, items, seq, form)] };
};

const onAck = (
  state: Sending,
  { type, opaqueId }: { readonly type: number; readonly opaqueId: number },
  nowMs: number,
): SendStep => {
  const { lastSent } = state;
  const end = (outcome: SendOutcome): SendStep => ({ state: outcome, send: none });
  switch (type) {
    case missionResult.accepted:
      // Before the last item was given it can only be an older transfer's.
      return lastSent ? end({ state: "accepted", opaqueId }) : { state, send: none };
    case missionResult.invalidSequence:
      return onWrongSequence(state, nowMs);
    case missionResult.noSpace:
      return end({ state: "refused", result: type, refused: undefined });
    case missionResult.cancelled:
      return nowMs - state.progressMs < freshMs ? { state, send: none } : end({ state: "dropped" });
    case missionResult.error:
    case missionResult.denied:
      return onError(state, type, nowMs);
    default:
      if (state.state === "sending") return end({ state: "refused", result: type, refused: refusedItem(state, nowMs) });
      // Before anything of this offer was asked for it may still be about an earlier one.
      return state.again ? { state, send: none } : end({ state: "refused", result: type, refused: undefined });
  }
};

/**
 * Which item a refusal is about: not one before the furthest that was asked for, for those were taken. Where one has gone beyond
 * by ACK 13 alone that isn't certain, for an ACK 13 may be an earlier copy's: that one only where there was no time for an
 * answer to what came after it.
 */
const refusedItem = ({ cursor, furthest, firstMs, trip }: Sending, nowMs: number): RefusedItem =>
  cursor > furthest && nowMs - firstMs >= trip.leastMs * 0.9 ? { item: furthest, orItem: cursor } : { item: furthest };

/**
 * ACK 13 says that an item came out of turn: not final, and after a second copy of the cursor's item a sign that it had the
 * first. Then the request for the next was lost, and there is no need to wait until it is sent again.
 */
const onWrongSequence = (state: Sending, nowMs: number): SendStep => {
  if (state.state === "offering") return { state, send: none };
  if (state.copies > 0 && nowMs < state.copiesUntilMs)
    return { state: { ...state, copies: state.copies - 1, errors: 0 }, send: none };
  const { cursor, sends, asked, items } = state;
  if (sends < 2 || cursor >= asked + aheadOfAsked || cursor >= items.length - 1) return { state, send: none };
  return give(goOn(state, cursor + 1, sends - 2, nowMs), nowMs, state.trip);
};

/** Not listening: at the count it is busy; later it gave up, or started anew, or has all and its ack was lost. */
const onError = (state: Sending, result: number, nowMs: number): SendStep => {
  if (state.state === "offering") {
    const busy = state.errors + 1;
    if (nowMs - state.progressMs >= silenceMs) return { state: { state: "busy", result }, send: none };
    return {
      state: { ...state, errors: busy, errorMs: nowMs, dueMs: Math.max(state.dueMs, nowMs + 1_000) },
      send: none,
    };
  }
  if (state.errors === 0) {
    // One alone may be late; what it says to the next copy decides.
    const next = { ...state, errors: 1, errorMs: nowMs, dueMs: Math.min(state.dueMs, nowMs + waitMs(state.trip)) };
    return { state: next, send: none };
  }
  if (state.sentMs <= state.errorMs) return { state, send: none };
  if (state.lastSent) return { state: unclear(state), send: none };
  return { state: { state: "dropped" }, send: none };
};

const onTick = (state: Sending, nowMs: number): SendStep => {
  const { peer, items, trip, tries } = state;
  const end = (outcome: SendOutcome): SendStep => ({ state: outcome, send: none });
  if (nowMs - state.heardMs >= silenceMs)
    return end(state.lastSent && items.length > 0 ? unclear(state) : { state: "silent", tries });
  if (nowMs - state.progressMs >= stuckMs) return end({ state: "dropped" });
  if (nowMs < state.dueMs) return { state, send: none };
  if (state.state === "sending" && state.cursor === items.length - 1 && state.sends >= sendsOfLast)
    return end(unclear(state));
  if (state.state === "sending") return give(state, nowMs, timedOut(trip));
  const later = timedOut(trip);
  return {
    state: {
      ...state,
      ...{ trip: later, tries: tries + 1, sends: state.sends + 1, sentMs: nowMs, dueMs: nowMs + waitMs(later) },
    },
    // One that still believes in an older transfer of ours is let out of it first.
    send: [...(state.errors > 0 ? [ackMessage(peer, missionResult.cancelled)] : []), countMessage(peer, items.length)],
  };
};
