import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogues } from "../../../../renderer/i18n/translate.ts";
import { decodeText } from "../../../../renderer/panels/incident/decode-text.ts";
import { type RosterLine, readRoster } from "../../../../renderer/panels/incident/roster-csv.ts";
import { batches, mostPuts, rosterPuts } from "../../../../renderer/panels/incident/roster-things.ts";
import { thingSchemas } from "../../../../shared/incident/things.ts";
import { Request } from "../../../../shared/wire/requests.ts";
import { buildThing } from "../../../support/search-scenes.ts";

const read = (text: string) => {
  const outcome = readRoster(text);
  if (!outcome.ok) throw new Error(`No names in ${outcome.heading}.`);
  return outcome;
};
const counter = () => {
  let n = 0;
  return () => `new-${++n}`;
};
const nobody = { teams: [], people: [] };

describe("a roster", () => {
  it("is read with Chinese or English headings, in any order and by any separator", () => {
    const chinese = read("姓名,队伍,职务,方式,技能\n李伟,一组,队长,步行,急救/绳索\n");
    const english = read("\uFEFFskills;mode;Team;Name;Role\nfirst aid / ropes;ON FOOT;Team 1;Li Wei;Leader\r\n");

    expect(chinese.people[0]).toMatchObject({
      line: 2,
      name: "李伟",
      team: "一组",
      isLeader: true,
      skills: ["急救", "绳索"],
      mode: "foot",
    });
    expect(english.people[0]).toMatchObject({
      name: "Li Wei",
      team: "Team 1",
      isLeader: true,
      skills: ["first aid", "ropes"],
      mode: "foot",
    });
  });

  it("needs nothing but names", () => {
    expect(read("name\nLi Wei\n").people).toHaveLength(1);
    expect(readRoster("队伍,电话\n一组,138\n")).toEqual({ ok: false, heading: ["队伍", "电话"] });
    expect(readRoster("")).toEqual({ ok: false, heading: [] });
  });

  it("names each line that gave nobody, by its number and by why", () => {
    const { people, faults } = read(
      ["team,name,mode", "A,Li,foot", "A,,foot", "A,Wu,swimming", "A,Li,foot", `A,${"x".repeat(130)},foot`].join("\n"),
    );

    expect(people.map(({ name }) => name)).toEqual(["Li"]);
    expect(faults.map(({ line, code }) => `${line} ${code}`)).toEqual([
      "3 no-name",
      "4 bad-mode",
      "5 twice",
      "6 too-long",
    ]);
  });

  it("loses no line: each one under the heading is somebody or named", () => {
    const cell = fc.constantFrom("", "Li", "Wu", "foot", "flying", "A", "B/C", "队长");
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 40 }), (rows) => {
        const lines = rows.map((cells) => `x,${cells.join(",")}`);
        const { people, faults } = read(["no,team,name,mode,role", ...lines].join("\n"));

        expect(people.length + faults.length).toBe(rows.length);
      }),
    );
  });

  it("becomes teams before their people, all fit to be kept", () => {
    const { people } = read(
      "队伍,姓名,职务,方式,技能,电台\n一组,李伟,队长,车辆,急救,CH3\n一组,张敏,,,绳索,\n,王强,,,,\n",
    );

    const puts = rosterPuts(people, nobody, counter());

    expect(puts.map(({ thing, fields }) => `${thing} ${fields.name}`)).toEqual([
      "team 一组",
      "person 李伟",
      "person 张敏",
      "person 王强",
    ]);
    const [team, leader] = puts;
    expect(team?.fields).toEqual({
      name: "一组",
      state: "ready",
      mode: "wheels",
      radio: "CH3",
      leaderId: leader?.thingId,
      skills: ["急救", "绳索"],
    });
    expect(puts.at(-1)?.fields).not.toHaveProperty("teamId");
    for (const { thing, fields } of puts) expect(thingSchemas[thing].partial().safeParse(fields).success).toBe(true);
  });

  it("read twice makes nobody twice, and leaves what a team was doing as it is", () => {
    const { people } = read("team,name\nA,Li\nA,Wu\n");
    const known = {
      teams: [buildThing("team", "team-a", { name: "A", state: "resting" })],
      people: [buildThing("person", "li", { name: "Li", teamId: "team-a" })],
    } as unknown as Parameters<typeof rosterPuts>[1];

    const puts = rosterPuts(people, known, counter());

    expect(puts.map(({ thingId }) => thingId)).toEqual(["team-a", "li", "new-1"]);
    expect(puts[0]?.fields).toEqual({ name: "A" });
  });

  it("of 6,000 people goes in as many requests as it needs, none too large", () => {
    const people = Array.from({ length: 6_000 }, (_, i): RosterLine => {
      const nothing = { skills: [], phone: undefined, mode: undefined, radio: undefined, organisation: undefined };
      return { line: i + 2, name: `P${i}`, team: `T${Math.floor(i / 10)}`, isLeader: false, ...nothing };
    });

    const parts = batches(rosterPuts(people, nobody, counter()), mostPuts);

    expect(parts.map((part) => part.length)).toEqual([5_000, 1_600]);
    for (const things of parts)
      expect(Request.safeParse({ kind: "incident.put-many", things }).success, "a valid request").toBe(true);
  });

  it("is read as Excel in China writes it, too", () => {
    // "姓名" in GB 18030.
    expect(decodeText(new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb]))).toBe("姓名");
    expect(decodeText(new TextEncoder().encode("姓名"))).toBe("姓名");
  });

  it("is what its own example shows, in both languages", () => {
    for (const catalogue of Object.values(catalogues)) {
      const { people, faults } = read(catalogue["roster.example"].replaceAll("|", "\n"));

      expect(faults).toEqual([]);
      expect(people.map(({ isLeader, mode, skills }) => [isLeader, mode, skills.length])).toEqual([
        [true, "foot", 2],
        [false, undefined, 0],
      ]);
    }
  });
});
