import fc from "fast-check";
import * as mappings from "mavlink-mappings";
import { MavLinkProtocolV1, MavLinkProtocolV2 } from "node-mavlink";
import { afterEach, describe, expect, test, vi } from "vitest";
import { decodeMessage, FrameWriter, MessageDecoder } from "../../../shared/mavlink/codec.ts";
import { composeDecoder } from "../../../shared/mavlink/decoder.ts";
import { dialect } from "../../../shared/mavlink/dialect.ts";
import { FrameScanner } from "../../../shared/mavlink/scanner.ts";
import { TlogReader } from "../../../shared/mavlink/tlog.ts";
import { arbitraryFields, messageNameOf } from "../../support/arbitrary-message.ts";
import { buildFrame, scanAll, telemetryFixture, unknownFrame } from "../../support/mavlink-bytes.ts";

const composed = new MessageDecoder(composeDecoder);

const decodeOnly = (bytes: Uint8Array, decode = decodeMessage) => {
  const decoded: unknown[] = [];
  new FrameScanner().push(bytes, (frame) => decoded.push(decode(frame)));
  return decoded[0];
};

describe("every message", () => {
  test.each(dialect().specs.map((spec) => [spec.name, spec] as const))(
    "%s comes back as it was written",
    (name, spec) => {
      const writer = new FrameWriter({ systemId: 1, componentId: 1 });
      fc.assert(
        fc.property(arbitraryFields(spec), (fields) => {
          const frame = writer.write(messageNameOf(spec), fields);
          const expected = { name, id: spec.id, fields };

          expect(decodeOnly(frame)).toEqual(expected);
          expect(decodeOnly(frame, (part) => composed.decode(part))).toEqual(expected);
        }),
        { numRuns: 15 },
      );
    },
  );

  test.each(dialect().specs.map((spec) => [spec.name, spec] as const))(
    "%s is all zeros where no field was given",
    (_, spec) => {
      const writer = new FrameWriter({ systemId: 1, componentId: 1 });
      const frame = writer.write(messageNameOf(spec), {});
      const { payloadLength } = scanAll(frame).frames[0] ?? { payloadLength: 0 };

      expect(payloadLength).toBe(spec.name === "HEARTBEAT" ? 9 : 1);
      for (const field of spec.fields) {
        const zero = field.type === "char" ? "" : field.type.endsWith("64") && field.type !== "f64" ? 0n : 0;
        const value = field.isProtocolVersion
          ? 3
          : field.count > 0 && field.type !== "char"
            ? Array(field.count).fill(zero)
            : zero;
        expect(decodeOnly(frame)).toHaveProperty(["fields", field.name], value);
      }
    },
  );
});

describe("decodeMessage", () => {
  test("fills the zeros in that MAVLink 2 leaves out", () => {
    const frame = buildFrame("BATTERY_STATUS", { voltages: [12_000, 11_000], id: 1 });

    const decoded = decodeOnly(frame);

    expect(frame.length).toBeLessThan(12 + 36);
    expect(decoded).toMatchObject({
      fields: { voltages: [12_000, 11_000, 0, 0, 0, 0, 0, 0, 0, 0], id: 1, batteryRemaining: 0 },
    });
    expect(decoded).toMatchObject({ fields: { voltagesExt: [0, 0, 0, 0], faultBitmask: 0 } });
  });

  test("reads extension fields of MAVLink 2 and knows that MAVLink 1 has none", () => {
    const fields = { satellitesVisible: 14, hAcc: 1200, yaw: 9000 };
    const writer1 = new FrameWriter({ systemId: 1, componentId: 1, version: 1 });

    expect(decodeOnly(buildFrame("GPS_RAW_INT", fields))).toMatchObject({ fields });
    expect(decodeOnly(writer1.write("GPS_RAW_INT", fields))).toMatchObject({
      fields: { satellitesVisible: 14, hAcc: 0, yaw: 0 },
    });
  });

  test("ignores bytes of extensions that are newer than the dialect", () => {
    const longer = unknownFrame(0, [4, 0, 0, 0, 2, 3, 89, 4, 3, 55, 66], { crcExtra: 50 });

    expect(decodeOnly(longer)).toMatchObject({ name: "HEARTBEAT", fields: { customMode: 4, mavlinkVersion: 3 } });
  });

  test("cuts text at the first NUL and reads it as UTF-8", () => {
    expect(decodeOnly(buildFrame("STATUSTEXT", { text: "救援 ready", severity: 6 }))).toMatchObject({
      fields: { text: "救援 ready" },
    });
    expect(decodeOnly(buildFrame("PARAM_VALUE", { paramId: "ABCDEFGHIJKLMNOP" }))).toMatchObject({
      fields: { paramId: "ABCDEFGHIJKLMNOP" },
    });
    expect(decodeOnly(buildFrame("STATUSTEXT", { text: "one\0two" }))).toMatchObject({ fields: { text: "one" } });
  });

  test("gives undefined for an unknown id", () => {
    expect(decodeOnly(unknownFrame(54321, [1]))).toBeUndefined();
  });

  test("gives messages that outlive the frame", () => {
    const bytes = buildFrame("HOME_POSITION", { latitude: 308_703_000, q: [1, 0, 0, 0] });
    const decoded = decodeOnly(bytes);
    bytes.fill(0);

    expect(decoded).toMatchObject({ fields: { latitude: 308_703_000, q: [1, 0, 0, 0] } });
  });

  test("reads real messages as node-mavlink does", () => {
    const { minimal, standard, common, ardupilotmega } = mappings;
    const registry: mappings.MavLinkPacketRegistry = {
      ...minimal.REGISTRY,
      ...standard.REGISTRY,
      ...common.REGISTRY,
      ...ardupilotmega.REGISTRY,
    };
    let compared = 0;
    new TlogReader().push(telemetryFixture("copter.tlog"), (_, frame) => {
      const message = registry[frame.messageId];
      if (message === undefined) throw new Error(`node-mavlink doesn't know ${frame.messageId}.`);
      const payload = Buffer.alloc(255);
      payload.set(frame.bytes.subarray(frame.payloadStart, frame.payloadStart + frame.payloadLength));
      const protocol = frame.version === 1 ? new MavLinkProtocolV1() : new MavLinkProtocolV2();
      expect({ ...decodeMessage(frame)?.fields }).toEqual({ ...protocol.data(payload, message) });
      compared++;
    });
    expect(compared).toBeGreaterThan(100);
  });
});

