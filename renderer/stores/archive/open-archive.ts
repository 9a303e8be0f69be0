import type { MissionDetails, PlayerCommand, PlayerMessage } from "../../../shared/wire/archive.ts";
import type { Request } from "../../../shared/wire/requests.ts";
import { type ArchiveAnswer, fetchMission } from "../../bridge/archive-http.ts";
import { ArchiveStream, archiveBase } from "../../bridge/archive-stream.ts";
import type { RequestOutcome } from "../../bridge/requests.ts";
import type { OpenSocket } from "../../bridge/stream-client.ts";
import { applyStreamMessage } from "../apply-stream.ts";
import { createStores, type Stores } from "../create-stores.ts";
import { stationNowAt, stationUtcAt } from "../station-store.ts";
import { nowMissionId } from "./archive-address.ts";
import { type ArchiveStore, archiveDurationMs, createArchiveStore } from "./archive-store.ts";
import { SeekQueue } from "./seek-queue.ts";

export interface OpenArchiveOptions {
  /** The station as it is: asks for the archive go through it, and what a person chose is shared with it. */
  readonly live: Stores;
  readonly missionId: string;
  /** Where to go at first, ms; negative: so long before the end. Absent: where the player begins. */
  readonly positionMs?: number | undefined;
  /** Plays by itself once it is open; negative: backwards. */
  readonly playSpeed?: number | undefined;
  /** A map of its own beside another one: its panels cover other parts of it. */
  readonly ownLayout?: boolean;
  readonly openSocket: OpenSocket;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly fetchDetails?: (missionId: string) => Promise<ArchiveAnswer<MissionDetails>>;
}

/** The past can be read, named and written beside; nothing in it obeys. */
const isArchiveRequest = ({ kind }: Request): boolean => kind.startsWith("archive.");

const refusal: RequestOutcome = {
  ok: false,
  fault: { code: "in-archive", detail: "Commands act on the present, not on the past. Go back to now first." },
};

const fromEnd = (positionMs: number, durationMs: number): number =>
  positionMs < 0 ? Math.max(0, durationMs + positionMs) : positionMs;

/** Between two ticks of the clocks on screen, ms. */
const tickMs = 250;

/** Stores of the past beside the live ones: what a person chose for this screen is one for both. */
const storesBeside = ({ live, missionId, ownLayout = false }: OpenArchiveOptions, archive: ArchiveStore): Stores => {
  const isHere = missionId === nowMissionId && !ownLayout;
  const stores = createStores({
    send: (request) => (isArchiveRequest(request) ? live.send(request) : Promise.resolve(refusal)),
    deviceClock: live.deviceClock,
    system: live.settings.getState().system,
    shared: {
      settings: live.settings,
      role: live.role,
      sound: live.sound,
      operatorId: live.commander.operatorId,
      ...(ownLayout ? {} : { layout: live.layout }),
      // A moment ago is looked at where one looks now, at the same vehicle; another mission lies elsewhere and has its own.
      ...(isHere ? { scene: live.scene, selection: live.selection } : {}),
    },
    archive,
    live,
    apiBase: archiveBase(missionId),
  });
  if (isHere) return stores;
  stores.scene.getState().show(live.scene.getState().view);
  const { selectedVehicleId, selectedHeatId, selectedThingKey } = live.selection.getState();
  stores.selection.setState({ selectedVehicleId, selectedHeatId, selectedThingKey });
  return stores;
};

/** Ages on screen follow the mission's clock. @returns stops it */
const startTicking = ({ station, ticker, deviceClock }: Stores, after: OpenArchiveOptions["after"]): (() => void) => {
  let cancel: (() => void) | undefined;
  const tick = (): void => {
    const deviceMs = deviceClock.nowMs();
    const view = station.getState();
    ticker.setState({ nowMs: stationNowAt(view, deviceMs), utcMs: stationUtcAt(view, deviceMs), deviceMs });
    cancel = after(tickMs, tick);
  };
  tick();
  return () => cancel?.();
};

/**
 * A second set of stores, filled with what a mission's screens showed at an instant, while the live ones go on. What a person
 * chose for this screen (settings, sound, role) is one for both.
 * @returns ends it: the player at the station too
 */
export const openArchive = (options: OpenArchiveOptions): { readonly stores: Stores; readonly close: () => void } => {
  const { live, missionId, after } = options;
  const archive = createArchiveStore(missionId);
  const { deviceClock } = live;
  const stores = storesBeside(options, archive);
  const speak = (command: PlayerCommand): boolean => stream.send(command);
  const seeks = new SeekQueue({
    send: (positionMs) => speak({ type: "seek", positionMs }),
    onGoal: (seekingMs) => archive.setState({ seekingMs }),
    after,
  });
  const refresh = async (): Promise<void> => {
    const answer = await (options.fetchDetails ?? fetchMission)(missionId);
    // What is known stays when the station is away for a moment.
    if (answer.ok) archive.setState({ details: answer.value, fault: undefined });
    else if (archive.getState().details === undefined) archive.setState({ fault: answer.code });
  };
  // "So long before the end" can be said only once the player told where that is; what it shows until then is nothing yet.
  let beforeEndMs = options.positionMs !== undefined && options.positionMs < 0 ? options.positionMs : undefined;
  let { playSpeed } = options;
  const hear = (message: PlayerMessage): void => {
    if (message.type === "details-changed") {
      void refresh();
      return;
    }
    const { player } = message;
    archive.setState({ player: { ...player, receivedDeviceMs: deviceClock.nowMs() } });
    seeks.answered(player.positionMs, player);
    // Once: a player that was lost and begins anew stands where it was.
    if (playSpeed !== undefined) speak({ type: "play", speed: playSpeed });
    playSpeed = undefined;
    if (beforeEndMs === undefined) return;
    const goalMs = fromEnd(beforeEndMs, player.durationMs);
    beforeEndMs = undefined;
    seeks.seek(goalMs);
  };
  const stream = new ArchiveStream({
    missionId,
    openSocket: options.openSocket,
    operator: live.commander.operator,
    // A player that was lost begins anew: where this screen stands.
    startMs: () => {
      const { seekingMs, player } = archive.getState();
      return seekingMs ?? player?.positionMs ?? Math.max(0, options.positionMs ?? 0);
    },
    onMessage: (message) => {
      if (message.type === "player" || message.type === "details-changed") hear(message);
      else if (beforeEndMs === undefined) {
        applyStreamMessage(stores, message);
        if (message.type === "snapshot") seeks.shown();
      }
    },
    onConnection: (connection) => {
      archive.setState({ connection });
      stores.station.setState({ connection });
      if (connection.state === "lost") seeks.lost();
      else if (connection.state === "open") seeks.resume();
    },
    nowMs: deviceClock.nowMs,
    after,
  });
  const seek = (positionMs: number): void =>
    seeks.seek(Math.max(0, Math.min(archiveDurationMs(archive.getState()), positionMs)));
  archive.setState({
    seek,
    goTo: (positionMs) => seek(fromEnd(positionMs, archiveDurationMs(archive.getState()))),
    play: (speed) => void speak({ type: "play", speed }),
    pause: () => void speak({ type: "pause" }),
    step: (direction) => void speak({ type: "step", direction }),
    skipIdle: (on) => void speak({ type: "skip-idle", on }),
    refresh,
  });
  stream.open();
  void refresh();

  const stopTicking = startTicking(stores, after);
  return {
    stores,
    close: () => {
      stopTicking();
      seeks.close();
      stream.close();
    },
  };
};
