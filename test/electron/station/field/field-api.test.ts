import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FieldState, FieldStateSchema, OutboxAnswerSchema } from "../../../../shared/wire/field.ts";
import { type FieldStation, fieldStation, type Linked, searchPlace } from "../../../support/field-station.ts";

let station: FieldStation;
let searcher: Linked;

beforeAll(async () => {
  station = await fieldStation();
  searcher = await station.invite({ role: "searcher", personId: "p-1", teamId: "team-1" });
});
afterAll(() => station.close());

const stateOf = async (linked: Linked): Promise<FieldState> => {
  const answer = await linked.fetch("/api/field/state");
  expect(answer.status).toBe(200);
  return FieldStateSchema.parse(await answer.json()) as FieldState;
};

const send = async (linked: Linked, items: readonly Record<string, unknown>[], sentAtPhoneMs = Date.now()) => {
  const answer = await linked.fetch("/api/field/outbox", { sentAtPhoneMs, items });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return OutboxAnswerSchema.parse(await answer.json());
};

let counter = 0;
const item = (kind: string, more: Record<string, unknown> = {}) => ({
  ...{ kind, id: `item-${String(++counter).padStart(6, "0")}`, happenedAtPhoneMs: Date.now() },
  ...more,
});

describe("what a phone sees", () => {
  it("is the own team's job with its segment, and nobody else's", async () => {
    const { jobs, team, me } = await stateOf(searcher);

    expect(me).toEqual({ role: "searcher", name: "Wang Qiang", teamId: "team-1", personId: "p-1" });
    expect(team).toMatchObject({ id: "team-1", name: "Linghu 1" });
    expect(jobs.map(({ id }) => id)).toEqual(["job-team-1"]);
    expect(jobs[0]?.segments).toMatchObject([{ id: "s-1", name: "AA" }]);
    expect(jobs[0]?.segments[0]?.ring).toHaveLength(4);
  });

  it("says of the missing person what everybody may know, and neither phones nor health", async () => {
    const text = JSON.stringify(await stateOf(searcher));

    expect(text).toContain("dark blue coat");
    for (const secret of ["138-0000", "139-0000", "137-0000", "insulin", "Shen Fang"])
      expect(text).not.toContain(secret);
  });

  it("has clues near the job, and not those far away", async () => {
    const { clues } = await stateOf(searcher);

    expect(clues.map(({ id }) => id)).toEqual(["clue-near"]);
  });

  it("has messages to everybody and to the own team, and neither others' nor the radio's log", async () => {
    const { messages } = await stateOf(searcher);

    expect(messages.map(({ id }) => id)).toEqual(["m-all", "m-1"]);
    expect(messages[1]).toMatchObject({ toMe: true, needsAck: true, acknowledged: false });
  });

  it("costs nothing but a header while nothing changed", async () => {
    const first = await searcher.fetch("/api/field/state");
    const etag = first.headers.get("etag") ?? "";

    const second = await searcher.fetch("/api/field/state", undefined, { "if-none-match": etag });
    const third = await searcher.fetch(`/api/field/state?since=${etag.replaceAll('"', "")}`);

    expect([second.status, third.status]).toEqual([304, 304]);
    expect(await second.text()).toBe("");
    await send(searcher, [item("message", { text: "Anything new?" })]);
    expect((await searcher.fetch(`/api/field/state?since=${etag.replaceAll('"', "")}`)).status).toBe(200);
  });

  it("is nothing at all for a link that only tells where a phone is", async () => {
    const witness = await station.invite({ purpose: "locate", name: "Farmer Zhu" });

    expect(await stateOf(witness)).toEqual({
      me: { role: "searcher", name: "Farmer Zhu", locateOnly: true },
      ...{ subjects: [], jobs: [], clues: [], messages: [], mates: [], hasBaseMap: false },
    });
    expect((await witness.fetch("/api/field/map")).status).toBe(404);
  });
});

