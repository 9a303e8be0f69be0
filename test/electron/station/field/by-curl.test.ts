import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outboxExample } from "../../../../electron/station/server/field-examples.ts";
import { OutboxItemSchema } from "../../../../shared/wire/field.ts";
import { type FieldStation, fieldStation, type Linked } from "../../../support/field-station.ts";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const run = promisify(execFile);

describe.skipIf(!hasCurl)(`the field API by curl${hasCurl ? "" : " (skipped: there is no curl here)"}`, () => {
  let station: FieldStation;
  let linked: Linked;
  const curl = async (path: string, token: string, ...options: readonly string[]) => {
    const always = ["-sS", "-m", "50", "-w", "\n%{http_code}", "-H", `Authorization: Bearer ${token}`];
    const { stdout } = await run("curl", [...always, ...options, `${station.live.origin}${path}`], {
      maxBuffer: 1 << 24,
    });
    const end = stdout.lastIndexOf("\n");
    return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) };
  };
  const json = (value: unknown) => ["-H", "Content-Type: application/json", "-d", JSON.stringify(value)];

  beforeAll(async () => {
    station = await fieldStation();
    linked = await station.invite({ role: "searcher", personId: "p-1", teamId: "team-1" });
    const { live } = station;
    const to = { kind: "team", id: "team-1" };
    await live.request({
      kind: "incident.put",
      thing: "assignment",
      thingId: "assignment-1",
      fields: { to, task: "go-to" },
    });
    await live.request({
      kind: "incident.put",
      thing: "message",
      thingId: "message-1",
      fields: { text: "Go", needsAck: true },
    });
  });
  afterAll(() => station.close());

  it("takes the batch of openapi.json, one item of each kind", async () => {
    const document = JSON.parse((await curl("/api/openapi.json", station.live.station.token)).body);
    const { example } = document.paths["/api/field/outbox"].post.requestBody.content["application/json"];
    expect(example).toEqual(JSON.parse(JSON.stringify(outboxExample)));

    const { status, body } = await curl("/api/field/outbox", linked.token, ...json(example));

    expect(status, body).toBe(200);
    expect(JSON.parse(body).results).toEqual(outboxExample.items.map(({ id }) => ({ id, ok: true })));
    const kinds = OutboxItemSchema.options.map((option) => option.shape.kind.value);
    expect(outboxExample.items.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
  });

  it.each([
    ["/api/me", 200],
    ["/api/field/state", 200],
    ["/api/field/map", 404],
    ["/api/field/files/none", 404],
    ["/api/state", 403],
    ["/api/incidents", 403],
  ])("answers a searcher's look at %s with %i", async (path, status) => {
    expect((await curl(path, linked.token)).status).toBe(status);
  });

  it("carries an incident's log to another station and merges it there", async () => {
    const { token } = station.live.station;
    const [{ id }] = JSON.parse((await curl("/api/incidents", token)).body);
    const log = await curl(`/api/incidents/${id}/log.jsonl`, token);
    const ndjson = ["-H", "Content-Type: application/x-ndjson", "--data-binary"];

    const known = await curl("/api/incidents/import", token, ...ndjson, log.body);
    const bad = await curl("/api/incidents/import", token, ...ndjson, "no event");

    expect([known.status, JSON.parse(known.body).added]).toEqual([200, 0]);
    expect([bad.status, JSON.parse(bad.body).fault.code]).toEqual([400, "bad-file"]);
    const other = await fieldStation();
    try {
      const { headers, origin } = other.live;
      const ndjsonType = { ...headers, "content-type": "application/x-ndjson" };
      const answer = await fetch(`${origin}/api/incidents/import`, {
        method: "POST",
        headers: ndjsonType,
        body: log.body,
      });
      expect(await answer.json()).toMatchObject({
        ok: true,
        incidentIds: [id],
        added: log.body.trim().split("\n").length,
      });
      // The secret of a link stays at the station that gave it.
      await other.live.request({ kind: "incident.show", incidentId: id });
      expect(
        (await fetch(`${origin}/api/field/state`, { headers: { authorization: `Bearer ${linked.token}` } })).status,
      ).toBe(401);
    } finally {
      await other.close();
    }
  });
});
