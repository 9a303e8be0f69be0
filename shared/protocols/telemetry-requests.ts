import { commandAck, stepCommand } from "./command.ts";
import type { OwnIds } from "./exchange.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { planStreams } from "./stream-plan.ts";
import { onCommandEnd, onSilence, pump } from "./telemetry-asks.ts";
import type { OnceAsk, StreamAsk, TelemetryEvent, TelemetryState, TelemetryTarget } from "./telemetry-state.ts";

export interface TelemetryStep {
  /** The same object where nothing changed. */
  readonly state: TelemetryState;
  readonly send: readonly OutgoingMessage[];
}

const nothing: readonly OutgoingMessage[] = [];
/** A stream's last sign of life is noted this coarsely, so that most messages change nothing. */
const aliveStepMs = 500;
const easeEveryMs = 15_000;
const restoreAfterMs = 60_000;
const highLoss = 0.2;
const lowLoss = 0.05;
/** MAV_COMP_ID_CAMERA to CAMERA6; GIMBAL, GIMBAL2 to GIMBAL6. */
const isCamera = (componentId: number): boolean => componentId >= 100 && componentId <= 105;
const isGimbal = (componentId: number): boolean => componentId === 154 || (componentId >= 171 && componentId <= 175);

const autopilotVersion = 148;
const homePosition = 242;
const cameraInformation = 259;
const cameraSettings = 260;
const cameraCaptureStatus = 262;
const videoStreamInformation = 269;
const gimbalManagerInformation = 280;
const gimbalAttitude = 285;

const onceAsk = (messageId: number, componentId: number, legacyCommand?: number): OnceAsk => ({
  ...{ messageId, componentId },
  ...(legacyCommand === undefined ? {} : { legacyCommand }),
  status: "to-ask",
  notBeforeMs: 0,
  tries: 0,
  useLegacy: false,
});

const cameraAsks = (componentId: number): OnceAsk[] => [
  onceAsk(cameraInformation, componentId, 521),
  onceAsk(videoStreamInformation, componentId, 2504),
];

/** What only a camera that said what it is has to tell. */
const cameraStateAsks = (componentId: number): OnceAsk[] => [
  onceAsk(cameraSettings, componentId, 522),
  onceAsk(cameraCaptureStatus, componentId, 527),
];

/** Now and then: somebody else may start or stop the recording, too. */
const captureStream = (componentId: number): StreamAsk => ({
  ...{ messageId: cameraCaptureStatus, componentId, rateHz: 0.2, essential: false },
  ...{ status: "to-ask", notBeforeMs: 0, aliveMs: 0, wasHeard: false, again: 0 },
});

const streamAsks = (target: TelemetryTarget, capacity: TelemetryState["capacity"]): StreamAsk[] =>
  planStreams(target.autopilot, capacity).map(({ messageId, plannedHz, essential }) => ({
    ...{ messageId, essential, componentId: target.componentId, rateHz: plannedHz },
    status: "to-ask",
    notBeforeMs: 0,
    aliveMs: 0,
    wasHeard: false,
    again: 0,
  }));

/** Asks one vehicle for the messages that the station needs, at rates that fit the link, and keeps asking where it must. */
export const startTelemetry = (
  target: TelemetryTarget,
  options: {
    readonly bytesPerS?: number;
    readonly sharedBy?: number;
    readonly own?: OwnIds;
  } = {},
): TelemetryState => {
  const capacity = {
    ...(options.bytesPerS === undefined ? {} : { bytesPerS: options.bytesPerS }),
    sharedBy: options.sharedBy ?? 1,
    easing: 1,
  };
  return {
    target,
    ...(options.own === undefined ? {} : { own: options.own }),
    capacity,
    easedAtMs: Number.NEGATIVE_INFINITY,
    method: "interval",
    streams: streamAsks(target, capacity),
    once: [
      onceAsk(autopilotVersion, target.componentId, 520),
      onceAsk(homePosition, target.componentId, 410),
      ...cameraAsks(target.componentId),
      onceAsk(gimbalManagerInformation, target.componentId),
    ],
    everAccepted: false,
    isLost: false,
    dataStreams: { sent: 0, nextMs: 0 },
  };
};

/** Moves the requests on; what comes back is to be sent to the vehicle at once, and never later. */
export const stepTelemetry = (state: TelemetryState, event: TelemetryEvent, nowMs: number): TelemetryStep => {
  switch (event.kind) {
    case "tick":
      return onTick(state, nowMs);
    case "message":
      return onMessage(state, event, nowMs);
    case "reboot":
      return pump(restarted(state), nowMs);
    case "presence":
      // What was in flight when the link broke is dropped: it must not run when the link comes back.
      return { state: withoutFlight({ ...state, isLost: event.isLost }), send: nothing };
    case "link":
      return { state: onLink(state, event, nowMs), send: nothing };
  }
};

const withoutFlight = ({ inFlight: _dropped, ...rest }: TelemetryState): TelemetryState => rest;

const restarted = (state: TelemetryState): TelemetryState => ({
  ...withoutFlight(state),
  method: "interval",
  everAccepted: false,
  streams: state.streams.map((stream) => ({ ...stream, status: "to-ask", notBeforeMs: 0, wasHeard: false, again: 0 })),
  once: state.once.map((ask) => ({ ...ask, status: "to-ask", notBeforeMs: 0, tries: 0 })),
  dataStreams: { sent: 0, nextMs: 0 },
});

