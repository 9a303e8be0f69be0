import { type CommandOutcome, startCommand } from "./command.ts";
import type { OwnIds } from "./exchange.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { dataStreamGroups } from "./stream-plan.ts";
import type { InFlight, OnceAsk, StreamAsk, TelemetryState } from "./telemetry-state.ts";

interface Step {
  readonly state: TelemetryState;
  readonly send: readonly OutgoingMessage[];
}

const setMessageInterval = 511;
const requestMessage = 512;
const attitude = 30;
const globalPosition = 33;
/** MAV_RESULT. */
const temporarilyRejected = 1;
const unsupported = 3;
/** How long an accepted REQUEST_MESSAGE may take to bring its message. */
const deliveryMs = 3_000;
const maxOnceTries = 5;
const silentMs = 5_000;
const longestBackOffMs = 60_000;
/** REQUEST_DATA_STREAM has no ack: said three times, then again where it stays silent. */
const dataStreamRepeats = 3;

/** Sends the next request, if none is in flight. One at a time: an ack doesn't say which message it is for. */
export const pump = (state: TelemetryState, nowMs: number): Step => {
  if (state.isLost || state.inFlight !== undefined) return { state, send: [] };
  if (state.method === "interval") {
    const stream = state.streams.find(({ status, notBeforeMs }) => status === "to-ask" && notBeforeMs <= nowMs);
    if (stream !== undefined) return askStream(state, stream, nowMs);
  }
  const { sent, nextMs } = state.dataStreams;
  if (state.method === "data-stream" && sent < dataStreamRepeats && nowMs >= nextMs)
    return askDataStreams(state, nowMs);
  const ask = state.once.find(({ status, notBeforeMs }) => status === "to-ask" && notBeforeMs <= nowMs);
  return ask === undefined ? { state, send: [] } : askOnce(state, ask, nowMs);
};

const asOwn = ({ own }: TelemetryState): { readonly own?: OwnIds } => (own === undefined ? {} : { own });

const askStream = (state: TelemetryState, stream: StreamAsk, nowMs: number): Step => {
  const { messageId, componentId, rateHz } = stream;
  const command = {
    targetSystem: state.target.systemId,
    targetComponent: componentId,
    command: setMessageInterval,
    params: [messageId, Math.round(1e6 / rateHz)],
  };
  const step = startCommand(command, nowMs, asOwn(state));
  return {
    state: { ...state, inFlight: { kind: "stream", messageId, componentId, command: step.state } },
    send: step.send,
  };
};

const askOnce = (state: TelemetryState, ask: OnceAsk, nowMs: number): Step => {
  const { messageId, componentId, legacyCommand, useLegacy } = ask;
  const command = {
    targetSystem: state.target.systemId,
    targetComponent: componentId,
    ...(useLegacy && legacyCommand !== undefined
      ? { command: legacyCommand, params: [1] }
      : { command: requestMessage, params: [messageId] }),
  };
  const step = startCommand(command, nowMs, asOwn(state));
  return {
    state: { ...state, inFlight: { kind: "once", messageId, componentId, command: step.state } },
    send: step.send,
  };
};

const askDataStreams = (state: TelemetryState, nowMs: number): Step => {
  const { systemId, componentId } = state.target;
  const send = dataStreamGroups.map(({ streamId, rateOf }): OutgoingMessage => {
    const rateHz = state.streams.find(({ messageId }) => messageId === rateOf)?.rateHz ?? 1;
    return {
      name: "REQUEST_DATA_STREAM",
      fields: {
        targetSystem: systemId,
        targetComponent: componentId,
        reqStreamId: streamId,
        reqMessageRate: Math.max(1, Math.round(rateHz)),
        startStop: 1,
      },
    };
  });
  const dataStreams = { sent: state.dataStreams.sent + 1, nextMs: nowMs + 1_000 };
  return { state: { ...state, dataStreams }, send };
};

/** What follows from a command's outcome. */
export const onCommandEnd = (
  state: TelemetryState,
  flight: InFlight,
  outcome: CommandOutcome,
  nowMs: number,
): TelemetryState =>
  flight.kind === "stream"
    ? fallenBack(onStreamEnd(state, flight, outcome, nowMs), flight, outcome)
    : onOnceEnd(state, flight, outcome, nowMs);

