import { missionUploadJob } from "../../shared/protocols/mission/mission-upload-job.ts";
import { buildMission } from "../support/build-mission.ts";
import { JobRun } from "../support/job-run.ts";
import { VirtualRadio } from "../support/virtual-vehicle.ts";

const items = 500;
const seeds = 12;
/** 60 ms there and back; the rest is the wire at 57,600 baud and what waits before it. */
const radio = { baud: 57_600, delayMs: 30 };
const atMostMs = 1_200_000;
const telemetryHz = 4;

const round = (value: number): number => Math.round(value * 100) / 100;

/** One upload with its read-back, telemetry running as a ground station asks for it. @returns how long it took, s */
const uploadS = (loss: number, seed: number): number => {
  const way = { ...radio, loss };
  const air = new VirtualRadio({ kind: "copter", seed, up: way, down: way });
  const asked = { targetSystem: 1, targetComponent: 1, reqStreamId: 0, reqMessageRate: telemetryHz, startStop: 1 };
  // Asked for as often as it takes: what is measured is a link with telemetry on it.
  for (let i = 0; i < 5; i++) air.say({ name: "REQUEST_DATA_STREAM", fields: asked });
  air.stepTo(3_000);
  const before = air.link.down.counts.sent;
  air.stepTo(5_000);
  if (air.link.down.counts.sent - before < 50) throw new Error("The telemetry doesn't run.");
  const target = { systemId: 1, componentId: 1, autopilot: "ardupilot" } as const;
  const own = { systemId: 255, componentId: 190 };
  const run = new JobRun(air, missionUploadJob({ target, own, type: "mission", items: buildMission(items) }));
  run.run(atMostMs);
  if (run.status.state !== "done") throw new Error(`Seed ${seed}: ${JSON.stringify(run.status)}`);
  return run.tookMs / 1000;
};

/** 500 items to the simulated ArduPilot in virtual time, until they are read back equal; the worst of the seeds counts. */
export const run = async (): Promise<object> => {
  const secondsIdeal = uploadS(0, 1);
  const lossy = Array.from({ length: seeds }, (_, index) => ({ seed: index + 1, s: uploadS(0.05, index + 1) }));
  const worst = lossy.reduce((a, b) => (b.s > a.s ? b : a));
  const meanS = lossy.reduce((sum, { s }) => sum + s, 0) / seeds;
  return {
    timesIdeal: round(worst.s / secondsIdeal),
    meanTimesIdeal: round(meanS / secondsIdeal),
    items,
    secondsIdeal: round(secondsIdeal),
    secondsLossy: round(meanS),
    worstSeconds: round(worst.s),
    worstSeed: worst.seed,
    seeds,
  };
};
