import type { MissionDetails } from "../../../shared/wire/archive.ts";
import { type ArchiveAnswer, fetchMission } from "../../bridge/archive-http.ts";
import { nowMissionId } from "./archive-address.ts";
import type { ArchiveStore } from "./archive-store.ts";

/** What happened lately is asked for this often, ms. */
const everyMs = 10_000;
/** Where there is no record of now (nothing is recorded, an older station), it is asked for once in a while. */
const seldomMs = 60_000;
const tickMs = 1_000;

export interface LookBackOptions {
  readonly archive: ArchiveStore;
  /** The clock that the record is on: the station's, ms. */
  readonly nowMs: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly fetchDetails?: (missionId: string) => Promise<ArchiveAnswer<MissionDetails>>;
}

/**
 * The mission that is being recorded, seen from its end: no player, only what happened so far, and a clock that is always now. A
 * drag leaves where it wants to go in `seekingMs`.
 * @returns ends it
 */
export const openLookBack = ({ archive, nowMs, after, fetchDetails = fetchMission }: LookBackOptions): (() => void) => {
  const fetched = { durationMs: 0, atDeviceMs: 0 };
  let closed = false;
  let cancelAsk: (() => void) | undefined;
  let cancelTick: (() => void) | undefined;

  const tell = (): void => {
    const durationMs = fetched.durationMs + (nowMs() - fetched.atDeviceMs);
    archive.setState({
      player: {
        missionId: nowMissionId,
        positionMs: durationMs,
        durationMs,
        playing: false,
        speed: 1,
        skipIdle: false,
        receivedDeviceMs: nowMs(),
      },
    });
  };
  const tick = (): void => {
    if (archive.getState().details !== undefined) tell();
    cancelTick = after(tickMs, tick);
  };
  const ask = async (): Promise<void> => {
    const answer = await fetchDetails(nowMissionId);
    if (closed) return;
    if (answer.ok) {
      fetched.durationMs = answer.value.timeline.durationMs;
      fetched.atDeviceMs = nowMs();
      archive.setState({ details: answer.value, fault: undefined });
      tell();
    } else if (answer.code === "unknown-mission") archive.setState({ details: undefined, fault: answer.code });
    cancelAsk = after(answer.ok ? everyMs : seldomMs, () => void ask());
  };
  archive.setState({
    seek: (positionMs) => archive.setState({ seekingMs: positionMs }),
    refresh: ask,
  });
  void ask();
  tick();
  return () => {
    closed = true;
    cancelAsk?.();
    cancelTick?.();
  };
};
