import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RawDecoder } from "../../../hardware/link/raw-decoder.ts";
import { ReplayBatch } from "../../../hardware/link/replay-batch.ts";
import type { ReplayDecoder } from "../../../hardware/link/replay-decoder.ts";
import { TlogDecoder } from "../../../hardware/link/tlog-decoder.ts";
import { LogTimeline } from "../../../shared/archive/clock/log-timeline.ts";
import { FrameWriter } from "../../../shared/mavlink/codec.ts";
import { encodeTlogRecord } from "../../support/encode-tlog-record.ts";

const startUs = 1_795_299_851_468_550;

const decode = (decoder: ReplayDecoder, chunks: readonly Uint8Array[]): { bytes: string; positionUs: number }[] => {
  const pieces: { bytes: string; positionUs: number }[] = [];
  const batch = new ReplayBatch();
  const drain = (): void => {
    for (let i = 0; i < batch.count; i++)
      pieces.push({ bytes: Buffer.from(batch.bytes(i)).toString("hex"), positionUs: batch.positionUs(i) });
    batch.clear();
  };
  for (const chunk of chunks) {
    decoder.push(chunk, batch);
    drain();
  }
  decoder.flush(batch);
  drain();
  return pieces;
};

const writer = new FrameWriter({ systemId: 1, componentId: 1 });
const attitudes = Array.from({ length: 6 }, (_, i) =>
  writer.write("ATTITUDE", { timeBootMs: 1_000 + i * 20, roll: i }),
);
const raw = Buffer.concat([
  Buffer.from("Init ArduCopter. ".repeat(40)),
  ...attitudes.slice(0, 3),
  Buffer.alloc(700, 0xfd),
  ...attitudes.slice(3),
  Buffer.from([0xfd, 9, 0, 0]),
]);
const tlog = Buffer.concat(attitudes.map((frame, i) => encodeTlogRecord(startUs + i * 20_000, frame)));

describe("a log's decoder", () => {
  test.each([
    ["raw", raw, () => new RawDecoder()],
    ["tlog", tlog, () => new TlogDecoder()],
  ])("gives the same pieces wherever a %s file is cut into chunks", (_name, bytes, make) => {
    const whole = decode(make(), [bytes]);

    for (let at = 0; at <= bytes.length; at++)
      expect(decode(make(), [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    expect(
      decode(
        make(),
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(whole);
  });

  test("of a raw stream loses no byte", () => {
    expect(
      decode(new RawDecoder(), [raw])
        .map(({ bytes }) => bytes)
        .join(""),
    ).toBe(raw.toString("hex"));
  });

  test("of a raw stream begins anew with the vehicle's clock after a restart", () => {
    const boots = [5_000, 5_100, 100, 200].map((timeBootMs) => writer.write("ATTITUDE", { timeBootMs }));

    expect(decode(new RawDecoder(), boots).map(({ positionUs }) => positionUs)).toEqual([0, 100_000, 100_000, 200_000]);
  });

  test("of a raw stream takes the date from the vehicle where it knows it", () => {
    const decoder = new RawDecoder();
    decode(decoder, [
      writer.write("ATTITUDE", { timeBootMs: 1_000 }),
      writer.write("SYSTEM_TIME", { timeBootMs: 3_000, timeUnixUsec: BigInt(startUs) }),
    ]);

    expect(decoder.startUtcUs).toBe(startUs - 2_000_000);
  });
});

describe("the time of a log", () => {
  const positions = (stamps: readonly (number | undefined)[]): number[] => {
    const timeline = new LogTimeline();
    return stamps.map((stamp) => timeline.position(stamp));
  };

  test("never goes back, whatever the stamps say", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 4e15 }), { nil: undefined })), (stamps) => {
        const found = positions(stamps);
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }),
    );
  });

  test("follows stamps that only go on", () => {
    const steps = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(steps, (stepsUs) => {
        let sumUs = 0;
        const elapsed = [0, ...stepsUs.map((stepUs) => (sumUs += stepUs))];
        expect(positions(elapsed.map((us) => startUs + us))).toEqual(elapsed);
      }),
    );
  });

  test("believes a long pause once three stamps agree on it", () => {
    const hour = 3_600_000_000;
    expect(positions([0, 10, hour, hour + 10, hour + 20, hour + 30].map((us) => startUs + us))).toEqual([
      0,
      10,
      10,
      10,
      hour + 20,
      hour + 30,
    ]);
  });

  test("goes on from where it was when the recorder's clock was set", () => {
    const year = 365 * 24 * 3_600_000_000;
    const ahead = [0, 1_000, year, year + 1_000, year + 2_000, year + 3_000];
    const back = ahead.map((us) => (us < year ? us : us - 2 * year));

    expect(positions(ahead.map((us) => startUs + us))).toEqual([0, 1_000, 1_000, 1_000, 3_000, 4_000]);
    expect(positions(back.map((us) => startUs + us))).toEqual([0, 1_000, 1_000, 1_000, 3_000, 4_000]);
  });

  test("ignores single damaged stamps, and repeats of one", () => {
    const wild = startUs + 7_200_000_000;
    const stamps = [startUs, startUs + 10, wild, wild, wild, wild, startUs + 20, undefined, 5, startUs + 30];

    expect(positions(stamps)).toEqual([0, 10, 10, 10, 10, 10, 20, 20, 20, 30]);
  });
});