const onTick = (state: TelemetryState, nowMs: number): TelemetryStep => {
  if (state.isLost) return { state, send: nothing };
  const { inFlight } = state;
  if (inFlight === undefined) return pump(onSilence(state, nowMs), nowMs);
  const step = stepCommand(inFlight.command, { kind: "tick" }, nowMs);
  if (step.state.state !== "waiting") {
    return pump(onCommandEnd(withoutFlight(state), inFlight, step.state, nowMs), nowMs);
  }
  if (step.state === inFlight.command) return { state, send: nothing };
  return { state: { ...state, inFlight: { ...inFlight, command: step.state } }, send: step.send };
};

const onMessage = (
  state: TelemetryState,
  { message, componentId }: TelemetryEvent & { kind: "message" },
  nowMs: number,
): TelemetryStep => {
  const noted = noteCamera(
    noteComponent(noteAlive(state, message.id, componentId, nowMs), componentId),
    message.id,
    componentId,
  );
  const { inFlight } = noted;
  const fromSystem = noted.target.systemId;
  const ack = commandAck({ kind: "message", message, fromSystem, fromComponent: componentId });
  if (ack === undefined || inFlight === undefined) return { state: noted, send: nothing };
  const step = stepCommand(inFlight.command, ack, nowMs);
  if (step.state.state === "waiting") {
    return { state: { ...noted, inFlight: { ...inFlight, command: step.state } }, send: nothing };
  }
  return pump(onCommandEnd(withoutFlight(noted), inFlight, step.state, nowMs), nowMs);
};

const noteAlive = (state: TelemetryState, messageId: number, componentId: number, nowMs: number): TelemetryState => {
  const isIt = (ask: { messageId: number; componentId: number }) =>
    ask.messageId === messageId && ask.componentId === componentId;
  const stream = state.streams.find(isIt);
  const once = state.once.find(isIt);
  let next = state;
  if (stream !== undefined && nowMs - stream.aliveMs >= aliveStepMs) {
    const again = stream.status === "asked" ? 0 : stream.again;
    const alive: StreamAsk = { ...stream, aliveMs: nowMs, wasHeard: true, again };
    next = { ...next, streams: next.streams.map((other) => (other === stream ? alive : other)) };
  }
  if (once !== undefined && once.status !== "done") {
    const done: OnceAsk = { ...once, status: "done" };
    next = { ...next, once: next.once.map((other) => (other === once ? done : other)) };
  }
  return next;
};

/** Cameras and gimbals that speak for themselves are asked themselves. */
const noteComponent = (state: TelemetryState, componentId: number): TelemetryState => {
  if (componentId === state.target.componentId) return state;
  if (isCamera(componentId) && !state.once.some((ask) => ask.componentId === componentId)) {
    return { ...state, once: [...state.once, ...cameraAsks(componentId)] };
  }
  if (isGimbal(componentId) && !state.once.some((ask) => ask.componentId === componentId)) {
    return noteComponent(
      { ...state, once: [...state.once, onceAsk(gimbalManagerInformation, componentId)] },
      componentId,
    );
  }
  if (isGimbal(componentId) && !state.streams.some((ask) => ask.componentId === componentId)) {
    const own = state.streams.find(({ messageId }) => messageId === gimbalAttitude);
    if (own === undefined) return state;
    return { ...state, streams: [...state.streams, { ...own, componentId, status: "to-ask", notBeforeMs: 0 }] };
  }
  return state;
};

/** A camera that said what it is, is asked how it stands. */
const noteCamera = (state: TelemetryState, messageId: number, componentId: number): TelemetryState => {
  if (messageId !== cameraInformation) return state;
  const known = state.once.some((ask) => ask.messageId === cameraSettings && ask.componentId === componentId);
  if (known) return state;
  return {
    ...state,
    once: [...state.once, ...cameraStateAsks(componentId)],
    streams: [...state.streams, captureStream(componentId)],
  };
};

const onLink = (state: TelemetryState, link: TelemetryEvent & { kind: "link" }, nowMs: number): TelemetryState => {
  const { capacity } = state;
  const sinceMs = nowMs - state.easedAtMs;
  let easing = capacity.easing;
  if (link.lossFraction > highLoss && sinceMs > easeEveryMs) easing = Math.max(0.3, easing * 0.7);
  if (link.lossFraction < lowLoss && sinceMs > restoreAfterMs) easing = Math.min(1, easing * 1.25);
  const same =
    easing === capacity.easing && link.bytesPerS === capacity.bytesPerS && link.sharedBy === capacity.sharedBy;
  if (same) return state;
  const { bytesPerS, sharedBy } = link;
  const next = { ...(bytesPerS === undefined ? {} : { bytesPerS }), sharedBy, easing };
  return replanned({
    ...state,
    capacity: next,
    easedAtMs: easing === capacity.easing ? state.easedAtMs : nowMs,
  });
};

/** Asks anew for the streams whose rate changes by a fifth and more. */
const replanned = (state: TelemetryState): TelemetryState => {
  const plan = planStreams(state.target.autopilot, state.capacity);
  const streams = state.streams.map((stream) => {
    const rateHz = plan.find(({ messageId }) => messageId === stream.messageId)?.plannedHz ?? stream.rateHz;
    if (Math.abs(rateHz - stream.rateHz) <= 0.2 * stream.rateHz) return stream;
    return { ...stream, rateHz, status: stream.status === "refused" ? stream.status : ("to-ask" as const) };
  });
  return { ...state, streams, dataStreams: { sent: 0, nextMs: 0 } };
};
