import { createStore } from "zustand/vanilla";
import type { MissionDetails, PlayerView } from "../../../shared/wire/archive.ts";
import type { Connection } from "../../bridge/connection.ts";

/** Why a mission's details aren't there: `archive.openFault.CODE`. */
export type ArchiveFault = "unknown-mission" | "not-allowed" | "no-answer";

/** What a person does with a mission's clock. */
export interface ArchiveActions {
  /** Goes to an instant, ms since the mission's beginning; of many in a hurry the newest counts. */
  readonly seek: (positionMs: number) => void;
  /** The same for what an address says: negative is so long before the end. */
  readonly goTo: (positionMs: number) => void;
  /** 0.1 to 100; negative: backwards. */
  readonly play: (speed: number) => void;
  readonly pause: () => void;
  /** To the next (1) or the previous (-1) message of telemetry. */
  readonly step: (direction: 1 | -1) => void;
  readonly skipIdle: (on: boolean) => void;
  /** Fetches the details anew. */
  readonly refresh: () => Promise<void>;
}

/** A mission that is looked at, and where its player is. */
export interface ArchiveState extends ArchiveActions {
  readonly missionId: string;
  /** Undefined until they came. */
  readonly details: MissionDetails | undefined;
  readonly fault: ArchiveFault | undefined;
  /** As it was said last; undefined until then. Where it is now says `archivePositionAt`. */
  readonly player: (PlayerView & { readonly receivedDeviceMs: number }) | undefined;
  /** Where it was told to go and isn't yet, ms. */
  readonly seekingMs: number | undefined;
  readonly connection: Connection;
}

const none = () => undefined;

/** A store of what is not opened yet: whoever opens it puts the actions in. */
export const createArchiveStore = (missionId: string) =>
  createStore<ArchiveState>()(() => ({
    missionId,
    details: undefined,
    fault: undefined,
    player: undefined,
    seekingMs: undefined,
    connection: { state: "connecting" },
    seek: none,
    goTo: none,
    play: none,
    pause: none,
    step: none,
    skipIdle: none,
    refresh: () => Promise.resolve(),
  }));
export type ArchiveStore = ReturnType<typeof createArchiveStore>;

/** How long the mission is as far as is known, ms. */
export const archiveDurationMs = ({ player, details }: Pick<ArchiveState, "player" | "details">): number =>
  Math.max(player?.durationMs ?? 0, details?.timeline.durationMs ?? 0);

/**
 * Where the mission's clock is now, ms since its beginning: what a hand asked for while that is on its way, else the player's
 * last word carried on at its speed. Undefined before its first word.
 */
export const archivePositionAt = (
  state: Pick<ArchiveState, "player" | "details" | "seekingMs">,
  deviceNowMs: number,
): number | undefined => {
  const { player, seekingMs } = state;
  if (seekingMs !== undefined) return seekingMs;
  if (player === undefined) return undefined;
  const movedMs = player.playing ? (deviceNowMs - player.receivedDeviceMs) * player.speed : 0;
  return Math.max(0, Math.min(archiveDurationMs(state), player.positionMs + movedMs));
};
