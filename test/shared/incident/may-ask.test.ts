import { beforeEach, describe, expect, test } from "vitest";
import { type Asked, authorIdOf, mayAsk, maySee } from "../../../shared/incident/may-ask.ts";
import { type Principal, roles } from "../../../shared/incident/roles.ts";
import { author, LogStation } from "../../support/incident-stations.ts";

let log: LogStation;

beforeEach(() => {
  log = new LogStation("A");
  log.put("team", "t1", { name: "Team 1", leaderId: "lead" });
  log.put("team", "t2", { name: "Team 2" });
  log.put("person", "lead", { name: "Chen", teamId: "t1" });
  log.put("person", "p1", { name: "Wang", teamId: "t1" });
  log.put("person", "p2", { name: "Li", teamId: "t2" });
  log.put("assignment", "own", { to: { kind: "team", id: "t1" } });
  log.put("assignment", "other", { to: { kind: "team", id: "t2" } });
  log.put("assignment", "mine", { to: { kind: "person", id: "p1" } });
  log.put("assignment", "drone", { to: { kind: "vehicle", id: "1" } });
  log.put("clue", "c", { text: "Shoe" });
  log.put("message", "m", { text: "Stop." });
  log.put("invite", "w", { purpose: "locate" });
});

const coordinator: Principal = { role: "coordinator" };
const pilot: Principal = { role: "pilot", inviteId: "i1" };
const leader: Principal = { role: "leader", personId: "lead" };
const searcher: Principal = { role: "searcher", personId: "p1" };
const observer: Principal = { role: "observer", inviteId: "i2" };
const witness: Principal = { role: "searcher", inviteId: "w", locateOnly: true };

const may = (principal: Principal, asked: Asked) => mayAsk(principal, asked, log.book.things) === true;
const step = (thing: "assignment" | "message" | "clue" | "person" | "team", thingId: string, name: string): Asked => ({
  kind: "incident.step",
  thing,
  thingId,
  step: name,
});
const put = (thing: "clue" | "message" | "segment" | "team", fields: object, thingId?: string): Asked => ({
  kind: "incident.put",
  thing,
  fields: { ...fields },
  ...(thingId === undefined ? {} : { thingId }),
});
const place = (who: string): Asked => ({ kind: "incident.place", who });

describe("the table of roles", () => {
  const asked: Readonly<Record<string, Asked>> = {
    "opens an incident": { kind: "incident.open" },
    "shows another one": { kind: "incident.show" },
    "lets somebody in": { kind: "incident.invite" },
    "sends a team": { kind: "incident.send" },
    "draws a segment": put("segment", { name: "AA" }),
    "flies a drone": { kind: "vehicle.do" },
    "decides about a heat source": { kind: "heat.decide" },
    "changes a plan": { kind: "plan.put" },
    "adds a link": { kind: "link.add" },
    "asks who is nearest": { kind: "search.nearest" },
    "says what a drone's job does": step("assignment", "drone", "on-scene"),
    "says what the own team's job does": step("assignment", "own", "accepted"),
    "says what their own job does": step("assignment", "mine", "done"),
    "says what another team's job does": step("assignment", "other", "accepted"),
    "cancels a job": step("assignment", "own", "cancelled"),
    "reports a clue": put("clue", { text: "Hat", photos: ["f1"] }),
    "judges a clue": put("clue", { state: "confirmed" }, "c"),
    "writes a message": put("message", { text: "Hello", needsAck: false }),
    "gives an order": put("message", { nature: "order", text: "Stop." }),
    "asks for acknowledgement": put("message", { text: "Stop.", needsAck: true }),
    "acknowledges a message": step("message", "m", "acknowledged"),
    "says where they are": place("person/p1"),
    "says where the team is": place("team/t1"),
    "says where a member is": place("person/lead"),
    "says where others are": place("person/p2"),
    "calls for help": step("person", "p1", "called-for-help"),
    "calls for others' help": step("person", "p2", "called-for-help"),
  };
  const everything = Object.keys(asked);
  const ofAnybody = ["writes a message", "acknowledges a message", "reports a clue"];

  test.each([
    ["a coordinator", coordinator, everything],
    [
      "a pilot",
      pilot,
      [
        ...["flies a drone", "decides about a heat source", "changes a plan", "adds a link", "asks who is nearest"],
        ...["says what a drone's job does", "judges a clue", ...ofAnybody],
      ],
    ],
    [
      "a leader",
      { ...leader, personId: "lead" },
      [
        ...["says what the own team's job does", "says where they are", "says where the team is"],
        ...["says where a member is", ...ofAnybody],
      ],
    ],
    [
      "a searcher",
      searcher,
      [
        ...["says what the own team's job does", "says what their own job does", "says where they are"],
        ...["calls for help", ...ofAnybody],
      ],
    ],
    ["an observer", observer, ["asks who is nearest"]],
    ["a witness's phone", witness, []],
  ] as const)("%s does what is theirs and nothing else", (_who, principal, allowed) => {
    const done = everything.filter((what) => may(principal, asked[what] ?? { kind: "" }));

    expect(done.toSorted()).toEqual([...allowed].toSorted());
  });
});

