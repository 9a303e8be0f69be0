import { decodeMessage } from "../../shared/mavlink/codec.ts";
import { FrameScanner } from "../../shared/mavlink/scanner.ts";
import type { JobStatus } from "../../shared/protocols/job.ts";
import { parametersFetchJob } from "../../shared/protocols/parameters/fetch-parameters.ts";
import { startTelemetry, stepTelemetry } from "../../shared/protocols/telemetry-requests.ts";
import { VirtualRadio } from "../support/virtual-vehicle.ts";

const baud = 57_600;
const roundTripMs = 60;
const loss = 0.05;
const tickMs = 50;
/** The telemetry is asked for, and flows, before the parameters are. */
const settleMs = 20_000;
const target = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;

interface Fetched {
  readonly seconds: number;
  readonly parameters: number;
  readonly requests: number;
  readonly telemetryBytesPerS: number;
}

/** One fetch in virtual time, with all that a station says and hears meanwhile. */
const fetchOver = (lossShare: number, seed: number): Fetched => {
  const way = { baud, delayMs: roundTripMs / 2, loss: lossShare };
  const radio = new VirtualRadio({ kind: "copter", parameters: "all", seed, up: way, down: way });
  const scanner = new FrameScanner();
  let telemetry = startTelemetry(target, { bytesPerS: baud / 10 });
  const fetch: { status: JobStatus } = { status: { state: "running" } };
  let requests = 0;
  let telemetryBytes = 0;
  let names = 0;
  const job = parametersFetchJob({ target, onComplete: (all) => (names = all.size) });
  const take = (step: ReturnType<typeof job.step>): void => {
    fetch.status = step.status;
    requests += step.send.length;
    radio.say(...step.send);
  };
  radio.onBytes((bytes, nowMs) => {
    scanner.push(bytes, (frame) => {
      const message = decodeMessage(frame);
      if (message === undefined) return;
      if (message.name !== "PARAM_VALUE" && nowMs >= settleMs) telemetryBytes += bytes.length;
      const { systemId, componentId } = frame;
      const next = stepTelemetry(telemetry, { kind: "message", message, componentId }, nowMs);
      telemetry = next.state;
      radio.say(...next.send);
      const isRunning = nowMs >= settleMs && fetch.status.state === "running";
      if (isRunning)
        take(job.step({ kind: "message", message, fromSystem: systemId, fromComponent: componentId }, nowMs));
    });
  });
  const tick = (nowMs: number): void => {
    radio.stepTo(nowMs);
    const next = stepTelemetry(telemetry, { kind: "tick" }, nowMs);
    telemetry = next.state;
    radio.say(...next.send);
  };
  for (let nowMs = 0; nowMs < settleMs; nowMs += tickMs) tick(nowMs);
  take(job.start(settleMs));
  let nowMs = settleMs;
  for (; fetch.status.state === "running"; nowMs += tickMs) {
    tick(nowMs);
    take(job.step({ kind: "tick" }, nowMs));
  }
  if (fetch.status.state !== "done")
    throw new Error(`Seed ${seed}: the fetch ended as ${JSON.stringify(fetch.status)}.`);
  const seconds = (nowMs - settleMs) / 1000;
  return { seconds, parameters: names, requests, telemetryBytesPerS: Math.round(telemetryBytes / seconds) };
};

/** All of a copter's parameters over a slow radio that loses frames, in virtual time, against the same radio that loses none. */
export const run = async (): Promise<object> => {
  const seeds = [1, 2, 3, 4, 5];
  const ideal = seeds.map((seed) => fetchOver(0, seed));
  const lossy = seeds.map((seed) => fetchOver(loss, seed));
  const ratios = lossy.map(({ seconds }, i) => seconds / (ideal[i]?.seconds ?? Number.NaN));
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  return {
    timesIdeal: rounded(Math.max(...ratios)),
    timesIdealBySeed: ratios.map(rounded),
    parameters: Math.min(...lossy.map(({ parameters }) => parameters)),
    idealS: rounded(Math.max(...ideal.map(({ seconds }) => seconds))),
    lossyS: rounded(Math.max(...lossy.map(({ seconds }) => seconds))),
    requests: lossy.map(({ requests }) => requests),
    telemetryBytesPerS: Math.min(...lossy.map(({ telemetryBytesPerS }) => telemetryBytesPerS)),
  };
};