const onStreamEnd = (
  state: TelemetryState,
  flight: InFlight,
  outcome: CommandOutcome,
  nowMs: number,
): TelemetryState => {
  const change = (stream: StreamAsk): StreamAsk => {
    if (outcome.state === "accepted") return { ...stream, status: "asked", aliveMs: nowMs };
    if (outcome.state === "refused" && outcome.result !== temporarilyRejected) return { ...stream, status: "refused" };
    return { ...stream, notBeforeMs: nowMs + backOff(stream.again), again: stream.again + 1 };
  };
  const streams = state.streams.map((stream) => (isFor(stream, flight) ? change(stream) : stream));
  return { ...state, streams, everAccepted: state.everAccepted || outcome.state === "accepted" };
};

/** Firmware without SET_MESSAGE_INTERVAL refuses it as unsupported, or refuses what every vehicle has, or never answers. */
const fallenBack = (state: TelemetryState, flight: InFlight, outcome: CommandOutcome): TelemetryState => {
  if (state.everAccepted || flight.componentId !== state.target.componentId) return state;
  const unknown = outcome.state === "no-answer" || (outcome.state === "refused" && outcome.result === unsupported);
  const basics = state.streams.filter(({ messageId }) => messageId === attitude || messageId === globalPosition);
  const allRefused = basics.every(({ status }) => status === "refused");
  return unknown || allRefused ? { ...state, method: "data-stream" } : state;
};

const onOnceEnd = (state: TelemetryState, flight: InFlight, outcome: CommandOutcome, nowMs: number): TelemetryState => {
  const change = (ask: OnceAsk): OnceAsk => {
    if (ask.status === "done") return ask;
    const tries = ask.tries + 1;
    const spent = tries >= maxOnceTries;
    const hasOther = ask.legacyCommand !== undefined && !ask.useLegacy;
    if (outcome.state === "accepted") {
      return { ...ask, tries, notBeforeMs: nowMs + deliveryMs, status: spent ? "done" : "to-ask" };
    }
    if (outcome.state === "refused" && outcome.result === unsupported && hasOther) {
      return { ...ask, useLegacy: true };
    }
    // The home position isn't there yet while the vehicle boots, so a refusal isn't the last word on anything.
    const refusedForGood = outcome.state === "refused" && outcome.result === unsupported;
    const useLegacy = outcome.state === "no-answer" ? !ask.useLegacy : ask.useLegacy;
    const status = refusedForGood || spent ? "done" : "to-ask";
    return { ...ask, tries, useLegacy, status, notBeforeMs: nowMs + backOff(tries) };
  };
  return { ...state, once: state.once.map((ask) => (isFor(ask, flight) ? change(ask) : ask)) };
};

/** Asks again for streams that fell silent, less and less often. */
export const onSilence = (state: TelemetryState, nowMs: number): TelemetryState => {
  const isSilent = (stream: StreamAsk) =>
    (stream.essential || stream.wasHeard) &&
    stream.status !== "refused" &&
    nowMs - stream.aliveMs >
      Math.max(silentMs, 4_000 / stream.rateHz) + (stream.again === 0 ? 0 : backOff(stream.again));
  if (state.method === "data-stream") {
    const { sent, nextMs } = state.dataStreams;
    const due = sent >= dataStreamRepeats && nowMs >= nextMs + 10_000 && state.streams.some(isSilent);
    return due ? { ...state, dataStreams: { sent: dataStreamRepeats - 1, nextMs } } : state;
  }
  if (!state.streams.some((stream) => stream.status === "asked" && isSilent(stream))) return state;
  const streams = state.streams.map(
    (stream): StreamAsk =>
      stream.status === "asked" && isSilent(stream) ? { ...stream, status: "to-ask", again: stream.again + 1 } : stream,
  );
  return { ...state, streams };
};

const backOff = (again: number): number => Math.min(longestBackOffMs, 2_500 * 2 ** again);

const isFor = (ask: { messageId: number; componentId: number }, flight: InFlight): boolean =>
  ask.messageId === flight.messageId && ask.componentId === flight.componentId;
