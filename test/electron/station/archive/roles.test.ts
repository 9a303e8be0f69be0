import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Request, RequestResult } from "../../../../shared/wire/requests.ts";
import { ArchiveClient } from "../../../support/archive-client.ts";
import { type FieldStation, fieldStation, type Linked } from "../../../support/field-station.ts";
import { flownFrames, flownTlog } from "../../../support/flown-tlog.ts";

const roles = ["pilot", "leader", "observer", "searcher"] as const;
type Role = (typeof roles)[number];
const log = flownTlog(flownFrames({ seconds: 12 }), Date.UTC(2026, 10, 20));

describe("who may do what with the archive", () => {
  let field: FieldStation;
  let id = "";
  const linked = new Map<Role, Linked>();
  const by = (role: Role): Linked => {
    const found = linked.get(role);
    if (found === undefined) throw new Error(`There is no ${role}.`);
    return found;
  };
  const archiveOf = (role: Role) =>
    new ArchiveClient({ origin: field.live.origin, headers: { authorization: `Bearer ${by(role).token}` } });

  beforeAll(async () => {
    field = await fieldStation();
    id = await new ArchiveClient(field.live).taken("a.tlog", log);
    for (const role of roles) linked.set(role, await field.invite({ role, name: role }));
  });
  afterAll(() => field?.close());

  const views = () => [
    ...["", `/${id}`, "/now", `/${id}/messages?at=0`, `/${id}/plot?field=1/1/ATTITUDE.roll&from=0&to=9`],
    ...[`/${id}/export/tlog`, `/${id}/export/lantern`, `/${id}/export/gpx?anonymise=1`],
  ];
  /** Where there is nothing of it in a mission of logs. */
  const pictures = () => [
    ...[
      `/${id}/feeds/x/pieces?from=0&to=9`,
      `/${id}/search/tiles/poa/14/1/1.png?v=1`,
      `/${id}/search/at?lat=1&lon=1&v=1`,
    ],
    ...[`/${id}/heat/x/thumbnail`, `/${id}/heat/x/crops/1`, `/${id}/files/x`, `/${id}/files/x/preview`],
  ];
  const changes = (): readonly Request[] => [
    { kind: "archive.note", missionId: id, note: { id: "n1", positionMs: 5, text: "Here" } },
    { kind: "archive.note-remove", missionId: id, noteId: "n1" },
    { kind: "archive.rename", missionId: id, name: "Another" },
    { kind: "archive.offset", missionId: id, log: 0, offsetMs: 5 },
    { kind: "archive.offset", missionId: id, log: 0, offsetMs: null },
  ];

  it.each(["pilot", "leader", "observer"] as const)("a %s sees all of it", async (role) => {
    const archive = archiveOf(role);

    for (const path of views()) expect((await archive.get(path)).status, path).toBe(200);
    for (const path of pictures()) expect((await archive.get(path)).status, path).toBe(404);
    expect((await archive.verify(id)).ok).toBe(true);
    const player = archive.player(id);
    expect((await player.seek(5_000)).vehicles["1"]).toBeDefined();
    player.socket.close();
  });

  it("a searcher gets nothing", async () => {
    const archive = archiveOf("searcher");

    for (const path of [...views(), ...pictures()]) expect((await archive.get(path)).status, path).toBe(403);
    expect((await archive.get(`/${id}/verify`, { method: "POST" })).status).toBe(403);
    const player = archive.player(id);
    const [code] = await player.closed;
    expect([code, player.player]).toEqual([1006, undefined]);
  });

  it.each(["leader", "observer", "searcher"] as const)("a %s changes nothing", async (role) => {
    const archive = archiveOf(role);
    const before = await new ArchiveClient(field.live).details(id);

    for (const request of [...changes(), { kind: "archive.remove", missionId: id } as const]) {
      const answer = await by(role).fetch("/api/requests", request);
      expect(answer.status === 403 || !((await answer.json()) as RequestResult).ok, request.kind).toBe(true);
    }
    expect((await archive.refusal("/import?name=a.tlog", { method: "POST", body: new Uint8Array(log) })).status).toBe(
      403,
    );
    expect(await new ArchiveClient(field.live).details(id)).toEqual(before);
    expect((await new ArchiveClient(field.live).list()).length).toBe(2);
  });

  it("a pilot notes and brings in", async () => {
    for (const request of changes()) {
      const answer = await by("pilot").fetch("/api/requests", request);
      expect(await answer.json(), request.kind).toMatchObject({ ok: true });
    }
    const second = await archiveOf("pilot").taken("b.tlog", log);

    expect((await new ArchiveClient(field.live).details(second)).summary.name).toBe("b");
    expect((await new ArchiveClient(field.live).details(id)).summary.name).toBe("Another");
  });
});
