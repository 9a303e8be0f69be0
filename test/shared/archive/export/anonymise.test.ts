import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Anonymiser } from "../../../../shared/archive/export/anonymise/anonymiser.ts";
import { harmlessText } from "../../../../shared/archive/export/anonymise/harmless-text.ts";
import { PlaceShift } from "../../../../shared/archive/export/anonymise/place-shift.ts";
import { distanceM } from "../../../../shared/geo/geodesic.ts";
import { decodeMessage } from "../../../../shared/mavlink/codec.ts";
import { dialect, fieldLength } from "../../../../shared/mavlink/dialect.ts";
import { copyFrameBytes, type Frame } from "../../../../shared/mavlink/frame.ts";
import type { MessageSpec } from "../../../../shared/mavlink/message-spec.ts";
import { FrameScanner } from "../../../../shared/mavlink/scanner.ts";
import { viewOf, x25, x25Byte } from "../../../../shared/mavlink/x25.ts";
import { buildFrame, unknownFrame } from "../../../support/mavlink-bytes.ts";

const secret = { latDeg: 30.8712345, lonDeg: 120.4345678 };
const secretName = "Zhang Wei";
const near = { latDeg: 30.87, lonDeg: 120.43 };

const anonymiser = () => new Anonymiser(new PlaceShift("blue whale", near));

const frameOf = (bytes: Uint8Array): Frame => {
  let found: Frame | undefined;
  const take = (frame: Frame) => {
    found = { ...frame, bytes: bytes.slice() };
  };
  const scanner = new FrameScanner();
  scanner.push(bytes, take);
  scanner.flush(take);
  if (found === undefined) throw new Error("No frame in these bytes.");
  return found;
};

const anonymised = (bytes: Uint8Array) => {
  const made = anonymiser().anonymise(frameOf(bytes));
  if (made === undefined) throw new Error("The frame was left out.");
  const copy = copyFrameBytes(made);
  // It is whole: the scanner takes nothing with a wrong checksum.
  return { bytes: copy, message: decodeMessage(frameOf(copy)) };
};

/** A frame of any message whose places, names and bytes are the secret. */
const secretFrame = (spec: MessageSpec): Uint8Array => {
  const header = 10;
  const bytes = new Uint8Array(header + spec.payloadLength + 2);
  const view = viewOf(bytes);
  for (const field of spec.fields) {
    const at = header + field.offset;
    const isLat = /lat(itude)?($|_)|Lat$/.test(field.wireName);
    const isLon = /(lon|lng|longitude)($|_)|Lon$/.test(field.wireName);
    const deg = isLat ? secret.latDeg : secret.lonDeg;
    if ((isLat || isLon) && field.type === "i32") view.setInt32(at, Math.round(deg * 1e7), true);
    else if ((isLat || isLon) && field.type === "f32") view.setFloat32(at, deg, true);
    else if (field.type === "char" || (field.type === "u8" && field.count >= secretName.length))
      bytes.set(new TextEncoder().encode(secretName), at);
    else if (field.type === "u8" && field.count === 0 && !/frame/.test(field.wireName))
      bytes.fill(1, at, at + fieldLength(field));
  }
  bytes.set([0xfd, spec.payloadLength, 0, 0, 7, 1, 1, spec.id & 0xff, (spec.id >> 8) & 0xff, spec.id >> 16]);
  const end = header + spec.payloadLength;
  const crc = x25Byte(x25(view, 1, end), spec.crcExtra);
  bytes.set([crc & 0xff, crc >> 8], end);
  return bytes;
};

const numbersOf = (value: unknown): number[] =>
  typeof value === "number" ? [value] : Array.isArray(value) ? value.flatMap(numbersOf) : [];

const tells = (value: number): boolean =>
  [value, value / 1e7].some((deg) =>
    [secret.latDeg, secret.lonDeg].some((known) => known.toFixed(4) === deg.toFixed(4)),
  );

