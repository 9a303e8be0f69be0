import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultScenarioPath } from "../../../hardware/simulator/load-scenario.ts";
import { ofKind } from "../../../shared/incident/of-kind.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { ThingKind } from "../../../shared/incident/things.ts";
import { eventually, type LiveStation, liveStation } from "../../support/live-station.ts";

const things = <K extends ThingKind>(live: LiveStation, kind: K): readonly Thing<K>[] =>
  ofKind(new Map(Object.entries(live.station.snapshot().things)), kind);

describe("a simulated search at a real station", () => {
  let live: LiveStation;

  beforeAll(async () => {
    live = await liveStation({ simulate: { scenarioPath: defaultScenarioPath, speed: 20 } });
  });
  afterAll(() => live?.close());

  it("begins with a call that waits to be opened", async () => {
    const report = await eventually(() => live.station.snapshot().station.report);

    expect(report.subject).toMatchObject({ category: "dementia", lastSeen: { kind: "PLS" } });
    expect(things(live, "incident")).toEqual([]);

    const result = await live.request({ kind: "incident.open", ...report });
    expect(result, JSON.stringify(result)).toMatchObject({ ok: true });
    await eventually(() => live.station.snapshot().station.report === undefined);
  });

  it("goes on with teams that join with their people, tell where they are, and talk", async () => {
    await eventually(() => things(live, "team").length === 5);
    await eventually(() => live.station.snapshot().whereabouts["team/linghu-patrol"]);

    expect(things(live, "person").length).toBeGreaterThan(10);
    expect(things(live, "team").every(({ fields }) => fields.simulated === true)).toBe(true);
    expect(things(live, "message").some(({ fields }) => fields.fromTeamId === "linghu-patrol")).toBe(true);
  });

  it("lets a team find the elder where it was sent, acknowledge what must be, and come back when all is over", async () => {
    const person = live.station.simulator?.truth.person;
    if (person === undefined) throw new Error("Nothing is simulated.");
    const sent = await live.request({
      kind: "incident.send",
      assignment: { to: { kind: "team", id: "linghu-patrol" }, task: "go-to", place: person },
    });
    expect(sent, JSON.stringify(sent)).toMatchObject({ ok: true });

    const clue = await eventually(
      () => things(live, "clue").find(({ fields }) => fields.nature === "witness"),
      120_000,
    );
    const [assignment] = things(live, "assignment");
    expect(clue.fields).toMatchObject({ effect: "here", reliability: 1 });
    expect(assignment?.steps.map(({ step }) => step)).toEqual(
      expect.arrayContaining(["sent", "accepted", "on-the-way", "on-scene"]),
    );
    await eventually(() =>
      things(live, "message").some(
        ({ fields, steps }) => fields.needsAck === true && steps.some(({ step }) => step === "acknowledged"),
      ),
    );
  }, 180_000);
});
