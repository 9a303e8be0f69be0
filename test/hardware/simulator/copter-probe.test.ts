import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { MessageFields } from "../../../shared/mavlink/messages.ts";
import { noSharedData, sharedData } from "../../support/shared-data.ts";
import { type Said, VirtualTalk } from "../../support/virtual-talk.ts";

const probePath = sharedData("telemetry/copter_protocol_probe.txt");

/** What answers are compared by; the rest (positions, hashes, times) is each vehicle's own. */
const compared = ["seq", "type", "missionType", "mission_type", "command", "result", "text", "count", "message_id"];
/** What a vehicle says by itself in between. */
const chatter =
  /EKF3|GPS 1|STAT_|GND_PRESS|Field Elevation|origin set|HOME_POSITION|MISSION_CURRENT|AUTOPILOT_VERSION|TIMESYNC|MESSAGE_INTERVAL|tilt|MISSION_ITEM/;

interface Line {
  readonly atS: number;
  readonly what: string;
}

/** The probe's text, by its headings: each line is a time and a message. */
const probe = (): ReadonlyMap<string, readonly Line[]> => {
  const sections = new Map<string, Line[]>();
  let lines: Line[] = [];
  for (const row of readFileSync(probePath ?? "", "utf8").split("\n")) {
    if (row.startsWith("##")) {
      lines = [];
      sections.set(row.replace(/^#+\s*/, "").trim(), lines);
      continue;
    }
    const match = /^\s+(\d+\.\d+) (\w+) \{(.*)/.exec(row);
    if (match === null || chatter.test(row)) continue;
    const [, at = "", name = "", rest = ""] = match;
    const fields = [...rest.matchAll(/(\w+) : ([^,}]+)/g)].map(([, key = "", value = ""]) => [key, value.trim()]);
    lines.push({ atS: Number(at), what: describeLine(name, Object.fromEntries(fields)) });
  }
  return sections;
};

const describeLine = (name: string, fields: Readonly<Record<string, unknown>>): string => {
  if (name === "PARAM_VALUE") {
    const { param_id, paramId, param_value, paramValue } = fields;
    return `${name} ${param_id ?? paramId}=${Number(param_value ?? paramValue)}`;
  }
  const told = compared.flatMap((key) =>
    fields[key] === undefined ? [] : [`${key.replace("_t", "T")}=${fields[key]}`],
  );
  return `${name} ${told.join(" ")}`;
};

const heard = (said: readonly Said[], fromMs: number): Line[] =>
  said
    .map(({ atMs, name, fields }) => ({ atS: (atMs - fromMs) / 1000, what: describeLine(name, fields) }))
    .filter(({ what }) => !chatter.test(what) && !what.startsWith("HEARTBEAT"));

const readyCopter = (): VirtualTalk => new VirtualTalk({ kind: "copter", parameters: "all" });

const mission = (count: number): Partial<MessageFields["MISSION_ITEM_INT"]>[] =>
  Array.from({ length: count }, (_, seq) => {
    const place = { x: 308_703_000 + seq * 100, y: 1_204_332_000, z: 20 };
    const plain = { seq, targetSystem: 1, targetComponent: 1, autocontinue: 1, command: 16, frame: 6 };
    if (seq === 3 || seq === 12) return { ...plain, command: 205, frame: 2, param1: -60, z: 2 };
    if (seq === 1) return { ...plain, command: 178, frame: 2, param1: 1, param2: 8, param3: -1 };
    if (seq === 4 || seq === 11) return { ...plain, command: 206, frame: 2, param1: 25, param3: 1 };
    if (seq === 2) return { ...plain, ...place, command: 22 };
    if (seq === 13) return { ...plain, command: 20 };
    return { ...plain, ...place };
  });

const upload = (talk: VirtualTalk, items = mission(14)): void => {
  talk.say("MISSION_COUNT", { targetSystem: 1, targetComponent: 1, count: items.length });
  for (const item of items) talk.say("MISSION_ITEM_INT", item);
};

const to = { targetSystem: 1, targetComponent: 1 } as const;
const unknownType: number = 7;

/** Each by its heading in the probe: what was done before, what is asked, and for how long is listened. */
const cases: readonly (readonly [heading: string, ask: (talk: VirtualTalk) => void, listenS: number])[] = [
  ["REQUEST_MESSAGE PROTOCOL_VERSION", (talk) => talk.command(512, [300]), 0],
  ["REQUEST_MESSAGE COMPONENT_INFORMATION", (talk) => talk.command(512, [395]), 0],
  ["REQUEST_MESSAGE CAMERA_INFORMATION", (talk) => talk.command(512, [259]), 0],
  ["REQUEST_MESSAGE GIMBAL_MANAGER_INFORMATION", (talk) => talk.command(512, [280]), 0],
  ["REQUEST_MESSAGE GIMBAL_DEVICE_INFORMATION", (talk) => talk.command(512, [283]), 0],
  ["unsupported command 31999", (talk) => talk.command(31999), 0],
  ["COMMAND_LONG to component 0", (talk) => talk.command(512, [148], { targetComponent: 0 }), 0],
  ["COMMAND_LONG to component 154 (no such gimbal)", (talk) => talk.command(512, [148], { targetComponent: 154 }), 0],
  ["COMMAND_LONG to system 9", (talk) => talk.command(512, [148], { targetSystem: 9 }), 1],
  ["COMMAND_LONG to system 0 (broadcast)", (talk) => talk.command(512, [148], { targetSystem: 0 }), 0],
  ["takeoff while disarmed", (talk) => talk.command(22, [0, 0, 0, 0, 0, 0, 12]), 0],
  [
    "PARAM_REQUEST_READ unknown name",
    (talk) => talk.say("PARAM_REQUEST_READ", { ...to, paramId: "NOPE", paramIndex: -1 }),
    1,
  ],
  [
    "PARAM_REQUEST_READ index 100000? -> 30000",
    (talk) => talk.say("PARAM_REQUEST_READ", { ...to, paramIndex: 30_000 }),
    1,
  ],
  ["PARAM_SET unknown name", (talk) => talk.say("PARAM_SET", { ...to, paramId: "NOPE", paramValue: 1 }), 1],
  [
    "PARAM_SET WPNAV_SPEED 600 type REAL32",
    (talk) => talk.say("PARAM_SET", { ...to, paramId: "WPNAV_SPEED", paramValue: 600 }),
    0,
  ],
  [
    "PARAM_SET SYSID_MYGCS (int16) as REAL32 255",
    (talk) => talk.say("PARAM_SET", { ...to, paramId: "SYSID_MYGCS", paramValue: 255 }),
    0,
  ],
  [
    "PARAM_SET FS_GCS_ENABLE 1.7 (int8)",
    (talk) => talk.say("PARAM_SET", { ...to, paramId: "FS_GCS_ENABLE", paramValue: 1.7 }),
    0,
  ],
  [
    "MISSION_COUNT 14, then silence (re-request timing, give-up)",
    (talk) => talk.say("MISSION_COUNT", { ...to, count: 14 }),
    10,
  ],
  ["item 3 once more after the ACK", (talk) => talk.say("MISSION_ITEM_INT", mission(14)[3] ?? {}), 0],
  ["MISSION_REQUEST_LIST mission", (talk) => talk.say("MISSION_REQUEST_LIST", to), 0],
  ["MISSION_REQUEST_LIST fence", (talk) => talk.say("MISSION_REQUEST_LIST", { ...to, missionType: 1 }), 0],
  ["MISSION_REQUEST_LIST rally", (talk) => talk.say("MISSION_REQUEST_LIST", { ...to, missionType: 2 }), 0],
  ["MISSION_REQUEST_LIST type 7", (talk) => talk.say("MISSION_REQUEST_LIST", { ...to, missionType: unknownType }), 0],
  ["MISSION_REQUEST_INT 999 (past the end)", (talk) => talk.say("MISSION_REQUEST_INT", { ...to, seq: 999 }), 0],
  ["MISSION_COUNT 5000 (too many)", (talk) => talk.say("MISSION_COUNT", { ...to, count: 5000 }), 0],
  ["SET_MODE GUIDED", (talk) => talk.say("SET_MODE", { targetSystem: 1, customMode: 4 }), 0],
  ["DO_SET_MODE 99", (talk) => talk.command(176, [1, 99]), 0],
  ["PING", (talk) => talk.say("PING", { ...to }), 1],
];

describe.skipIf(probePath === undefined)(`copter against the real one's probe (${noSharedData} where skipped)`, () => {
  it.each(cases)("answers as the real one: %s", (heading, ask, listenS) => {
    const expected = probe().get(heading);
    const talk = readyCopter();
    if (/^item|LIST mission|past the end/.test(heading)) upload(talk);
    const before = talk.said.length;
    const fromMs = talk.radio.nowMs;

    ask(talk);
    talk.wait(listenS);

    const lines = heard(talk.said.slice(before), fromMs);
    expect(expected, heading).toBeDefined();
    const sorted = (all: readonly Line[]) => all.map(({ what }) => what).sort();
    expect(sorted(lines)).toEqual(sorted(expected ?? []));
    for (const [i, line] of lines.entries()) expect(line.atS).toBeCloseTo(expected?.[i]?.atS ?? -1, 0.9);
  });

  it("goes on with an upload after wrong and repeated items, counting them as the real one does", () => {
    const sections = probe();
    const talk = readyCopter();
    const items = mission(14);
    const said = (run: () => void): string[] => {
      const before = talk.said.length;
      run();
      return heard(talk.said.slice(before), 0).map(({ what }) => what);
    };
    const give = (seq: number) => talk.say("MISSION_ITEM_INT", items[seq] ?? {});
    const first = (heading: string, atMostS = 0.2) =>
      (sections.get(heading) ?? []).filter(({ atS }) => atS < atMostS).map(({ what }) => what);

    const wrong = said(() => {
      talk.say("MISSION_COUNT", { ...to, count: 14 });
      give(5);
    });
    const recovered = said(() => give(0));
    const repeated = said(() => [1, 1, 1].map(give));
    const rest = said(() => [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map(give));

    expect(wrong).toEqual(first("MISSION_COUNT then item 5 instead of 0"));
    expect(recovered.sort()).toEqual(first("then item 0 (recover)").toSorted());
    expect(repeated.sort()).toEqual(first("then item 1 three times (duplicate answers)").toSorted());
    expect(rest.sort()).toEqual(first("then the rest without looking at requests").toSorted());
  });

  it("reads back what the real one reads back", () => {
    const talk = readyCopter();
    upload(talk);

    const read = mission(14).map((_, seq) => {
      const [answer] = talk.say("MISSION_REQUEST_INT", { ...to, seq });
      return answer?.name === "MISSION_ITEM_INT" ? answer.fields : undefined;
    });

    // "frame: (6, 3)" in the probe is what was sent and what was read back.
    expect(read.map((item) => item?.frame)).toEqual([0, 0, 3, 0, 0, 3, 3, 3, 3, 3, 3, 0, 0, 0]);
    expect(read.map((item) => item?.current)).toEqual(Array(14).fill(0));
    expect([read[3]?.z, read[12]?.z]).toEqual([0, 0]);
    expect(read[0]?.z).toBeCloseTo(talk.vehicle.home.altMslM, 3);
  });

  it("keeps a mix after a refused item: DO_SET_ROI_NONE is none of a mission's commands", () => {
    const talk = readyCopter();
    upload(talk);
    const items = mission(6).map((item) => (item.seq === 3 ? { ...item, command: 197 } : item));

    upload(talk, items);

    const acks = talk.said.flatMap((one) => (one.name === "MISSION_ACK" ? [one.fields.type] : []));
    expect(acks).toContain(3);
    expect(talk.vehicle.autopilot.runner.items.map(({ command }) => command)).toEqual([16, 178, 22, 205, 206, 16]);
  });

  it("sets the current item to the next that moves it, and leaves it for one past the end", () => {
    const talk = readyCopter();
    upload(talk);
    talk.command(511, [42, 500_000]);

    const [at] = talk.say("MISSION_SET_CURRENT", { ...to, seq: 4 });
    talk.wait(1);
    const after = talk.last("MISSION_CURRENT")?.seq;
    const past = talk.say("MISSION_SET_CURRENT", { ...to, seq: 400 });

    expect(at).toMatchObject({ name: "MISSION_CURRENT", fields: { seq: 4 } });
    expect(after).toBe(5);
    expect(past).toEqual([]);
    expect(talk.command(224, [1])).toBe(0);
    expect(talk.vehicle.autopilot.runner.currentSeq).toBe(2);
  });
});
