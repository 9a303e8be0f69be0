import type { TimelineMark } from "../../../shared/archive/timeline.ts";
import type { MissionNote } from "../../../shared/wire/archive.ts";
import { archivePositionAt } from "../../stores/archive/archive-store.ts";
import { type JumpGoal, jumpFrom, shownAfterMs } from "../../stores/archive/jump.ts";
import { playSpeeds } from "../../stores/archive/timeline-store.ts";
import type { Stores } from "../../stores/create-stores.ts";

/** Where the mission's clock is now, ms; undefined where none is looked at, or none answered yet. */
export const positionNow = ({ archive, deviceClock }: Stores): number | undefined =>
  archive === undefined ? undefined : archivePositionAt(archive.getState(), deviceClock.nowMs());

/** Plays in a direction, or stops where it plays so already. */
export const togglePlay = ({ archive, timeline }: Stores, direction: 1 | -1): void => {
  if (archive === undefined) return;
  const { player, play, pause } = archive.getState();
  const isPlayingSo = player?.playing === true && Math.sign(player.speed) === direction;
  if (isPlayingSo) pause();
  else play(timeline.getState().speed * direction);
};

/** Also while it plays, in its direction. */
export const setSpeed = ({ archive, timeline }: Stores, speed: number): void => {
  timeline.getState().set({ speed });
  const player = archive?.getState().player;
  if (player?.playing === true) archive?.getState().play(speed * (player.speed < 0 ? -1 : 1));
};

export const changeSpeed = (stores: Stores, { faster }: { readonly faster: boolean }): void => {
  const { speed } = stores.timeline.getState();
  const next = faster ? playSpeeds.find((known) => known > speed) : playSpeeds.findLast((known) => known < speed);
  if (next !== undefined) setSpeed(stores, next);
};

export const seekBy = (stores: Stores, byMs: number): void => {
  const atMs = positionNow(stores);
  if (atMs !== undefined) stores.archive?.getState().seek(atMs + byMs);
};

/** Selects what a mark names: on the map and in the panels. */
const selectNamed = ({ selection, searchSelection }: Stores, { kind, ref, vehicleId }: TimelineMark): void => {
  const { selectHeat, selectThing, selectVehicle } = selection.getState();
  if (kind === "heat-found" || kind === "heat-decided") {
    if (ref !== undefined) selectHeat(ref.replace(/^heat\//, ""));
    return;
  }
  if (vehicleId !== undefined) selectVehicle(vehicleId);
  if (ref === undefined || !/^[a-z]+\/./.test(ref)) return;
  if (ref.startsWith("segment/")) searchSelection.getState().selectSegments([ref.slice(8)]);
  selectThing(ref);
};

export const goToMark = (stores: Stores, mark: TimelineMark): void => {
  stores.archive?.getState().seek(mark.positionMs + shownAfterMs);
  selectNamed(stores, mark);
};

export const goToNote = (stores: Stores, note: MissionNote): void => {
  stores.archive?.getState().seek(note.positionMs);
  if (note.place !== undefined) stores.selection.getState().requestFlyTo(note.place);
};

/** To the next or previous mark of the kind that was chosen. @returns undefined where there is none */
export const jump = (stores: Stores, direction: 1 | -1): JumpGoal | undefined => {
  const atMs = positionNow(stores);
  const details = stores.archive?.getState().details;
  if (atMs === undefined || details === undefined) return undefined;
  const goal = jumpFrom(details, atMs, { kind: stores.timeline.getState().jumpTo, direction });
  if (goal?.kind === "mark") goToMark(stores, goal.mark);
  if (goal?.kind === "note") goToNote(stores, goal.note);
  return goal;
};
