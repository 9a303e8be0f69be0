import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IncidentRig, incidentRig, openIncident, well } from "../../../support/incident-rig.ts";

let east: IncidentRig;
let west: IncidentRig;
let incidentId: string;

beforeEach(() => {
  east = incidentRig();
  west = incidentRig();
  incidentId = openIncident(east);
  well(east.desk.put({ thing: "team", thingId: "t1", fields: { name: "Team 1" } }));
});
afterEach(() => Promise.all([east.remove(), west.remove()]));

const logOf = (rig: IncidentRig) => rig.incidents.log(incidentId) ?? "";
const carry = async (from: IncidentRig, to: IncidentRig) => {
  const result = await to.incidents.merge(logOf(from));
  if (!result.ok) throw new Error(result.detail);
  return result;
};

describe("the log of an incident", () => {
  test("is carried to another station and shown there", async () => {
    expect(await carry(east, west)).toEqual({ ok: true, incidentIds: [incidentId], added: 3, conflicts: [] });

    well(west.desk.show(incidentId));

    expect(west.desk.things).toEqual(east.desk.things);
    expect(logOf(west)).toBe(logOf(east));
  });

  test("carried twice is merged once", async () => {
    await carry(east, west);

    expect((await carry(east, west)).added).toBe(0);
    expect(logOf(west)).toBe(logOf(east));
  });

  test("of two stations that were apart is the same at both afterwards, and says what they contradict each other in", async () => {
    await carry(east, west);
    well(west.desk.show(incidentId));
    const at = (rig: IncidentRig, name: string, fields: object) =>
      well(rig.desk.put({ thing: "team", thingId: "t1", fields: { ...fields } }, { operator: { id: name, name } }));
    at(east, "Li", { radio: "145.5", state: "ready" });
    west.clock.now += 5_000;
    at(west, "Wang", { radio: "146", state: "ready" });
    well(west.desk.put({ thing: "clue", thingId: "c", fields: { text: "Shoe" } }));
    const heard: string[] = [];
    east.desk.onChanged(({ keys }) => heard.push(...keys));

    const here = await carry(west, east);
    const there = await carry(east, west);

    expect(here).toMatchObject({ added: 2, conflicts: [{ incidentId, thing: "team/t1", field: "radio" }] });
    expect(there).toMatchObject({ added: 1, conflicts: [{ field: "radio" }] });
    expect(heard.toSorted()).toEqual(["clue/c", "team/t1"]);
    expect(east.desk.things).toEqual(west.desk.things);
    expect(east.desk.thing("team", "t1")).toMatchObject({
      fields: { radio: "146", state: "ready" },
      conflicts: {
        radio: [
          { value: "146", by: { name: "Wang" } },
          { value: "145.5", by: { name: "Li" } },
        ],
      },
    });
    expect(await carry(west, east)).toMatchObject({ added: 0, conflicts: [] });
  });

  test("that has seen what nobody wrote is refused, and what is written next stands", async () => {
    const [line = ""] = logOf(east).split("\n").slice(2);
    const put = JSON.parse(line);
    const forged = {
      ...put,
      ...{ id: "forged", stationId: "elsewhere", n: 1 },
      body: { ...put.body, fields: { name: "Forged" }, seen: { [put.stationId]: 9e15 } },
    };

    const result = await east.incidents.merge(JSON.stringify(forged));
    well(east.desk.put({ thing: "team", thingId: "t1", fields: { name: "Ours" } }));

    expect(result).toMatchObject({ ok: false, code: "bad-file", detail: expect.stringContaining("has seen number") });
    expect(east.desk.thing("team", "t1")?.fields.name).toBe("Ours");
  });

  test("of a station whose clock is a day ahead doesn't date ours into tomorrow", async () => {
    await carry(east, west);
    well(west.desk.show(incidentId));
    west.clock.now += 86_400_000;
    well(west.desk.put({ thing: "team", thingId: "t1", fields: { radio: "146" } }));
    await carry(west, east);

    well(east.desk.put({ thing: "team", thingId: "t1", fields: { radio: "147" } }));
    well(east.desk.put({ thing: "team", thingId: "t2", fields: { name: "Team 2" } }));

    expect(east.desk.thing("team", "t2")?.createdUtcMs).toBe(east.clock.utcMs());
    expect(east.desk.thing("team", "t1")).toMatchObject({ fields: { radio: "147" } });
    expect(east.desk.thing("team", "t1")?.conflicts).toBeUndefined();
  });

  test("that isn't there is none", () => {
    expect(east.incidents.log("nowhere")).toBeUndefined();
  });
});

describe("a log with a bad line", () => {
  test.each([
    ["no JSON", "{", /not JSON/],
    ["no event", '{"id":"x"}', /Line 2: incidentId/],
    ["a field that its kind hasn't", undefined, /Line 2: colour: a team has no such field/],
  ])("(%s) is refused, with its number, and nothing of it is taken over", async (_what, line, words) => {
    const [first = "", , third = "{}"] = logOf(east).trim().split("\n");
    const bad = line ?? third.replace('"name":"Team', '"colour":"Team');

    const result = await west.incidents.merge(`${first}\n${bad}\n`);

    expect(result).toMatchObject({ ok: false, code: "bad-file", detail: expect.stringMatching(words) });
    expect(west.incidents.list()).toEqual([]);
  });

  test("an empty one is refused", async () => {
    expect(await west.incidents.merge("\n\n")).toMatchObject({ ok: false, code: "bad-file" });
  });
});
