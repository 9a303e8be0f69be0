import { describe, expect, it } from "vitest";
import { translator } from "../../../../renderer/i18n/translate.ts";
import { createFormat } from "../../../../renderer/panels/format.ts";
import { checkedItems } from "../../../../renderer/panels/incident/checked-items.ts";
import { clueRows } from "../../../../renderer/panels/incident/clue-rows.ts";
import { inviteRows } from "../../../../renderer/panels/incident/invite-rows.ts";
import { jobTitle } from "../../../../renderer/panels/incident/job-title.ts";
import { linkTrouble } from "../../../../renderer/panels/incident/listening.ts";
import { matchesFilter, orderFilters, orderRows } from "../../../../renderer/panels/incident/order-rows.ts";
import { readLines } from "../../../../renderer/panels/incident/read-lines.ts";
import { sentJob, whoOf } from "../../../../renderer/panels/incident/sent-job.ts";
import { whyWords } from "../../../../renderer/panels/incident/why-words.ts";
import { lastWords } from "../../../../shared/incident/last-words.ts";
import { type Thing, thingKey } from "../../../../shared/incident/thing.ts";
import { thingSchemas } from "../../../../shared/incident/things.ts";
import { placeAt, sceneUtcMs } from "../../../support/build-views.ts";
import { buildStep, buildThing, wasAt } from "../../../support/search-scenes.ts";

const mapOf = (...things: readonly Thing[]) => new Map(things.map((thing) => [thingKey(thing.kind, thing.id), thing]));

const job = (number: number, ...steps: Parameters<typeof buildThing>[3] & {}) => ({
  ...buildThing("assignment", `job-${number}`, { number, to: { kind: "team", id: "t" }, task: "search" }, steps),
  createdUtcMs: sceneUtcMs - 3_600_000,
});

describe("orders", () => {
  const things = mapOf(
    job(201, buildStep("sent", 5)),
    job(202, buildStep("sent", 50), buildStep("done", 20)),
    job(203, buildStep("sent", 50), buildStep("cancelled", 20)),
    job(204, buildStep("sent", 50), buildStep("declined", 40)),
  );
  const rowsAt = (nowUtcMs: number) => orderRows(things, { nowUtcMs, words: lastWords(things) });

  it("are listed by how they stand; what was declined stays open until somebody else has it", () => {
    const rows = rowsAt(sceneUtcMs);
    const counts = orderFilters.map((filter) =>
      rows.filter((row) => matchesFilter(row, filter)).map(({ job: { fields } }) => fields.number),
    );

    expect(counts).toEqual([[204, 201], [], [202], [203]]);
  });

  it("are overdue after 30 minutes of silence, and then on top", () => {
    const rows = rowsAt(sceneUtcMs + 26 * 60_000);

    expect(rows[0]?.job.fields.number).toBe(201);
    expect(rows.filter((row) => matchesFilter(row, "overdue"))).toHaveLength(1);
  });

  it("say in a few words what they are about", () => {
    const all = mapOf(
      buildThing("segment", "s", { name: "AB" }),
      buildThing("clue", "c", { number: 3 }),
      buildThing("assignment", "search", { task: "search", segmentIds: ["s", "gone"] }),
      buildThing("assignment", "check", { task: "check-clue", clueId: "c" }),
    );
    const title = (id: string, language: "en" | "zh-CN") => {
      const thing = all.get(`assignment/${id}`);
      if (thing?.kind !== "assignment") throw new Error("It was built.");
      return jobTitle(thing, all, translator(language), createFormat(language, "metric"));
    };

    expect(title("search", "en")).toBe("Search · AB, gone");
    expect(title("check", "zh-CN")).toBe("核查线索 · 线索 3");
  });
});

describe("sending the nearest", () => {
  const place = placeAt(10, 20);
  const nearest = { who: "team/t-1", travelS: 300 };

  it("makes an order for what it is about", () => {
    expect(sentJob(nearest, { place }, " quick ")).toMatchObject({
      to: { kind: "team", id: "t-1" },
      task: "go-to",
      place,
      travelS: 300,
      text: "quick",
    });
    expect(sentJob(nearest, { place, about: { kind: "clue", id: "c" } }, "")).toMatchObject({
      task: "check-clue",
      clueId: "c",
    });
    expect(sentJob(nearest, { place, about: { kind: "heat", id: "h" } }, "")).toMatchObject({
      task: "check-heat",
      heatId: "h",
    });
    expect(sentJob({ ...nearest, who: "vehicle/1" }, { place, about: { kind: "segment", id: "s" } }, "")).toMatchObject(
      {
        to: { kind: "vehicle", id: "1" },
        task: "search",
        segmentIds: ["s"],
      },
    );
  });

  it("makes only what the station takes, and sends nobody whom it can't name", () => {
    const abouts = [
      undefined,
      { kind: "clue", id: "c" },
      { kind: "heat", id: "h" },
      { kind: "segment", id: "s" },
    ] as const;
    for (const about of abouts) {
      const made = sentJob(nearest, { place, ...(about === undefined ? {} : { about }) }, "go");
      expect(thingSchemas.assignment.partial().safeParse(made).success).toBe(true);
    }
    expect(sentJob({ who: "crowd", travelS: 1 }, { place }, "")).toBeUndefined();
    expect(["team/", "robot/1", ""].map(whoOf)).toEqual([undefined, undefined, undefined]);
  });

  it("says what speaks against somebody in words, and a reason that is new as it came", () => {
    expect(whyWords(translator("en"), "old-position")).toBe("Position too old");
    expect(whyWords(translator("zh-CN"), "afraid-of-water")).toBe("afraid-of-water");
  });
});

