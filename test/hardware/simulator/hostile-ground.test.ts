import { describe, expect, it } from "vitest";
import { SeededRandom } from "../../../hardware/simulator/seeded-random.ts";
import { VirtualTalk } from "../../support/virtual-talk.ts";

const odd = [0, 1, -1, NaN, Infinity, -Infinity, 1e30, 0x7fff_ffff, -0x8000_0000, 65535, 21196, 1e-30, 360, 4, 16, 100];
const commands = [
  16, 17, 18, 19, 20, 21, 22, 31, 34, 82, 93, 115, 176, 177, 178, 185, 192, 193, 195, 197, 201, 203, 205, 206, 207, 213,
  224, 246, 300, 400, 410, 510, 511, 512, 520, 521, 530, 531, 1000, 1001, 2000, 2001, 2500, 2501, 5000, 5001, 5003,
  5100,
];

/** A ground station that says anything, in any order, with any numbers. */
const babble = (talk: VirtualTalk, random: SeededRandom): void => {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random.next() * all.length)] as T;
  const number = (): number => (random.next() < 0.6 ? pick(odd) : random.range(-2000, 2000));
  const int = (limit: number): number => Math.floor(random.next() * limit);
  const to = { targetSystem: pick([0, 1, 1, 1, 9]), targetComponent: pick([0, 1, 1, 100, 154]) };
  const params = {
    ...{ _param1: number(), _param2: number(), _param3: number(), _param4: number() },
    ...{ _param5: number(), _param6: number(), _param7: number() },
  };
  const xy = { x: int(0xffff_ffff) - 0x8000_0000, y: int(0xffff_ffff) - 0x8000_0000, z: number() };
  const missionType = pick([0, 0, 1, 2, 255]);
  const seq = int(8);
  switch (int(11)) {
    case 0:
    case 1:
      talk.say("COMMAND_LONG", { ...to, ...params, command: pick(commands) });
      return;
    case 2: {
      const { x: _param5, y: _param6 } = xy;
      talk.say("COMMAND_INT", { ...to, ...params, _param5, _param6, command: pick(commands), frame: int(25) });
      return;
    }
    case 3:
      talk.say("MISSION_COUNT", { ...to, count: pick([0, 1, 3, 8, 8, 65535]), missionType });
      return;
    case 4:
    case 5: {
      const [param1, param2, param3, param4] = [number(), number(), number(), number()];
      const command = pick(commands);
      const item = { ...to, ...xy, seq, command, frame: int(25), missionType, param1, param2, param3, param4 };
      talk.say("MISSION_ITEM_INT", item);
      return;
    }
    case 6:
      talk.say("MISSION_REQUEST_INT", { ...to, seq: int(70_000) & 0xffff, missionType });
      return;
    case 7:
      talk.say("PARAM_SET", {
        ...to,
        paramId: pick(["RTL_ALT", "WPNAV_SPEED", "FENCE_TYPE", ""]),
        paramValue: number(),
      });
      return;
    case 8:
      talk.say("SET_POSITION_TARGET_GLOBAL_INT", {
        ...to,
        ...{ latInt: xy.x, lonInt: xy.y, alt: xy.z, vx: number(), vy: number(), vz: number(), yaw: number() },
        typeMask: int(0xffff),
        coordinateFrame: int(25),
      });
      return;
    case 9:
      talk.say("MANUAL_CONTROL", {
        target: 1,
        x: int(65536) - 32768,
        y: int(3000),
        z: int(65536) - 32768,
        r: int(65536) - 32768,
      });
      return;
    default:
      talk.say("MISSION_SET_CURRENT", { ...to, seq });
  }
};

describe("simulated vehicles against a ground station that says anything", () => {
  it.each(["copter", "rover", "px4-copter"] as const)("keeps the %s's truth finite and its link answering", (kind) => {
    for (let seed = 1; seed <= 6; seed++) {
      const talk = new VirtualTalk({ kind, seed, ...(seed % 2 === 0 ? { airborneM: 30 } : {}) });
      const random = new SeededRandom(seed, "babble");

      for (let i = 0; i < 1500; i++) {
        babble(talk, random);
        if (i % 3 === 0) talk.wait(0.1);
      }
      talk.wait(60);

      const { truth } = talk.vehicle;
      expect(Object.values(truth).every(Number.isFinite), `seed ${seed}: ${JSON.stringify(truth)}`).toBe(true);
      talk.command(512, [148]);
      expect(talk.last("AUTOPILOT_VERSION")).toBeDefined();
    }
  });
});
