import { expect, test } from "vitest";
import { fetchIncidents, mergeLog } from "../../../renderer/bridge/incident-logs.ts";

const answering =
  (status: number, body: unknown): typeof fetch =>
  async () =>
    Response.json(body, { status });
const row = (id: string) => ({ id, name: id, phase: "closed", openedUtcMs: 1, events: 3, shown: false });

test("the newest search stands first", async () => {
  expect((await fetchIncidents(answering(200, [row("a"), row("b")])))?.map(({ id }) => id)).toEqual(["b", "a"]);
  expect(await fetchIncidents(answering(403, {}))).toBeUndefined();
});

test("says what of a log was new, and how much both places wrote differently", async () => {
  const body = { ok: true, incidentIds: ["a"], added: 7, conflicts: [{}, {}] };

  expect(await mergeLog(answering(200, body), new Blob(["{}"]))).toMatchObject({ ok: true, added: 7, conflicts: 2 });
});

test("says why a log wasn't taken: too large, no log, or no answer", async () => {
  const log = new Blob(["x"]);
  const refused = await mergeLog(answering(400, { ok: false, fault: { code: "bad-file", detail: "Line 1" } }), log);
  const gone: typeof fetch = () => Promise.reject(new Error("offline"));

  expect(refused).toEqual({ ok: false, code: "refused", detail: "Line 1" });
  expect(await mergeLog(answering(413, {}), log)).toMatchObject({ code: "too-large" });
  expect(await mergeLog(gone, log)).toMatchObject({ code: "no-answer" });
});
