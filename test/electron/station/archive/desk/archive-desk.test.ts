import { describe, expect, it } from "vitest";
import { ArchiveDesk } from "../../../../../electron/station/archive/desk/archive-desk.ts";
import { MissionBook } from "../../../../../electron/station/archive/shelves/mission-book.ts";
import type { ShelvedMission } from "../../../../../electron/station/archive/shelves/mission-shelf.ts";
import { RecordedThings } from "../../../../../electron/station/recorded-things.ts";
import { ScriptedMission } from "../../../../support/scripted-mission.ts";

/** A record in memory that can be full. */
const memory = () => {
  const texts = new Map<string, Map<string, string>>();
  const state = { full: false };
  const recording = {
    kept: (kind: string) => texts.get(kind) ?? new Map<string, string>(),
    keepThing: (kind: string, id: string, json: string | undefined) => {
      if (state.full) return { ok: false, detail: "The disk is full." } as const;
      const all = texts.get(kind) ?? new Map<string, string>();
      texts.set(kind, all);
      if (json === undefined) all.delete(id);
      else all.set(id, json);
      return { ok: true } as const;
    },
  };
  return { recording, state };
};

const shelf = (...missions: readonly ScriptedMission[]) => {
  const opened: string[] = [];
  const shelved = new Map<string, ShelvedMission>(
    missions.map((mission) => [
      mission.id,
      {
        id: mission.id,
        glance: { ...mission.summary, name: "", durationMs: 0 },
        stamp: "1",
        open: async () => {
          opened.push(mission.id);
          return mission;
        },
        remove: async () => void shelved.delete(mission.id),
        movable: ["0", "1"],
      },
    ]),
  );
  return {
    shelf: { missions: async () => [...shelved.values()], find: async (id: string) => shelved.get(id) },
    shelved,
    opened,
  };
};

const begin = (...missions: readonly ScriptedMission[]) => {
  const { recording, state } = memory();
  const made = shelf(...missions);
  const book = new MissionBook(new RecordedThings(recording));
  const desk = new ArchiveDesk({ shelves: [made.shelf], book, sessionId: "session-9", utcMs: () => 42_000 });
  return { desk, book, state, ...made };
};

const note = { id: "note-1", positionMs: 61_500, text: "Something warm under the bridge?" };