describe("clues", () => {
  const clue = (id: string, fields: Parameters<typeof buildThing<"clue">>[2], minutesAgo = 10) =>
    buildThing("clue", id, { utcMs: sceneUtcMs - minutesAgo * 60_000, ...fields }) as Thing<"clue">;
  const clues = [
    clue("weak", { reliability: 0.2, state: "new" }, 1),
    clue("strong", { reliability: 0.8, state: "new" }, 60),
    clue("sure", { reliability: 0.3, state: "confirmed" }, 90),
    clue("gone", { reliability: 1, state: "dismissed" }, 2),
    clue("idle", { reliability: 0.6, effect: "none" }, 3),
  ];
  const ids = (order: "weight" | "newest") => clueRows(clues, order).map(({ id }) => id);

  it("are listed by what they weigh; what was confirmed is sure, what was dismissed last", () => {
    expect(ids("weight")).toEqual(["sure", "strong", "weak", "idle", "gone"]);
  });

  it("are listed by when it was", () => {
    expect(ids("newest")).toEqual(["weak", "idle", "strong", "sure", "gone"]);
  });
});

describe("ways in", () => {
  it("say who came, who didn't, and what opens nothing any more", () => {
    const hourMs = 3_600_000;
    const things = mapOf(
      buildThing("invite", "witness", { purpose: "locate", name: "W", expiresUtcMs: sceneUtcMs + hourMs }),
      buildThing("invite", "unused", { purpose: "join", name: "U", expiresUtcMs: sceneUtcMs + hourMs }),
      buildThing("invite", "old", { purpose: "join", name: "O", expiresUtcMs: sceneUtcMs - 1 }),
      buildThing("invite", "taken", { purpose: "join", name: "T", expiresUtcMs: sceneUtcMs + hourMs, revoked: true }),
      buildThing("invite", "team", { purpose: "join", name: "L", teamId: "t", expiresUtcMs: sceneUtcMs + hourMs }),
    );
    const places = { "invite/witness": wasAt(0, 0, 4), "team/t": wasAt(0, 0, 9) };

    const rows = inviteRows(things, places, sceneUtcMs);
    const of = (id: string) => rows.find(({ invite }) => invite.id === id);

    expect(of("witness")).toMatchObject({ state: "valid", seenUtcMs: sceneUtcMs - 4 * 60_000 });
    expect(of("unused")).toMatchObject({ state: "valid", seenUtcMs: undefined });
    expect(of("team")?.seenUtcMs).toBe(sceneUtcMs - 9 * 60_000);
    expect([of("old")?.state, of("taken")?.state]).toEqual(["expired", "revoked"]);
    expect(rows.slice(-2).map(({ state }) => state)).not.toContain("valid");
  });

  it.each([
    ["http://127.0.0.1:8420/f/#x", "loopback"],
    ["https://localhost/f/#x", "loopback"],
    ["http://[::1]:8420/", "loopback"],
    ["http://192.168.1.5:8420/f/#x", "insecure"],
    ["https://192.168.1.5:8443/f/#x", undefined],
    ["not an address", undefined],
  ])("that lead to %s are said to be: %s", (url, trouble) => {
    expect(linkTrouble(url)).toBe(trouble);
  });
});

describe("checklists", () => {
  it("are made of lines, without the signs that people put before them", () => {
    expect(readLines("- water\n 2. food \n\n• medicine\n3、药\n10:30 call")).toEqual([
      "water",
      "food",
      "medicine",
      "药",
      "10:30 call",
    ]);
    expect(readLines("x\n".repeat(80))).toHaveLength(50);
  });

  it("go by the last word about each item", () => {
    const steps = [
      buildStep("item-done", 9, { item: 0 }),
      buildStep("item-done", 8, { item: 1 }),
      buildStep("item-undone", 7, { item: 0 }),
    ];

    expect([...checkedItems({ steps })]).toEqual([1]);
  });
});