describe("who walks", () => {
  test("reports clues and messages of their own only, and changes nobody else's", () => {
    log.write(
      { kind: "put", thing: "clue", thingId: "mine", fields: { text: "Hat" }, seen: {} },
      author("p1", "searcher"),
    );

    expect(may(searcher, put("clue", { text: "Red hat" }, "mine"))).toBe(true);
    expect(may(searcher, put("clue", { text: "No shoe" }, "c"))).toBe(false);
    expect(may(searcher, put("message", { text: "Changed" }, "m"))).toBe(false);
    expect(may(searcher, put("message", { text: "Hi", fromTeamId: "t1" }))).toBe(true);
    expect(may(searcher, put("message", { text: "Hi", fromTeamId: "t2" }))).toBe(false);
  });

  test("may not do in a batch what they may not do alone", () => {
    const things = [put("clue", { text: "Hat" }), put("segment", { name: "AA" })];

    expect(may(searcher, { kind: "incident.put-many", things })).toBe(false);
    expect(may(searcher, { kind: "incident.put-many", things: things.slice(0, 1) })).toBe(true);
  });

  test("is told why", () => {
    expect(mayAsk(searcher, { kind: "vehicle.do" }, log.book.things)).toMatch(/searcher may not ask for vehicle.do/);
    expect(mayAsk(searcher, put("clue", { effect: "here" }, "x"), log.book.things)).toMatch(
      /effect: the incident post/,
    );
    expect(mayAsk(witness, { kind: "incident.put" }, log.book.things)).toMatch(/only tells where its phone is/);
  });

  test("by a link of a team speaks for that team", () => {
    const team: Principal = { role: "leader", teamId: "t2" };

    expect(may(team, step("assignment", "other", "on-the-way"))).toBe(true);
    expect(may(team, step("assignment", "own", "on-the-way"))).toBe(false);
    expect(may(team, place("person/p2"))).toBe(true);
    expect(may(team, step("team", "t2", "called-for-help"))).toBe(true);
  });

  test("without a team isn't at home where others have none either", () => {
    const lonely: Principal = { role: "leader", inviteId: "i9" };
    log.put("person", "free", { name: "Free" });

    expect(may(lonely, place("person/free"))).toBe(false);
    expect(may(lonely, step("assignment", "own", "accepted"))).toBe(false);
  });
});

test("a witness's phone tells its own place and no other", () => {
  expect(may(witness, place("invite/w"))).toBe(true);
  expect(may(witness, place("invite/x"))).toBe(false);
  expect(may(witness, place("person/p1"))).toBe(false);
});

test("all but searchers and witnesses see the whole state", () => {
  expect(roles.filter((role) => maySee({ role }))).toEqual(["coordinator", "pilot", "leader", "observer"]);
  expect(maySee({ role: "observer", locateOnly: true })).toBe(false);
});

test("somebody goes by the narrowest name that is known", () => {
  expect(authorIdOf({ role: "leader", personId: "p", teamId: "t", inviteId: "i" })).toBe("p");
  expect(authorIdOf({ role: "leader", teamId: "t", inviteId: "i" })).toBe("t");
  expect(authorIdOf({ role: "pilot", inviteId: "i" })).toBe("i");
});
