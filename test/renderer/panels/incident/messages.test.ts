import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeMention,
  mentionables,
  mentionedIn,
  offeredMentions,
  typedMention,
} from "../../../../renderer/panels/incident/mentions.ts";
import { helpRows, isWaiting, messageRows, unreadIds } from "../../../../renderer/panels/incident/message-rows.ts";
import { readRadio } from "../../../../renderer/panels/incident/read-radio.ts";
import { createIncidentPanelStore } from "../../../../renderer/stores/incident-panel-store.ts";
import { type Thing, thingKey } from "../../../../shared/incident/thing.ts";
import { sceneUtcMs } from "../../../support/build-views.ts";
import { buildStep, buildThing } from "../../../support/search-scenes.ts";

const mapOf = (...things: readonly Thing[]) => new Map(things.map((thing) => [thingKey(thing.kind, thing.id), thing]));
const at = (thing: Thing, minutesAgo: number, by = "operator-1"): Thing => ({
  ...thing,
  createdUtcMs: sceneUtcMs - minutesAgo * 60_000,
  createdBy: { ...thing.createdBy, id: by },
});

describe("the stream of messages", () => {
  const things = mapOf(
    at(buildThing("message", "old", { nature: "chat", text: "hello" }), 30),
    at(buildThing("message", "order", { nature: "order", needsAck: true, text: "back", teamIds: ["t"] }), 20),
    at(
      buildThing("message", "radio", { nature: "radio", text: "here", radio: { from: "T", to: "Post" } }),
      10,
      "phone-2",
    ),
    buildThing("team", "t", { name: "Team 1" }),
  );

  it("has the newest first and can be narrowed to one kind", () => {
    expect(messageRows(things, "all").map(({ id }) => id)).toEqual(["radio", "order", "old"]);
    expect(messageRows(things, "order").map(({ id }) => id)).toEqual(["order"]);
    expect(messageRows(things, "status")).toEqual([]);
  });

  it("counts what others said and nobody here read; what a phone sends late is news however old it is", () => {
    const rows = messageRows(things, "all");

    expect(unreadIds(rows, new Set(), "operator-1")).toEqual(["radio"]);
    expect(unreadIds(rows, new Set(["radio"]), "operator-1")).toEqual([]);
    const late = messageRows(mapOf(at(buildThing("message", "late", { text: "from the gap" }), 300, "phone-3")), "all");
    expect(unreadIds([...rows, ...late], new Set(["radio"]), "operator-1")).toEqual(["late"]);
  });

  it("remembers after a reload what was read", () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    };

    createIncidentPanelStore(storage).getState().markRead(["a", "b"]);

    expect([...createIncidentPanelStore(storage).getState().readIds]).toEqual(["a", "b"]);
    kept.set("lantern.read", "{broken");
    expect(createIncidentPanelStore(storage).getState().readIds.size).toBe(0);
  });

  it("says which orders still wait for somebody", () => {
    const order = things.get("message/order");
    if (order?.kind !== "message") throw new Error("It was built.");
    const answered: Thing = { ...order, steps: [buildStep("acknowledged", 5, { text: "team/t" })] };

    expect(isWaiting(order, things)).toBe(true);
    expect(answered.kind === "message" && isWaiting(answered, things)).toBe(false);
  });

  it("puts calls for help on top, who waits longest first, until they are over", () => {
    const caller = (id: string, ...steps: Parameters<typeof buildThing>[3] & {}) =>
      buildThing("person", id, { name: id.toUpperCase(), teamId: "t" }, steps);
    const rows = helpRows(
      mapOf(
        caller("a", buildStep("called-for-help", 2)),
        caller("b", buildStep("called-for-help", 9), buildStep("acknowledged", 8)),
        caller("c", buildStep("called-for-help", 9), buildStep("answered", 1)),
      ),
    );

    expect(rows.map(({ name, acknowledgedBy }) => [name, acknowledgedBy])).toEqual([
      ["B", "Chen"],
      ["A", undefined],
    ]);
  });
});

describe("naming somebody with @", () => {
  const all = mentionables(
    mapOf(
      buildThing("team", "t1", { name: "Team 1" }),
      buildThing("team", "t12", { name: "Team 12" }),
      buildThing("team", "s", { name: "搜救3组" }),
      buildThing("person", "p", { name: "Li Wei", teamId: "t1" }),
    ),
    (role) => role,
  );

  it("offers who fits what is being typed, also with blanks, and nobody within an address", () => {
    expect(typedMention("go @Team", 8)).toBe("Team");
    expect(typedMention("go @Li W", 8)).toBe("Li W");
    expect(typedMention("mail a@b", 8)).toBeUndefined();
    expect(typedMention("@Team 1, and", 12)).toBeUndefined();
    expect(typedMention("go", 2)).toBeUndefined();
    expect(offeredMentions("team", all).map(({ name }) => name)).toEqual(["Team 1", "Team 12"]);
    expect(offeredMentions("wei", all).map(({ name }) => name)).toEqual(["Li Wei"]);
    expect(offeredMentions("3组", all).map(({ id }) => id)).toEqual(["s"]);
  });

  it("puts the name in at the cursor and goes on behind it", () => {
    const li = all.find(({ id }) => id === "p");
    if (li === undefined) throw new Error("Li was built.");

    expect(completeMention("go @Li now", 6, li)).toEqual({ text: "go @Li Wei now", cursor: 11 });
  });

  it("takes the longest name: Team 12 is not Team 1", () => {
    expect(mentionedIn("@Team 12 and @pilot go", all)).toEqual({ teamIds: ["t12"], personIds: [], roles: ["pilot"] });
    expect(mentionedIn("@team 1 @Li Wei @搜救3组", all)).toEqual({ teamIds: ["t1", "s"], personIds: ["p"], roles: [] });
    expect(mentionedIn("Team 1 without a sign", all)).toEqual({ teamIds: [], personIds: [], roles: [] });
  });
});

describe("a line of the radio log", () => {
  it.each([
    ["Team 3 > Post: at the bridge", { from: "Team 3", to: "Post", text: "at the bridge" }],
    ["3组>指挥部：到桥头了", { from: "3组", to: "指挥部", text: "到桥头了" }],
    ["三组＞指挥部 CH2：收到", { from: "三组", to: "指挥部", channel: "CH2", text: "收到" }],
    ["A > B 438.500: 10:30 at the mill", { from: "A", to: "B", channel: "438.500", text: "10:30 at the mill" }],
  ])("is read from %s", (line, words) => {
    expect(readRadio(line)).toEqual(words);
  });

  it.each(["", "at the bridge", "Team 3 > Post", "> Post: hello", "Team 3 > : hello", "Team 3 > Post:  "])(
    "isn't made of %s",
    (line) => {
      expect(readRadio(line)).toBeUndefined();
    },
  );

  it("gives back what was put in, whatever the words", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,8}[A-Za-z]$/);
    fc.assert(
      fc.property(name, name, fc.stringMatching(/^\S(.*\S)?$/), (from, to, text) => {
        fc.pre(!/\s(?:ch)\s*\S+$/i.test(to));
        expect(readRadio(`${from} > ${to}: ${text}`)).toEqual({ from, to, text });
      }),
    );
  });
});
