import type { RawData, WebSocket } from "ws";
import { PlayerCommand } from "../../../shared/wire/archive.ts";
import type { Lease } from "../archive/desk/open-missions.ts";
import { Player } from "../archive/player/player.ts";
import { Turns } from "../archive/player/turns.ts";
import { publishIntervalMs } from "./delta-publisher.ts";
import { reasonOf } from "./refusals.ts";
import type { StationService } from "./station-service.ts";
import type { Opening } from "./upgrade-server.ts";

/** "Try again later": it can't be opened now. */
const cannotOpen = 1013;
/** What it plays was changed or taken away: whoever comes again gets it as it is then. */
const comeAgain = 1012;
/** There is no such mission. */
const notThere = 4404;

/** Commands that wait until a mission is open. */
const mostWaiting = 100;

/** @returns undefined for what is no command: it is dropped without a word */
const parseCommand = (data: RawData, isBinary: boolean): PlayerCommand | undefined => {
  if (isBinary) return undefined;
  try {
    const parsed = PlayerCommand.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

const textOf = (reason: string): string => Buffer.from(reason).subarray(0, 120).toString();

/** `/api/archive/ID/stream?at=MS`: a player of one's own. What it says is the live stream's, as it was at the player's instant. */
export const archiveStream = ({ archive }: Pick<StationService, "archive">): ((url: URL) => Opening | undefined) => {
  const turns = new Turns();
  const serve = async (socket: WebSocket, missionId: string, atMs: number): Promise<void> => {
    const waiting: PlayerCommand[] = [];
    let player: Player | undefined;
    let lease: Lease | undefined;
    let timer: NodeJS.Timeout | undefined;
    let closed = false;
    let stopListening = () => {};
    socket.on("message", (data, isBinary) => {
      const command = parseCommand(data, isBinary);
      if (command === undefined) return;
      if (player !== undefined) player.command(command);
      else if (waiting.push(command) > mostWaiting) waiting.shift();
    });
    socket.on("close", () => {
      closed = true;
      clearInterval(timer);
      stopListening();
      player?.close();
      lease?.release();
    });
    const fail = (error: unknown): void => {
      clearInterval(timer);
      socket.close(cannotOpen, textOf(reasonOf(error)));
    };
    try {
      lease = await archive.take(missionId);
    } catch (error) {
      return fail(error);
    }
    if (lease === undefined) return socket.close(notThere, "There is no such mission.");
    const { mission, release, onDropped } = lease;
    if (closed) return release();
    onDropped(() => {
      clearInterval(timer);
      player?.close();
      socket.close(comeAgain, "The mission was changed.");
    });
    player = new Player({
      ...{ mission, missionId },
      send: (message) => socket.send(JSON.stringify(message)),
      bufferedBytes: () => socket.bufferedAmount,
      nowMs: () => performance.now(),
      onFailed: fail,
      turns,
    });
    const { id } = mission;
    stopListening = archive.on((changed) => {
      if (changed === id) socket.send(JSON.stringify({ type: "details-changed" }));
    });
    player.begin(atMs);
    for (const command of waiting) player.command(command);
    timer = setInterval(() => player?.tick(), publishIntervalMs);
  };

  return (url) => {
    const missionId = /^\/api\/archive\/([A-Za-z0-9._~-]{1,64})\/stream$/.exec(url.pathname)?.[1];
    if (missionId === undefined) return undefined;
    const at = Number(url.searchParams.get("at") ?? 0);
    if (!Number.isFinite(at) || at < 0)
      return { ok: false, status: 400, detail: "at: must be milliseconds, 0 or more." };
    return { ok: true, serve: (socket) => void serve(socket, missionId, at) };
  };
};
