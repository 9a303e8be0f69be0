import type { MissionSummary } from "../../../../shared/wire/archive.ts";
import type { ArchivedMission } from "../archived-mission.ts";

/** A mission that can be opened. */
export interface ShelvedMission {
  readonly id: string;
  /** Before it was ever opened: what its name and files tell. */
  readonly glance: MissionSummary;
  /** Changes when the mission does: what was learned of it under another stamp counts no more. */
  readonly stamp: string;
  open(): Promise<ArchivedMission>;
  /** Takes it away with its files; absent where it has to stay. */
  readonly remove?: () => Promise<void>;
  /** What of it can be moved on its clock: logs by their numbers, videos by their feed ids. */
  readonly movable: readonly string[];
}

/** A place where missions lie: what this station recorded, and what was brought in. */
export interface MissionShelf {
  missions(): Promise<readonly ShelvedMission[]>;
  /** One of them, without a look at the others. */
  find(id: string): Promise<ShelvedMission | undefined>;
}
