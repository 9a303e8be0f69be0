import type { Thing } from "../../shared/incident/thing.ts";
import type { Nearest } from "../../shared/wire/incident.ts";
import type { Request, RequestResult } from "../../shared/wire/requests.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { placeAt, sceneUtcMs } from "./build-views.ts";
import { buildStep, buildThing, wasAt } from "./search-scenes.ts";

const phone = { id: "person-2-1", name: "Wu Jian", role: "searcher" } as const;
const hourMs = 3_600_000;

const talk = (): readonly Thing[] => [
  buildThing("message", "order-1", {
    nature: "order",
    needsAck: true,
    text: "201 · AA · 沿河岸搜索",
    teamIds: ["team-1", "team-2"],
    assignmentId: "assignment-201",
  }),
  {
    ...buildThing("message", "chat-1", {
      nature: "chat",
      text: "The bridge is closed, we go round by the north.",
      fromTeamId: "team-2",
      place: placeAt(120, 80),
    }),
    createdBy: phone,
    createdUtcMs: sceneUtcMs - 240_000,
  },
  buildThing("message", "radio-1", {
    nature: "radio",
    text: "到桥头了，没有发现",
    radio: { from: "搜救1组", to: "指挥部", channel: "CH2" },
  }),
  buildThing(
    "question",
    "question-1",
    {
      to: "Dr. Li",
      field: "老年科",
      text: "Would she seek shelter?",
      checklist: ["Medicine", "Habits"],
      state: "open",
    },
    [buildStep("item-done", 3, { item: 1 })],
  ),
  buildThing("handover", "handover-1", {
    from: "Chen",
    to: "Zhou",
    text: "Battery of D1 is weak.",
    openPoints: ["Segment AC not searched", "The family waits at the post"],
  }),
  buildThing("invite", "invite-1", {
    purpose: "join",
    role: "leader",
    name: "Li Wei",
    teamId: "team-1",
    expiresUtcMs: sceneUtcMs + 20 * hourMs,
  }),
  buildThing("invite", "invite-2", { purpose: "locate", name: "Witness Wang", expiresUtcMs: sceneUtcMs + hourMs }),
  buildThing("invite", "invite-3", { purpose: "join", name: "Old", expiresUtcMs: sceneUtcMs - hourMs }),
  buildThing("dataset", "dataset-1", { name: "卡口 11-21", nature: "passages", rows: 32_000, badRows: 3 }),
];

/** A scene of the search with what people say in it: an order, a chat, the radio, a question, a hand-over, ways in, a dataset. */
export const withTalk = (snapshot: StateSnapshot): StateSnapshot => ({
  ...snapshot,
  things: { ...snapshot.things, ...Object.fromEntries(talk().map((thing) => [`${thing.kind}/${thing.id}`, thing])) },
  whereabouts: { ...snapshot.whereabouts, "invite/invite-2": wasAt(200, -300, 2, { sigmaM: 25 }) },
});

export const nearestOnes: readonly Nearest[] = [
  { who: "vehicle/1", travelS: 65, distanceM: 640, mode: "wing", estimate: false, positionAgeS: 1 },
  { who: "team/team-2", travelS: 340, distanceM: 510, mode: "foot", estimate: false, positionAgeS: 20 },
  {
    who: "team/team-4",
    travelS: 410,
    distanceM: 1_510,
    mode: "wheels",
    estimate: true,
    positionAgeS: 660,
    against: ["old-position", "busy"],
  },
  { who: "person/person-3-1", travelS: 900, distanceM: 1_100, mode: "foot", estimate: true, positionAgeS: 15 },
];

/** A station that knows who is near, invites and compares. */
export const answerInField = (request: Request): RequestResult => {
  switch (request.kind) {
    case "search.nearest":
      return {
        ok: true,
        nearest: nearestOnes,
        leftOut: [{ who: "team/team-6", why: "resting" }],
      };
    case "incident.send":
      return { ok: true, thingId: "assignment-202", thingIds: ["assignment-202"] };
    case "incident.invite":
      return { ok: true, thingId: "invite-9", url: "http://127.0.0.1:8420/f/#abcdefghijklmnopqrstuvwxyz012345" };
    case "search.correlate":
      return {
        ok: true,
        correlatedMs: 812,
        correlation: Array.from({ length: 45 }, (_, i) => ({
          row: i + 1,
          name: `浙E·${10_000 + i}`,
          ...placeAt(300 + 40 * i, 200 - 30 * i),
          utcMs: sceneUtcMs - i * 60_000,
          neededMps: 0.4 + i / 40,
          distanceM: 400 + 60 * i,
          partners: 1,
        })),
      };
    default:
      return { ok: true };
  }
};
