import { freshBootWatch, watchBoot } from "../boot-watch.ts";
import type { Job, JobEvent, JobFault, JobStatus, JobStep } from "../job.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { type Fetching, type FetchOutcome, fetchedFraction, startFetching, stepFetching } from "./fetch-items.ts";
import type { MissionItem } from "./mission-item.ts";
import { ackMessage, type MissionPeer, missionResult } from "./mission-wire.ts";

export interface MissionDownloadOptions extends MissionPeer {
  /** Told once, before "done". `opaqueId` is the vehicle's own number for the list, 0 where it gives none. */
  readonly onItems: (items: readonly MissionItem[], opaqueId: number) => void;
}

/** Reads a list from a vehicle. One that has no fences or rally points has none. */
export const missionDownloadJob = (options: MissionDownloadOptions): Job => {
  let exchange: Fetching | FetchOutcome | undefined;
  let watch = freshBootWatch;
  let progress = 0;
  let ended: JobStatus | undefined;

  const fail = (fault: JobFault): JobStatus => ({ state: "failed", fault });
  const outcomeOf = (outcome: FetchOutcome): JobStatus => {
    switch (outcome.state) {
      case "fetched":
        options.onItems(
          outcome.items.map(({ item }) => item),
          outcome.opaqueId,
        );
        return { state: "done" };
      case "unsupported":
        if (options.type === "mission") return fail({ code: "unsupported", params: {} });
        options.onItems([], 0);
        return { state: "done" };
      case "busy":
        return fail({ code: "temporarily-rejected", params: {} });
      case "silent":
        return fail({ code: "no-answer", params: { tries: outcome.tries } });
    }
  };
  const told = (send: readonly OutgoingMessage[]): JobStep => ({
    send,
    status: ended ?? { state: "running", progress, step: "reading" },
  });

  return {
    start(nowMs: number): JobStep {
      const { state, send } = startFetching(options, nowMs);
      exchange = state;
      return told(send);
    },
    step(event: JobEvent, nowMs: number): JobStep {
      if (ended !== undefined || exchange === undefined) return told([]);
      watch = watchBoot(watch, options.target, event, nowMs);
      if (watch.rebooted) {
        ended = fail({ code: "rebooted", params: {} });
        return told([]);
      }
      const { state, send } = stepFetching(exchange, event, nowMs);
      exchange = state;
      if ("peer" in state) progress = Math.max(progress, fetchedFraction(state));
      else ended = outcomeOf(state);
      return told(send);
    },
    cancel(): readonly OutgoingMessage[] {
      if (ended !== undefined) return [];
      ended = fail({ code: "cancelled", params: {} });
      return [ackMessage(options, missionResult.cancelled)];
    },
  };
};
