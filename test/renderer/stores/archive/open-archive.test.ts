import { describe, expect, it } from "vitest";
import type { SocketHandlers } from "../../../../renderer/bridge/stream-client.ts";
import { archiveDurationMs, archivePositionAt } from "../../../../renderer/stores/archive/archive-store.ts";
import { openArchive } from "../../../../renderer/stores/archive/open-archive.ts";
import type { PlayerCommand, PlayerView } from "../../../../shared/wire/archive.ts";
import type { Request } from "../../../../shared/wire/requests.ts";
import { buildDetails, buildMission, missionMs } from "../../../support/archive-scenes.ts";
import { buildStores } from "../../../support/build-stores.ts";

const open = (missionId: string, positionMs?: number, playSpeed?: number) => {
  const asked: Request[] = [];
  const { stores: live, device } = buildStores({
    send: (request) => {
      asked.push(request);
      return Promise.resolve({ ok: true });
    },
  });
  live.selection.getState().selectVehicle("2");
  const sockets: { path: string; handlers: SocketHandlers; said: PlayerCommand[]; closed: boolean }[] = [];
  const timers = new Set<() => void>();
  const opened = openArchive({
    live,
    missionId,
    positionMs,
    playSpeed,
    openSocket: (path, handlers) => {
      const socket = { path, handlers, said: [] as PlayerCommand[], closed: false };
      sockets.push(socket);
      return {
        close: () => {
          socket.closed = true;
        },
        send: (text) => socket.said.push(JSON.parse(text)),
      };
    },
    after: (_delayMs, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
    fetchDetails: () => Promise.resolve({ ok: true, value: buildDetails() }),
  });
  const { archive } = opened.stores;
  if (archive === undefined) throw new Error("The stores of a mission have an archive.");
  const socket = () => {
    const newest = sockets.at(-1);
    if (newest === undefined) throw new Error("No socket was opened.");
    return newest;
  };
  const mission = buildMission();
  const tell = (at: number, change: Partial<PlayerView> = {}) => {
    const { handlers } = socket();
    handlers.onData(JSON.stringify({ type: "snapshot", snapshot: mission.stateAt(at) }));
    const player: PlayerView = {
      missionId,
      positionMs: at,
      durationMs: missionMs,
      playing: false,
      speed: 1,
      skipIdle: false,
      ...change,
    };
    handlers.onData(JSON.stringify({ type: "player", player }));
  };
  const sayOpen = () => socket().handlers.onOpen();
  return { ...opened, archive, live, device, asked, sockets, socket, tell, sayOpen, timers };
};

describe("stores of the archive", () => {
  it("are filled with the state of an instant, while the live ones stay as they are", () => {
    const { stores, live, tell, sayOpen } = open("m1", 905_000);
    sayOpen();

    tell(905_000);

    expect(stores.fleet.getState().order).toEqual(["1", "2"]);
    expect(Object.keys(stores.heat.getState().byId)).toEqual(["heat-1", "heat-2"]);
    expect(live.fleet.getState().order).toEqual([]);
    expect(stores.apiBase).toBe("/api/archive/m1");
    expect(live.apiBase).toBe("/api");
    expect(stores.live).toBe(live);
    expect(live.live).toBe(live);
  });

  it("play by themselves where they are told to, once: what was lost begins anew where it stood", () => {
    const { tell, sayOpen, socket, sockets, timers } = open("m1", undefined, 5);
    sayOpen();
    tell(0);
    tell(50, { playing: true, speed: 5 });

    expect(socket().said).toEqual([{ type: "play", speed: 5 }]);
    socket().handlers.onClose();
    for (const run of [...timers]) run();
    expect(sockets).toHaveLength(2);
    sayOpen();
    tell(50);
    expect(socket().said).toEqual([]);
  });

  it("share what a person chose with the live ones, and begin with what was selected there", () => {
    const { stores, live } = open("m1");

    expect(stores.settings).toBe(live.settings);
    expect(stores.role).toBe(live.role);
    expect(stores.layout).toBe(live.layout);
    expect(stores.selection.getState().selectedVehicleId).toBe("2");
    expect(stores.commander.operatorId).toBe(live.commander.operatorId);
  });

  it("keep one selection with the live ones while a moment ago is looked at, and their own in another mission", () => {
    const ago = open("now");
    const other = open("m1");

    ago.stores.selection.getState().selectVehicle("1");
    other.stores.selection.getState().selectVehicle("1");

    expect(ago.live.selection.getState().selectedVehicleId).toBe("1");
    expect(other.live.selection.getState().selectedVehicleId).toBe("2");
  });

  it("let the archive be written beside, and command nothing", async () => {
    const { stores, asked } = open("m1");

    const refused = await stores.commander.command("1", { kind: "hold" });
    const renamed = await stores.send({ kind: "archive.rename", missionId: "m1", name: "North" });

    expect(refused).toMatchObject({ ok: false, fault: { code: "in-archive" } });
    expect(renamed).toEqual({ ok: true });
    expect(asked.map(({ kind }) => kind)).toEqual(["archive.rename"]);
  });

  it("begin where they are told to, and so long before the end where that is negative", () => {
    const direct = open("m1", 905_000);
    expect(new URL(direct.socket().path, "http://station").searchParams.get("at")).toBe("905000");

    const { archive, stores, socket, tell, sayOpen } = open("now", -40_000);
    sayOpen();
    tell(0);

    expect(socket().said).toEqual([{ type: "seek", positionMs: missionMs - 40_000 }]);
    expect(stores.fleet.getState().order).toEqual([]);
    tell(missionMs - 40_000);
    expect(archive.getState().seekingMs).toBeUndefined();
    expect(stores.fleet.getState().order).toEqual(["1", "2"]);
  });

  it("carry the mission's clock on at its speed, backwards too, and never beyond its ends", () => {
    const { archive, device, tell, sayOpen } = open("m1");
    sayOpen();
    tell(600_000, { playing: true, speed: -10 });

    device.nowMs += 2_000;
    expect(archivePositionAt(archive.getState(), device.nowMs)).toBe(580_000);
    device.nowMs += 3_600_000;
    expect(archivePositionAt(archive.getState(), device.nowMs)).toBe(0);
    expect(archiveDurationMs(archive.getState())).toBe(missionMs);
  });

  it("come back to the same instant when the station was away", () => {
    const { archive, sockets, socket, tell, sayOpen, timers } = open("m1", 300_000);
    sayOpen();
    tell(300_000);
    archive.getState().seek(400_000);
    tell(400_000);

    socket().handlers.onClose();
    expect(archive.getState().connection.state).toBe("lost");
    for (const run of [...timers]) run();

    expect(sockets).toHaveLength(2);
    expect(new URL(socket().path, "http://station").searchParams.get("at")).toBe("400000");
    sayOpen();
    tell(400_000);
    expect(archive.getState().connection.state).toBe("open");
  });

  it("drop what is no message, and end their player when they are closed", () => {
    const { stores, socket, sayOpen, close } = open("m1");
    sayOpen();

    for (const nonsense of ["", "{", '{"type":"player"}', '{"type":"player","player":{}}', "[]"])
      socket().handlers.onData(nonsense);
    close();

    expect(stores.fleet.getState().order).toEqual([]);
    expect(socket().closed).toBe(true);
  });
});