describe("what a phone sends", () => {
  it("moves its job on, with the time and the name of who said so", async () => {
    const { results } = await send(searcher, [
      item("step", { assignmentId: "job-team-1", step: "accepted" }),
      item("step", { assignmentId: "job-team-1", step: "on-the-way" }),
    ]);

    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    const { jobs } = await stateOf(searcher);
    expect(jobs[0]?.steps.map(({ step, by }) => `${step} ${by}`)).toEqual([
      "accepted Wang Qiang",
      "on-the-way Wang Qiang",
    ]);
  });

  it("may not touch another team's job", async () => {
    const [result] = (await send(searcher, [item("step", { assignmentId: "job-team-2", step: "done" })])).results;

    expect(result).toMatchObject({ ok: false, code: "not-allowed" });
  });

  it("is done once, however often it comes", async () => {
    const items = [
      item("message", { text: "Twice sent" }),
      item("clue", { nature: "object", text: "A scarf", place: searchPlace }),
      item("step", { assignmentId: "job-team-1", step: "on-scene" }),
      item("help", { text: "Ankle", place: searchPlace }),
    ];

    const first = await send(searcher, items);
    const again = await send(searcher, items);

    expect(again.results).toEqual(first.results);
    expect(first.results.every(({ ok }) => ok)).toBe(true);
    const { messages, clues, jobs } = await stateOf(searcher);
    expect(messages.filter(({ text }) => text === "Twice sent")).toHaveLength(1);
    expect(messages.filter(({ nature }) => nature === "help")).toHaveLength(1);
    expect(clues.filter(({ text }) => text === "A scarf")).toHaveLength(1);
    expect(jobs[0]?.steps.filter(({ step }) => step === "on-scene")).toHaveLength(1);
  });

  it("from a phone whose clock is a day off stands at the time when it happened", async () => {
    const dayMs = 86_400_000;
    const phoneNowMs = Date.now() + dayMs;
    const beforeMs = Date.now();

    await send(searcher, [item("message", { text: "A minute ago", happenedAtPhoneMs: phoneNowMs - 5 })], phoneNowMs);

    const { messages } = await stateOf(searcher);
    const said = messages.find(({ text }) => text === "A minute ago");
    expect(Math.abs((said?.utcMs ?? 0) - beforeMs)).toBeLessThan(5_000);
  });

  it("acknowledges an order as this person", async () => {
    await send(searcher, [item("acknowledge", { messageId: "m-1" })]);

    const { messages } = await stateOf(searcher);
    expect(messages.find(({ id }) => id === "m-1")).toMatchObject({ acknowledged: true });
  });

  it("calls for help where everybody sees it, and marks who called", async () => {
    const other = await station.invite({ role: "searcher", teamId: "team-2", name: "Team 2" });

    await send(searcher, [item("help", { text: "Fell into a ditch", place: searchPlace })]);

    const { messages } = await stateOf(other);
    expect(messages.find(({ text }) => text === "Fell into a ditch")).toMatchObject({ nature: "help", needsAck: true });
    const { things } = station.live.station.snapshot();
    expect(things["person/p-1"]?.steps.some(({ step }) => step === "called-for-help")).toBe(true);
    await send(other, [item("acknowledge", { messageId: messages.find(({ nature }) => nature === "help")?.id })]);
    expect(
      (await stateOf(searcher)).messages.some(({ acknowledgedBy }) =>
        acknowledgedBy.some(({ name }) => name === "Team 2"),
      ),
    ).toBe(true);
  });

  it("puts the phone on the map, its team mates' phones too, and never an older place over a newer", async () => {
    const mate = await station.invite({ role: "leader", personId: "p-2", teamId: "team-1", name: "Li Na" });
    const nowMs = Date.now();
    const at = (eastDeg: number) => ({ latDeg: 30.871, lonDeg: 120.434 + eastDeg });

    await send(
      mate,
      [item("position", { place: at(0.001), sigmaM: 4, batteryFraction: 0.5, happenedAtPhoneMs: nowMs })],
      nowMs,
    );
    await send(mate, [item("position", { place: at(0), happenedAtPhoneMs: nowMs - 60_000 })], nowMs);

    expect(station.live.station.snapshot().whereabouts["person/p-2"]).toMatchObject({
      ...at(0.001),
      source: "phone",
      batteryFraction: 0.5,
    });
    expect((await stateOf(searcher)).mates).toContainEqual(
      expect.objectContaining({ id: "person/p-2", name: "Li Na", ...at(0.001) }),
    );
  });

  it("tells a witness's place, and nothing else by that link", async () => {
    const witness = await station.invite({ purpose: "locate", name: "Farmer Zhu" });

    const { results } = await send(witness, [
      item("position", { place: searchPlace, sigmaM: 20 }),
      item("message", { text: "Who is missing?" }),
    ]);

    expect(results).toMatchObject([{ ok: true }, { ok: false, code: "not-allowed" }]);
    expect(station.live.station.snapshot().whereabouts[`invite/${witness.inviteId}`]).toMatchObject(searchPlace);
  });

  it.each([
    [{ sentAtPhoneMs: 1, items: [] }, "items"],
    [{ items: [{ kind: "help", id: "12345678", happenedAtPhoneMs: 1 }] }, "sentAtPhoneMs"],
    [
      {
        sentAtPhoneMs: 1,
        items: [{ kind: "step", id: "12345678", happenedAtPhoneMs: 1, assignmentId: "a", step: "cancelled" }],
      },
      "step",
    ],
    [
      {
        sentAtPhoneMs: 1,
        items: [{ kind: "position", id: "12345678", happenedAtPhoneMs: 1, place: { latDeg: 91, lonDeg: 0 } }],
      },
      "latDeg",
    ],
    [{ sentAtPhoneMs: 1, items: [{ kind: "position", id: "x", happenedAtPhoneMs: 1, place: searchPlace }] }, "id"],
  ])("is refused as a whole where it makes no sense: %j", async (body, field) => {
    const answer = await searcher.fetch("/api/field/outbox", body);

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(field);
  });
});
