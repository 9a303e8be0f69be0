import type { CompiledPlan } from "../../../shared/plan/compile-plan.ts";
import type { Job, JobStep } from "../../../shared/protocols/job.ts";
import { jobSequence } from "../../../shared/protocols/job-sequence.ts";
import { missionClearJob } from "../../../shared/protocols/mission/mission-clear-job.ts";
import { missionDownloadJob } from "../../../shared/protocols/mission/mission-download-job.ts";
import type { MissionItem, MissionType } from "../../../shared/protocols/mission/mission-item.ts";
import { missionUploadJob } from "../../../shared/protocols/mission/mission-upload-job.ts";
import type { JobContext } from "../flight/operation-order.ts";
import type { OnboardBook } from "./onboard-book.ts";

/** The three lists of a vehicle, in the order in which they are written and read. */
export const missionTypes: readonly MissionType[] = ["mission", "fence", "rally"];

/** What was read from a vehicle. */
export type ReadLists = Readonly<
  Record<MissionType, { readonly items: readonly MissionItem[]; readonly opaqueId: number }>
>;

/** Writes a mission, then the fence, then the rally points, each read back; lists that the plan has none of are emptied. */
export const uploadJob = (
  context: JobContext,
  compiled: CompiledPlan & { readonly ok: true },
  book: OnboardBook,
): Job => {
  const parts = missionTypes.map((type) => ({ type, items: compiled[type], weight: compiled[type].length + 2 }));
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  let done = 0;
  const makers = parts.map(({ type, items, weight }) => {
    const from = done / whole;
    done += weight;
    return () => shareOf(from, weight / whole, listJob(context, { type, items }, book));
  });
  return jobSequence(context.vehicle, makers);
};

const listJob = (
  context: JobContext,
  { type, items }: { readonly type: MissionType; readonly items: readonly MissionItem[] },
  book: OnboardBook,
): Job => {
  const { operationId, vehicle, target, own } = context;
  const writer = { operationId, vehicleId: vehicle.id };
  // Emptying does for firmware that knows no fences at all, too.
  if (items.length === 0) return clearJob(context, [type], book);
  const previous = book.items(vehicle.id, type);
  return missionUploadJob({
    target,
    own,
    type,
    items,
    ...(previous === undefined ? {} : { previous }),
    onBoard: (what, opaqueId) =>
      book.say(writer, type, { what, opaqueId, items: what === "restored" ? (previous ?? []) : items }),
  });
};

/** Empties lists; the book must have begun. */
export const clearJob = (
  { operationId, vehicle, target, own }: JobContext,
  types: readonly MissionType[],
  book: OnboardBook,
): Job =>
  missionClearJob({
    target,
    own,
    types,
    onCleared: (type) =>
      book.say({ operationId, vehicleId: vehicle.id }, type, { what: "cleared", opaqueId: 0, items: [] }),
  });

/** Reads the three lists. @param onRead once, when all are there */
export const downloadJob = ({ vehicle, target, own }: JobContext, onRead: (lists: ReadLists) => void): Job => {
  const lists = new Map<MissionType, ReadLists[MissionType]>();
  const makers = missionTypes.map((type, index) => () => {
    const job = missionDownloadJob({
      target,
      own,
      type,
      onItems: (items, opaqueId) => {
        lists.set(type, { items, opaqueId });
        const [mission, fence, rally] = missionTypes.map((each) => lists.get(each));
        if (mission !== undefined && fence !== undefined && rally !== undefined) onRead({ mission, fence, rally });
      },
    });
    // Most of it is the mission.
    return index === 0 ? shareOf(0, 0.8, job) : shareOf(0.7 + 0.1 * index, 0.1, job);
  });
  return jobSequence(vehicle, makers);
};

/** A job as a part of a longer one: its progress is a part of the whole's. */
const shareOf = (from: number, share: number, job: Job): Job => {
  const scaled = (step: JobStep): JobStep => {
    const { status } = step;
    if (status.state !== "running" || status.progress === undefined) return step;
    return { ...step, status: { ...status, progress: from + share * status.progress } };
  };
  return {
    start: (nowMs) => scaled(job.start(nowMs)),
    step: (event, nowMs) => scaled(job.step(event, nowMs)),
    cancel: (nowMs) => job.cancel(nowMs),
  };
};
