import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { AlertBook } from "../../../electron/station/alert-book.ts";
import { openRecord } from "../../../electron/station/record/open-record.ts";
import { RecordedThings } from "../../../electron/station/recorded-things.ts";
import { Recording } from "../../../electron/station/recording.ts";
import { handClock } from "../../support/station-server.ts";

describe("what people set up once", () => {
  const folders: string[] = [];
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "lantern-kept-"));
    folders.push(folder);
    return folder;
  };
  const open = (folder: string) => {
    const opened = openRecord({ folder });
    if (!opened.ok) throw new Error(opened.fault.detail);
    const alerts = new AlertBook({ clock: handClock(), onRaised: () => {} });
    const recording = new Recording(opened.record, alerts);
    return { recording, things: new RecordedThings(recording) };
  };

  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it("is found again by the next session, each kind by itself", async () => {
    const folder = newFolder();
    const first = open(folder);
    expect(first.things.keep("feed", "feed-1", { uri: "rtsp://192.0.2.7/live" })).toEqual({ ok: true });
    first.things.keep("feed", "feed-1", { uri: "rtsp://192.0.2.8/live" });
    first.things.keep("landmark", "gate", { name: "闸门" });
    first.things.keep("landmark", "gone", {});
    first.things.forget("landmark", "gone");
    await first.recording.close();

    const second = open(folder);

    expect([...second.things.all("feed")]).toEqual([["feed-1", { uri: "rtsp://192.0.2.8/live" }]]);
    expect([...second.things.all("landmark")]).toEqual([["gate", { name: "闸门" }]]);
    await second.recording.close();
  });

  it("is the same map until something changed, and an old one stays as it was", async () => {
    const { things, recording } = open(newFolder());
    const before = things.all("terrain");
    expect(things.all("terrain")).toBe(before);

    things.keep("terrain", "a", 1);

    expect(before.size).toBe(0);
    expect(things.all("terrain").get("a")).toBe(1);
    await recording.close();
  });

  it("is refused where the record is closed, and then not there", async () => {
    const { things, recording } = open(newFolder());
    things.all("feed");
    await recording.close();

    expect(things.keep("feed", "feed-1", {})).toMatchObject({ ok: false, detail: expect.stringContaining("closed") });
    expect(things.all("feed").size).toBe(0);
  });

  it("is offered without what others damaged", async () => {
    const folder = newFolder();
    const first = open(folder);
    first.things.keep("feed", "good", { uri: "udp://:5600" });
    await first.recording.close();
    const database = new DatabaseSync(join(folder, "lantern.db"));
    database.exec("INSERT INTO kept (kind, id, json) VALUES ('feed', 'bad', '{\"uri\":')");
    database.close();

    const second = open(folder);

    expect([...second.things.all("feed").keys()]).toEqual(["good"]);
    await second.recording.close();
  });

  it("is kept in memory where nothing is recorded", () => {
    const alerts = new AlertBook({ clock: handClock(), onRaised: () => {} });
    const things = new RecordedThings(new Recording(undefined, alerts));

    expect(things.keep("feed", "feed-1", { uri: "udp://:5600" })).toEqual({ ok: true });
    expect(things.all("feed").size).toBe(1);
  });
});
