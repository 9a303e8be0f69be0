import { describe, expect, it } from "vitest";
import { looksLikeUlog, UlogReader } from "../../../../shared/archive/formats/ulog/reader.ts";
import { beginUlog, flyUlog, ulogFlight } from "../../../support/native-flights.ts";
import { readNativeBytes } from "../../../support/read-native-bytes.ts";

const readAll = (bytes: Uint8Array, chunkLength?: number) =>
  readNativeBytes((handlers) => new UlogReader(handlers), bytes, chunkLength);

describe("a ULog", () => {
  it("says what is in it: arrays, nested types, several instances, parameters, texts and dropouts", () => {
    const { of, events } = readAll(ulogFlight());

    expect(of("vehicle_attitude")).toHaveLength(100);
    expect(of("vehicle_attitude")[3]).toMatchObject({ bootUs: 20_300_000 });
    expect(of("vehicle_attitude")[3]?.fields.q).toEqual([Math.SQRT1_2, 0, 0, Math.SQRT1_2].map(Math.fround));
    expect(of("vehicle_attitude")[3]?.fields).not.toHaveProperty("_padding0");
    expect(of("esc_status")[0]?.fields).toMatchObject({ "esc[0].esc_rpm": 4_000, "esc[1].esc_rpm": 4_100 });
    expect(of("battery_status[1]")).toHaveLength(10);
    expect(events).toContainEqual({ kind: "parameter", name: "MAV_SYS_ID", value: 9, isInteger: true });
    expect(events).toContainEqual({ kind: "info", key: "sys_name", value: "PX4" });
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: "text",
        severity: 4,
        text: "Low battery level! Return advised",
        bootUs: 23_000_000,
      }),
    );
    expect(events).toContainEqual(expect.objectContaining({ kind: "dropout", durationMs: 350 }));
    expect(events.filter(({ kind }) => kind === "damage" || kind === "cut")).toEqual([]);
  });

  it("is the same in chunks of any size", () => {
    const bytes = ulogFlight(2);
    const whole = readAll(bytes).records;

    for (const length of [1, 2, 3, 15, 16, 17, 100, 1_000]) expect(readAll(bytes, length).records).toEqual(whole);
  });

  it("gives what came before, wherever it is cut in its last kilobyte", () => {
    const bytes = ulogFlight(2);
    const whole = readAll(bytes).records;

    for (let length = bytes.length - 1_024; length < bytes.length; length++) {
      const { records } = readAll(bytes.subarray(0, length));
      expect(records).toEqual(whole.slice(0, records.length));
      expect(records.length).toBeGreaterThan(whole.length - 40);
    }
  });

  it("finds the next message behind damage", () => {
    const log = beginUlog();
    flyUlog(log, 1);
    const before = log.length;
    log.raw(new Uint8Array(500).fill(0x44));
    flyUlog(log, 1);
    const { of, events } = readAll(log.bytes);

    expect(of("vehicle_attitude")).toHaveLength(20);
    const damage = events.find(({ kind }) => kind === "damage");
    expect(damage).toMatchObject({ offset: before });
  });

  it("with 2 % of its bytes damaged still gives most of its messages, and never throws", () => {
    const bytes = ulogFlight(60);
    const whole = readAll(bytes).records.length;
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 0x7fffffff;
      return seed / 0x7fffffff;
    };
    const damaged = bytes.map((byte, at) => (at > 4_000 && random() < 0.02 ? Math.floor(random() * 256) : byte));

    expect(readAll(damaged).records.length).toBeGreaterThan(0.8 * whole);
  });

  it("goes on in the part that was appended, behind a message that was cut there", () => {
    const first = beginUlog();
    flyUlog(first, 1);
    const appendedAt = first.length - 5;
    const log = beginUlog({ appendedAt });
    flyUlog(log, 1);
    const bytes = log.bytes.subarray(0, appendedAt);
    const more = beginUlog();
    const from = more.length;
    flyUlog(more, 1);
    const { of, events } = readAll(new Uint8Array([...bytes, ...more.bytes.subarray(from)]));

    expect(of("vehicle_attitude").length).toBeGreaterThanOrEqual(19);
    expect(events.some(({ kind }) => kind === "cut")).toBe(true);
  });

  it("is refused politely where it needs features that nobody knew", () => {
    const log = beginUlog({ incompatible: 4 });
    flyUlog(log, 1);
    const { reader, records } = readAll(log.bytes);

    expect(reader.fault).toMatchObject({ code: "incompatible" });
    expect(records).toEqual([]);
  });

  it("with one damaged byte in its header is read, with more it isn't a ULog", () => {
    const bytes = ulogFlight(1);

    for (let at = 0; at < 7; at++) {
      const damaged = bytes.slice();
      damaged[at] = 0;
      expect(readAll(damaged).of("vehicle_attitude")).toHaveLength(10);
    }
    const destroyed = bytes.slice().fill(0, 0, 7);
    expect(looksLikeUlog(destroyed)).toBe(false);
    expect(readAll(destroyed).reader.fault).toMatchObject({ code: "not-this-format" });
    expect(readAll(bytes.subarray(0, 10)).reader.fault).toMatchObject({ code: "not-this-format" });
    expect(readAll(new Uint8Array(0)).reader.fault).toMatchObject({ code: "not-this-format" });
  });

  it("survives definitions that contain themselves, name nothing, or are huge", () => {
    const log = beginUlog();
    log.format("loop", "uint64_t timestamp;loop again");
    log.format("far", "uint64_t timestamp;nothing field");
    log.format("wide", "uint64_t timestamp;double[60000] d");
    log.subscribe("loop", 100);
    log.subscribe("far", 101);
    log.subscribe("wide", 102);
    flyUlog(log, 1);

    expect(readAll(log.bytes).of("vehicle_attitude")).toHaveLength(10);
  });

  it("of nothing but text or definitions is read in a time that grows with its length", () => {
    const text = beginUlog();
    text.raw(new TextEncoder().encode("FAIL PLM Q ".repeat(200_000)));
    flyUlog(text, 1);
    const definitions = beginUlog();
    for (let n = 0; n < 500; n++) {
      definitions.format(`wide${n}`, `uint64_t timestamp;float[9] a;esc_report[200] b`);
      definitions.subscribe(`wide${n}`, 1_000 + n);
    }
    flyUlog(definitions, 1);
    const startMs = performance.now();

    expect(readAll(text.bytes, 65_536).of("vehicle_attitude")).toHaveLength(10);
    expect(readAll(definitions.bytes, 65_536).of("vehicle_attitude")).toHaveLength(10);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});