describe("compileDecoder", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("does without generated code where the page forbids it", () => {
    class Refusing {
      constructor() {
        throw new EvalError("Refused to evaluate a string as JavaScript");
      }
    }
    vi.stubGlobal("Function", Refusing);
    const strict = new MessageDecoder();

    const decoded = decodeOnly(buildFrame("HEARTBEAT", { customMode: 5 }), (frame) => strict.decode(frame));

    expect(decoded).toMatchObject({ name: "HEARTBEAT", fields: { customMode: 5, mavlinkVersion: 3 } });
  });
});

describe("FrameWriter", () => {
  test("counts its own sequence from 0 to 255 and round again", () => {
    const writer = new FrameWriter({ systemId: 255, componentId: 190 });
    const frames = Array.from({ length: 258 }, () => scanAll(writer.write("HEARTBEAT", {})).frames[0]);

    expect(frames[0]).toMatchObject({ systemId: 255, componentId: 190, sequence: 0 });
    expect([255, 256, 257].map((index) => frames[index]?.sequence)).toEqual([255, 0, 1]);
  });

  test.each([
    [
      () => buildFrame("GLOBAL_POSITION_INT", { hdg: 70_000 }),
      "GLOBAL_POSITION_INT.hdg is 70000 when expected 0 to 65535.",
    ],
    [
      () => buildFrame("GLOBAL_POSITION_INT", { vx: Number.NaN }),
      "GLOBAL_POSITION_INT.vx is NaN when expected -32768 to 32767.",
    ],
    [
      () => buildFrame("HOME_POSITION", { q: [1, 2, 3, 4, 5] }),
      "HOME_POSITION.q is 1,2,3,4,5 when expected an array of 4 at most.",
    ],
    [
      () => buildFrame("SYSTEM_TIME", { timeUnixUsec: -1n }),
      "SYSTEM_TIME.timeUnixUsec is -1 when expected 64 bits at most.",
    ],
  ])("refuses a value that doesn't fit its field: %s", (build, message) => {
    expect(build).toThrow(message);
  });

  test("refuses a field that the message doesn't have, rather than sending 0", () => {
    const misspelt = { confirmation: 0, param1: 1 };

    expect(() => buildFrame("COMMAND_LONG", misspelt)).toThrow("COMMAND_LONG has no field param1, only _param1");
  });

  test("takes the negative numbers that bit operators make of flags", () => {
    const flags = 0x80000000 | 1;

    expect(decodeOnly(buildFrame("SYS_STATUS", { onboardControlSensorsPresent: flags }))).toMatchObject({
      fields: { onboardControlSensorsPresent: 0x80000001 },
    });
  });

  test("refuses what MAVLink 1 can't carry", () => {
    const writer = new FrameWriter({ systemId: 1, componentId: 1, version: 1 });

    expect(() => writer.write("GIMBAL_DEVICE_ATTITUDE_STATUS", {})).toThrow("id 285, which MAVLink 1 can't carry");
  });

  test("leaves out a character that would be cut in two", () => {
    expect(decodeOnly(buildFrame("PARAM_VALUE", { paramId: "ABCDEFGHIJKLMN救" }))).toMatchObject({
      fields: { paramId: "ABCDEFGHIJKLMN" },
    });
  });
});