describe("an anonymised copy", () => {
  test("tells of no message of the dialect where or who it was", () => {
    for (const spec of dialect().specs) {
      const { bytes, message } = anonymised(secretFrame(spec));
      if (message === undefined) throw new Error(`${spec.name} can't be read any more.`);

      for (const [name, value] of Object.entries(message.fields)) {
        for (const number of numbersOf(value)) expect(tells(number), `${spec.name}.${name} is ${number}`).toBe(false);
      }
      // A parameter's name is part of no secret, and kinds of things aren't either.
      const keepsNames =
        /PARAM|NAMED_VALUE|DEBUG|CAMERA_INFORMATION|GIMBAL_DEVICE_INFORMATION|COMPONENT_INFORMATION_BASIC/;
      const keepsBytes = /AVAILABLE_MODES|PLAY_TUNE|ONBOARD_COMPUTER|MAG_CAL|RAW_RC|PROTOCOL_VERSION|AUTOPILOT_VERSION/;
      if (keepsNames.test(spec.name) || keepsBytes.test(spec.name)) continue;
      expect(Buffer.from(bytes).includes(secretName), spec.name).toBe(false);
    }
  });

  test("moves the places of missions, commands and fences, in whatever fields they are", () => {
    const x = Math.round(secret.latDeg * 1e7);
    const y = Math.round(secret.lonDeg * 1e7);
    const frames = [
      buildFrame("MISSION_ITEM_INT", { frame: 6, command: 16, x, y, z: 30 }),
      buildFrame("MISSION_ITEM_INT", { frame: 3, command: 5001, x, y, missionType: 1 }),
      buildFrame("MISSION_ITEM", { frame: 3, command: 16, x: secret.latDeg, y: secret.lonDeg }),
      buildFrame("COMMAND_INT", { frame: 6, command: 192, _param5: x, _param6: y }),
      buildFrame("COMMAND_LONG", { command: 179, _param5: secret.latDeg, _param6: secret.lonDeg }),
      // Not a command that is known to have a place.
      buildFrame("COMMAND_LONG", { command: 2000, _param5: secret.latDeg, _param6: secret.lonDeg }),
      buildFrame("NAMED_VALUE_FLOAT", { name: "HOMELAT", value: secret.latDeg }),
      buildFrame("PARAM_VALUE", { paramId: "SIM_OPOS_LAT", paramValue: secret.latDeg }),
      buildFrame("ADSB_VEHICLE", { lat: x, lon: y, callsign: "B-1234", ICAOAddress: 7864321 }),
    ];

    for (const frame of frames) {
      const { message } = anonymised(frame);
      for (const number of Object.values(message?.fields ?? {}).flatMap(numbersOf)) expect(tells(number)).toBe(false);
    }
    expect(anonymised(frames[8] ?? new Uint8Array()).message?.fields).toMatchObject({ callsign: "", ICAOAddress: 0 });
  });

  test("leaves alone what is no place", () => {
    const local = { frame: 1, command: 16, x: 123, y: 456, z: 7 } as const;
    const shoot = { command: 203, _param5: 1, _param6: 0 } as const;

    expect(anonymised(buildFrame("MISSION_ITEM_INT", local)).message?.fields).toMatchObject(local);
    expect(anonymised(buildFrame("COMMAND_LONG", shoot)).message?.fields).toMatchObject(shoot);
    expect(anonymised(buildFrame("MISSION_ITEM_INT", { frame: 2, command: 178 })).message?.fields).toMatchObject({
      x: 0,
      y: 0,
    });
    expect(anonymised(buildFrame("GLOBAL_POSITION_INT", { lat: 0, lon: 0 })).message?.fields).toMatchObject({
      lat: 0,
      lon: 0,
    });
    expect(
      anonymised(buildFrame("PARAM_VALUE", { paramId: "WPNAV_SPEED", paramValue: 600 })).message?.fields,
    ).toMatchObject({
      paramId: "WPNAV_SPEED",
      paramValue: 600,
    });
  });

  test("takes signatures and keys away and leaves out what nobody can read", () => {
    const plain = buildFrame("SETUP_SIGNING", { secretKey: Array.from({ length: 32 }, () => 0x5a) });
    const { bytes } = anonymised(plain);

    expect(bytes.includes(0x5a)).toBe(false);
    expect(bytes[2]).toBe(0);
    expect(anonymiser().anonymise({ ...frameOf(buildFrame("HEARTBEAT")), known: false })).toBeUndefined();
    expect(unknownFrame(54321, [1]).length).toBeGreaterThan(0);
  });

  test("keeps an autopilot's words, less what tells who it is, and no one else's", () => {
    expect(harmlessText("PreArm: Compass not calibrated")).toBe("PreArm: Compass not calibrated");
    expect(harmlessText("Reached command #12")).toBe("Reached command #12");
    expect(harmlessText("ArduCopter V4.4.0-dev (82f31f1d)")).toBe("ArduCopter V4.4.0-dev (#)");
    expect(harmlessText("Mission: home at 30.87123 120.43456")).toBe("Mission: home at # #");
    expect(harmlessText("3d1219c7c4c5404aaa1f6d2a48adfda4")).toBe("(text removed)");
    expect(harmlessText("Zhang Wei seen at the well")).toBe("(text removed)");
  });
});

describe("the shift of places", () => {
  const place = (spreadDeg: number) =>
    fc.record({
      latDeg: fc.double({ min: near.latDeg - spreadDeg, max: near.latDeg + spreadDeg, noNaN: true }),
      lonDeg: fc.double({ min: near.lonDeg - spreadDeg, max: near.lonDeg + spreadDeg, noNaN: true }),
    });

  test("keeps distances and moves everything far away", () => {
    fc.assert(
      fc.property(place(0.3), place(0.3), fc.string({ minLength: 1 }), (a, b, seed) => {
        const shift = new PlaceShift(seed, near);
        const before = distanceM(a, b);

        expect(Math.abs(distanceM(shift.move(a), shift.move(b)) - before)).toBeLessThanOrEqual(1e-5 * before + 1e-6);
        expect(distanceM(a, shift.move(a))).toBeGreaterThan(300_000);
      }),
    );
  });

  test("follows from its seed alone, so that the logs of one mission move together", () => {
    const other = { latDeg: near.latDeg + 0.05, lonDeg: near.lonDeg - 0.05 };

    expect(new PlaceShift("a", other).move(secret)).toEqual(new PlaceShift("a", near).move(secret));
    expect(new PlaceShift("b", near).move(secret)).not.toEqual(new PlaceShift("a", near).move(secret));
  });

  test.each([[{ latDeg: 89.5, lonDeg: 10 }], [{ latDeg: -78, lonDeg: 179.9 }], [{ latDeg: 0, lonDeg: -179.9 }]])(
    "stays on the globe from %j",
    (from) => {
      const { latDeg, lonDeg } = new PlaceShift("x", from).move(from);

      expect(Math.abs(latDeg)).toBeLessThanOrEqual(90);
      expect(Math.abs(lonDeg)).toBeLessThanOrEqual(180);
    },
  );
});
