import { describe, expect, it } from "vitest";
import { DataFlashReader, looksLikeDataFlash } from "../../../../shared/archive/formats/dataflash/reader.ts";
import { beginDataFlash, dataFlashFlight, flyDataFlash } from "../../../support/native-flights.ts";
import { DataFlashWriter } from "../../../support/native-log-writers.ts";
import { readNativeBytes } from "../../../support/read-native-bytes.ts";

const readAll = (bytes: Uint8Array, chunkLength?: number) =>
  readNativeBytes((handlers) => new DataFlashReader(handlers), bytes, chunkLength);

describe("a DataFlash log", () => {
  it("says what is in it, with the units and scales that it defines itself", () => {
    const { of, events } = readAll(dataFlashFlight());

    expect(of("ATT")).toHaveLength(100);
    expect(of("ATT")[5]).toMatchObject({ bootUs: 20_500_000, fields: { Roll: 1.05, Pitch: -2, Yaw: 3 } });
    expect(of("BAT")[0]?.fields).toMatchObject({ Volt: Math.fround(22.2), RemPct: 80 });
    expect(of("BAT[1]")).toHaveLength(10);
    expect(of("GPS[1]")[0]?.fields).toMatchObject({ Status: 3, HDop: 1.4, Lat: 48.1, Alt: 521 });
    expect(of("ISBD")[0]?.fields.x).toEqual(Array.from({ length: 32 }, (_, n) => n - 16));
    expect(of("MSG")[0]?.fields.Message).toBe("ArduCopter V4.5.7 (2a3dc4b7)");
    expect(events).toContainEqual({ kind: "parameter", name: "SYSID_THISMAV", value: 7, isInteger: false });
    expect(events.filter(({ kind }) => kind === "damage" || kind === "cut")).toEqual([]);
  });

  it("gives every type of field as it was written", () => {
    const log = new DataFlashWriter();
    log.define("ALL", "QbBhHiIfdgcCeELM", "TimeUS,b,B,h,H,i,I,f,d,g,c,C,e,E,L,M");
    log.define("TXT", "QqnNZ", "TimeUS,q,n,N,Z");
    // 0x3555 is 1/3 as a half.
    log.write(
      "ALL",
      2 ** 40,
      -5,
      250,
      -30_000,
      60_000,
      -2e9,
      4e9,
      0.1,
      0.2,
      0x3555,
      -1.23,
      4.56,
      -7.89,
      3.21,
      -33.5,
      9,
    );
    log.write("TXT", 2 ** 40, -(2 ** 50), "abcd", "sixteen letters.", "Größe");

    const { of } = readAll(log.bytes);
    const [all] = of("ALL");

    expect(of("TXT")[0]?.fields).toMatchObject({ q: -(2 ** 50), n: "abcd", N: "sixteen letters.", Z: "Größe" });
    expect(all?.bootUs).toBe(2 ** 40);
    expect(all?.fields).toMatchObject({
      b: -5,
      B: 250,
      h: -30_000,
      H: 60_000,
      i: -2e9,
      I: 4e9,
      d: 0.2,
      c: -1.23,
      C: 4.56,
    });
    expect(all?.fields).toMatchObject({
      f: Math.fround(0.1),
      e: -7.89,
      E: 3.21,
      L: -33.5,
      M: 9,
    });
    expect(all?.fields.g).toBeCloseTo(1 / 3, 3);
  });

  it("is the same in chunks of any size", () => {
    const bytes = dataFlashFlight(2);
    const whole = readAll(bytes).records;

    for (const length of [1, 2, 3, 7, 88, 89, 90, 1_000]) expect(readAll(bytes, length).records).toEqual(whole);
  });

  it("gives what came before, wherever it is cut in its last kilobyte", () => {
    const bytes = dataFlashFlight(2);
    const whole = readAll(bytes).records;

    for (let length = bytes.length - 1_024; length < bytes.length; length++) {
      const { records, events } = readAll(bytes.subarray(0, length));
      expect(records).toEqual(whole.slice(0, records.length));
      const cut = events.find(({ kind }) => kind === "cut");
      const lost = cut !== undefined && "bytes" in cut ? cut.bytes : 0;
      expect(lost).toBeLessThan(256);
    }
  });

  it("finds the next record behind bytes that are none, and says where they lie", () => {
    const log = beginDataFlash();
    flyDataFlash(log, 1);
    const before = log.length;
    log.raw(new Uint8Array(300).fill(0xff));
    log.raw(new Uint8Array([0xa3, 0x95, 0x80, 1, 2, 3]));
    flyDataFlash(log, 1, 1);
    const { of, events } = readAll(log.bytes);

    expect(of("POS")).toHaveLength(20);
    expect(events.filter(({ kind }) => kind === "damage")).toEqual([{ kind: "damage", offset: before, bytes: 306 }]);
  });

  it("loses only the records that bytes were taken out of", () => {
    const log = beginDataFlash();
    flyDataFlash(log, 1);
    const at = log.length + 100;
    flyDataFlash(log, 1, 1);
    const { bytes } = log;
    const whole = readAll(bytes).records.length;
    const torn = new Uint8Array([...bytes.subarray(0, at), ...bytes.subarray(at + 10)]);

    expect(readAll(torn).records.length).toBeGreaterThanOrEqual(whole - 2);
  });

  it("with 2 % of its bytes damaged still gives most of its records, and never throws", () => {
    const bytes = dataFlashFlight(60);
    const whole = readAll(bytes).records.length;
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 0x7fffffff;
      return seed / 0x7fffffff;
    };
    const damaged = bytes.map((byte, at) => (at > 4_000 && random() < 0.02 ? Math.floor(random() * 256) : byte));

    expect(readAll(damaged).records.length).toBeGreaterThan(0.75 * whole);
  });

  it("doesn't believe an FMT that lies about a length: its own format says how long its records are", () => {
    for (const lie of [5, 30, 200]) {
      const log = beginDataFlash();
      log.define("LIE", "QfffB", "TimeUS,a,b,c,d", lie);
      for (let n = 0; n < 20; n++) {
        log.write("LIE", 20_000_000 + n * 1_000, n, 0, 0, 7);
        log.write("MSG", 20_000_000 + n * 1_000, `after ${n}`);
      }
      const { of } = readAll(log.bytes);

      expect(of("LIE").map(({ fields }) => fields.a)).toEqual(Array.from({ length: 20 }, (_, n) => n));
      expect(of("MSG")).toHaveLength(21);
    }
  });

  it("keeps to the first definition when a repeated one is damaged", () => {
    const log = beginDataFlash();
    flyDataFlash(log, 1);
    const fmt = new Uint8Array(89);
    fmt.set([0xa3, 0x95, 0x80, 137, 255]);
    fmt.set(new TextEncoder().encode("ATT"), 5);
    fmt.set(new TextEncoder().encode("Qff"), 9);
    log.raw(fmt);
    flyDataFlash(log, 1, 1);

    expect(readAll(log.bytes).of("ATT")).toHaveLength(20);
  });

  it("passes over types that nothing defines", () => {
    const log = beginDataFlash();
    log.raw(new Uint8Array([0xa3, 0x95, 0xf0, 1, 2, 3, 4, 5]));
    flyDataFlash(log, 1);

    expect(readAll(log.bytes).of("ATT")).toHaveLength(10);
  });

  it("is known by its content, not by a raw MAVLink stream or text", () => {
    expect(looksLikeDataFlash(dataFlashFlight(1).subarray(0, 4_096))).toBe(true);
    expect(looksLikeDataFlash(new TextEncoder().encode("FMT, 128, 89, FMT, BBnNZ"))).toBe(false);
    expect(looksLikeDataFlash(new Uint8Array(0))).toBe(false);
  });

  it("that does nothing but define itself anew is read in bounded time and memory", () => {
    const log = beginDataFlash();
    for (let n = 0; n < 30_000; n++) {
      const fmt = new Uint8Array(89);
      fmt.set([0xa3, 0x95, 0x80, 200, 11 + (n % 2) * 4]);
      fmt.set(new TextEncoder().encode("EVIL"), 5);
      fmt.set(new TextEncoder().encode(n % 2 === 0 ? "Q" : "Qf"), 9);
      fmt.set(new TextEncoder().encode("TimeUS,x"), 25);
      log.raw(fmt);
    }
    const startMs = performance.now();

    expect(readAll(log.bytes, 65_536).of("FMT").length).toBeGreaterThan(30_000);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});