describe("the archive's desk", () => {
  it("lists what it knows at a glance, and all of it once it was opened behind the list", async () => {
    const { desk, opened } = begin(new ScriptedMission({ id: "a" }), new ScriptedMission({ id: "b" }));
    const first = await desk.list();
    expect(first.missions.map(({ name }) => name)).toEqual(["", ""]);

    await expect
      .poll(async () => (await desk.list()).missions.map(({ name }) => name))
      .toEqual(["North slope", "North slope"]);

    expect(opened).toEqual(["a", "b"]);
    await desk.close();
  });

  it("learns anew what an older Lantern knew: screens read fields that its summaries lack", async () => {
    const mission = new ScriptedMission({ id: "a" });
    const { desk, book } = begin(mission);
    const { confirmedPlaces: _, ...older } = mission.summary;
    // Stamped by the mission alone, as Lanterns did before there were places.
    book.keepSummary("a", "1 ", { ...older, name: "As it was" });

    const [listed] = (await desk.list()).missions;

    expect(listed).toMatchObject({ name: "", confirmedPlaces: [] });
    await expect.poll(async () => (await desk.list()).missions[0]?.name).toBe("North slope");
    await desk.close();
  });

  it("doesn't open a damaged mission again and again, and says what is wrong with it", async () => {
    const { desk, shelved } = begin(new ScriptedMission({ id: "a" }));
    let tries = 0;
    const broken = shelved.get("a");
    if (broken === undefined) throw new Error("There is no mission a.");
    shelved.set("a", {
      ...broken,
      open: async () => {
        tries += 1;
        throw new Error("Its journal is gone.");
      },
    });

    await expect
      .poll(async () => (await desk.list()).missions[0]?.problems)
      .toEqual([{ code: "unreadable", detail: "Its journal is gone." }]);

    await desk.list();
    expect(tries).toBe(1);
    await expect(desk.take("a")).rejects.toThrow("Its journal is gone.");
    await desk.close();
  });

  it("opens each mission once, however many look at it, and closes it in the end", async () => {
    const mission = new ScriptedMission({ id: "a" });
    const { desk, opened } = begin(mission);

    const [one, other] = await Promise.all([desk.take("a"), desk.take("a")]);

    expect(opened).toEqual(["a"]);
    expect(one?.mission).toBe(other?.mission);
    one?.release();
    other?.release();
    await desk.close();
    expect(mission.closed).toBe(1);
  });

  it("knows the mission that is being recorded as now", async () => {
    const { desk } = begin(new ScriptedMission({ id: "session-9", live: true }));

    expect((await desk.details("now"))?.summary.id).toBe("session-9");
    expect((await desk.take("nobody"))?.mission).toBeUndefined();
    await desk.close();
  });

  it("keeps notes with the mission, in the order of their instants, and tells of each change", async () => {
    const { desk } = begin(new ScriptedMission({ id: "a" }), new ScriptedMission({ id: "b" }));
    const told: string[] = [];
    desk.on((id) => told.push(id));

    await desk.note({ kind: "archive.note", missionId: "a", note, by: "Ann" });
    await desk.note({ kind: "archive.note", missionId: "a", note: { id: "note-2", positionMs: 5, text: "" } });
    await desk.note({ kind: "archive.note", missionId: "a", note: { ...note, text: "It was a goat." }, by: "Ben" });

    expect((await desk.details("a"))?.notes).toEqual([
      { id: "note-2", positionMs: 5, text: "", by: "operator", utcMs: 42_000 },
      { ...note, text: "It was a goat.", by: "Ben", utcMs: 42_000 },
    ]);
    expect((await desk.details("b"))?.notes).toEqual([]);
    expect((await desk.list()).missions.map(({ notes }) => notes).sort()).toEqual([0, 2]);
    expect(told).toEqual(["a", "a", "a"]);
    await desk.close();
  });

  it("refuses what can't be kept, and what there isn't", async () => {
    const { desk, state } = begin(new ScriptedMission({ id: "a" }));
    expect(await desk.removeNote({ kind: "archive.note-remove", missionId: "a", noteId: "none" })).toMatchObject({
      fault: { code: "unknown-note" },
    });
    expect(await desk.rename({ kind: "archive.rename", missionId: "z", name: "Z" })).toMatchObject({
      fault: { code: "unknown-mission" },
    });

    state.full = true;

    expect(await desk.note({ kind: "archive.note", missionId: "a", note })).toMatchObject({
      fault: { code: "recording-failed", detail: expect.stringContaining("full") },
    });
    await desk.close();
  });

  it("opens a mission anew when one of its logs was moved on its clock", async () => {
    const mission = new ScriptedMission({ id: "a" });
    const { desk, opened } = begin(mission);
    (await desk.take("a"))?.release();

    expect(await desk.offset("a", "1", 250)).toEqual({ ok: true });

    expect(mission.closed).toBe(1);
    (await desk.take("a"))?.release();
    expect(opened).toEqual(["a", "a"]);
    await desk.close();
  });

  it("takes an imported mission away with its notes, and leaves what this station recorded", async () => {
    const mission = new ScriptedMission({ id: "a" });
    const { desk, shelved } = begin(mission, new ScriptedMission({ id: "b" }));
    const own = shelved.get("b");
    if (own === undefined) throw new Error("There is no mission b.");
    const { remove: _remove, ...stays } = own;
    shelved.set("b", stays);
    await desk.note({ kind: "archive.note", missionId: "a", note });
    (await desk.take("a"))?.release();

    expect(await desk.remove({ kind: "archive.remove", missionId: "a" })).toEqual({ ok: true });
    expect(await desk.remove({ kind: "archive.remove", missionId: "b" })).toMatchObject({
      fault: { code: "not-possible" },
    });

    expect(mission.closed).toBe(1);
    expect((await desk.list()).missions.map(({ id }) => id)).toEqual(["b"]);
    expect(await desk.details("a")).toBeUndefined();
    await desk.close();
  });
});
