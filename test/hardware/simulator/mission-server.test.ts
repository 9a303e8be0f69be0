import { describe, expect, it } from "vitest";
import { MissionServer } from "../../../hardware/simulator/mavlink/mission-server.ts";
import type { Outgoing } from "../../../hardware/simulator/mavlink/telemetry.ts";
import { Simulation } from "../../../hardware/simulator/simulation.ts";
import { buildWorld } from "../../../hardware/simulator/world.ts";
import { decodeMessage, FrameWriter } from "../../../shared/mavlink/codec.ts";
import type { MessageFields, MessageName } from "../../../shared/mavlink/messages.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { hoveringDrone, smallScenario } from "./small-scenario.ts";

const peer = { targetSystem: 255, targetComponent: 190 };

const start = () => {
  const scenario = smallScenario([hoveringDrone()]);
  const [vehicle] = new Simulation(scenario, buildWorld(scenario), 1).vehicles;
  if (vehicle === undefined) throw new Error("The scenario has no vehicle.");
  const sent: Outgoing[] = [];
  const totals: number[] = [];
  const server = new MissionServer(
    vehicle,
    (message) => sent.push(message),
    (items) => totals.push(items),
  );
  const writer = new FrameWriter({ systemId: 255, componentId: 190 });
  /** Through the wire, so that the message is as the link would hand it over. */
  const say = <Name extends MessageName>(
    name: Name,
    fields: Partial<MessageFields[Name]>,
    nowMs = 0,
  ): readonly Outgoing[] => {
    const before = sent.length;
    new FrameScanner().push(writer.write(name, fields), (frame) => {
      const message = decodeMessage(frame);
      if (message !== undefined) server.receive(message, peer, nowMs);
    });
    return sent.slice(before);
  };
  return { vehicle, server, say, sent, totals };
};

type Say = ReturnType<typeof start>["say"];
const unknownType: number = 7;

const waypoint = (
  seq: number,
  part: Partial<MessageFields["MISSION_ITEM_INT"]> = {},
): Partial<MessageFields["MISSION_ITEM_INT"]> => ({
  seq,
  command: 16,
  frame: 6,
  autocontinue: 1,
  x: 308_700_000 + seq,
  y: 1_204_330_000,
  z: 40,
  ...part,
});

describe("mission-server", () => {
  it("takes an upload item by item, asking with MISSION_REQUEST, and reads it back as it stored it", () => {
    const { say, vehicle, totals } = start();
    say("MISSION_CLEAR_ALL", {});

    const first = say("MISSION_COUNT", { count: 4 });
    say("MISSION_ITEM_INT", waypoint(0, { frame: 0, z: 0 }));
    say("MISSION_ITEM_INT", waypoint(1, { command: 22 }));
    say("MISSION_ITEM_INT", waypoint(2, { command: 178, frame: 2, param1: 1, param2: 8, x: 0, y: 0, z: 0 }));
    const last = say("MISSION_ITEM_INT", waypoint(3));
    const list = say("MISSION_REQUEST_LIST", {});
    const items = [0, 1, 2, 3].flatMap((seq) => say("MISSION_REQUEST_INT", { seq }));

    expect(first).toMatchObject([{ name: "MISSION_REQUEST", fields: { seq: 0, ...peer } }]);
    expect(last.map(({ name }) => name)).toEqual(["MISSION_ACK", "STATUSTEXT"]);
    expect(totals).toEqual([0, 1, 2, 3, 4]);
    expect(list).toMatchObject([{ name: "MISSION_COUNT", fields: { count: 4 } }]);
    expect(items).toMatchObject([
      {
        name: "MISSION_ITEM_INT",
        fields: { seq: 0, command: 16, frame: 0, z: expect.closeTo(vehicle.home.altMslM, 3) },
      },
      { fields: { seq: 1, command: 22, frame: 3, z: 40 } },
      { fields: { seq: 2, command: 178, frame: 0, param1: 1, param2: 8 } },
      { fields: { seq: 3, command: 16, frame: 3, x: 308_700_003, y: 1_204_330_000, z: 40 } },
    ]);
  });

  it("asks a silent ground station again every second and gives up after eight", () => {
    const { say, server, sent } = start();
    say("MISSION_COUNT", { count: 3 }, 0);

    for (let nowMs = 100; nowMs <= 9000; nowMs += 100) server.tick(nowMs);

    expect(sent.filter(({ name }) => name === "MISSION_REQUEST").length).toBe(8);
    expect(sent.slice(-2)).toMatchObject([
      { name: "MISSION_ACK", fields: { type: 15 } },
      { name: "STATUSTEXT", fields: { text: "Mission upload timeout" } },
    ]);
  });

  it("answers a wrong sequence with 13 while the upload goes on", () => {
    const { say } = start();
    say("MISSION_COUNT", { count: 2 });

    const wrong = say("MISSION_ITEM_INT", waypoint(5));
    say("MISSION_ITEM_INT", waypoint(0));
    const done = say("MISSION_ITEM_INT", waypoint(1));
    const late = say("MISSION_ITEM_INT", waypoint(1));

    expect(wrong).toMatchObject([{ name: "MISSION_ACK", fields: { type: 13 } }]);
    expect(done).toContainEqual(
      expect.objectContaining({ name: "MISSION_ACK", fields: expect.objectContaining({ type: 0 }) }),
    );
    expect(late).toMatchObject([{ name: "MISSION_ACK", fields: { type: 1 } }]);
  });

  it("leaves a mix of new and old items after a refused one", () => {
    const { say, vehicle } = start();
    const before = vehicle.autopilot.runner.items;
    say("MISSION_COUNT", { count: 6 });
    say("MISSION_ITEM_INT", waypoint(0));

    const refused = say("MISSION_ITEM_INT", waypoint(1, { command: 197 }));

    expect(refused).toMatchObject([{ name: "MISSION_ACK", fields: { type: 3 } }]);
    expect(before.length).toBe(7);
    expect(vehicle.autopilot.runner.items.slice(1)).toEqual(before.slice(1, 6));
  });

  it.each<[string, (say: Say) => readonly Outgoing[], object]>([
    ["too many items", (say) => say("MISSION_COUNT", { count: 5000 }), { name: "MISSION_ACK", fields: { type: 4 } }],
    [
      "a list of an unknown type",
      (say) => say("MISSION_REQUEST_LIST", { missionType: unknownType }),
      { name: "MISSION_ACK", fields: { type: 3, missionType: 7 } },
    ],
    [
      "the empty fence",
      (say) => say("MISSION_REQUEST_LIST", { missionType: 1 }),
      { name: "MISSION_COUNT", fields: { count: 0, missionType: 1 } },
    ],
    ["an item past the end", (say) => say("MISSION_REQUEST_INT", { seq: 999 }), { name: "MISSION_COUNT" }],
    ["clearing", (say) => say("MISSION_CLEAR_ALL", {}), { name: "MISSION_ACK", fields: { type: 0 } }],
    [
      "a new current item",
      (say) => say("MISSION_SET_CURRENT", { seq: 2 }),
      { name: "MISSION_CURRENT", fields: { seq: 2 } },
    ],
  ])("answers %s", (_, ask, expected) => {
    expect(ask(start().say)[0]).toMatchObject(expected);
  });
});
