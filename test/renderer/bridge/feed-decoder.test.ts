import { describe, expect, it } from "vitest";
import { FeedDecoder, type FeedPicture } from "../../../renderer/bridge/feed-decoder.ts";
import { FakeDecoders, piece } from "../../support/fake-decoders.ts";

const rig = () => {
  const decoders = new FakeDecoders();
  const pictures: FeedPicture[] = [];
  let refused = 0;
  const decoder = new FeedDecoder({
    create: decoders.create,
    onPicture: (picture) => pictures.push(picture),
    onRefused: () => {
      refused++;
    },
  });
  decoder.configure("avc1.42e01f");
  return { decoder, decoders, pictures, refused: () => refused };
};

describe("a feed's decoder", () => {
  it("begins with a key picture and leaves out what comes before it", () => {
    const { decoder, decoders, pictures } = rig();

    decoder.push(piece("delta", 7));
    decoder.push(piece("key", 8));
    decoder.push(piece("delta", 9));

    expect(decoders.last.chunks.map(({ key }) => key)).toEqual([true, false]);
    expect(decoder.left).toBe(1);
    expect(pictures).toEqual([]);
  });

  it("gives each picture its own capture time, even where two claim the same moment and they come out of order", () => {
    const { decoder, decoders, pictures } = rig();
    for (const [kind, n, captureMs] of [
      ["key", 1, 5_000],
      ["delta", 2, 5_000],
      ["delta", 3, 4_950],
    ] as const)
      decoder.push(piece(kind, n, captureMs));

    for (const i of [0, 2, 1]) decoders.last.give(i);

    expect(pictures.map(({ captureMs }) => captureMs)).toEqual([5_000, 4_950, 5_000]);
  });

  it("waits for the next key after a gap", () => {
    const { decoder, decoders } = rig();
    for (const [kind, n] of [
      ["key", 1],
      ["delta", 2],
      ["delta", 4],
      ["delta", 5],
      ["key", 6],
      ["delta", 7],
    ] as const)
      decoder.push(piece(kind, n));

    expect(decoders.all).toHaveLength(1);
    expect(decoders.last.chunks.map(({ data }) => data[0])).toEqual([1, 2, 6, 7]);
  });

  it("takes the sequence's overflow for no gap", () => {
    const { decoder, decoders } = rig();

    decoder.push(piece("key", 0xffff_ffff));
    decoder.push(piece("delta", 0));

    expect(decoders.last.chunks).toHaveLength(2);
  });

  it("makes a new decoder after an error and waits for the next key", () => {
    const { decoder, decoders, pictures } = rig();
    decoder.push(piece("key", 1));
    const broken = decoders.last;

    broken.fail();
    decoder.push(piece("delta", 2));
    decoder.push(piece("key", 3, 7_000));
    decoders.last.give(0);

    expect(decoders.all).toHaveLength(2);
    expect(broken.closed).toBe(true);
    expect(pictures.map(({ captureMs }) => captureMs)).toEqual([7_000]);
  });

  it("drops a picture that a closed decoder still gives", () => {
    const { decoder, decoders, pictures } = rig();
    decoder.push(piece("key", 1));
    const old = decoders.last;

    decoder.configure("avc1.640028");
    const frame = old.give(0);

    expect(pictures).toEqual([]);
    expect(frame.closed).toBe(true);
  });

  it("leaves out all up to the next key once too much waits", () => {
    const { decoder, decoders } = rig();
    decoder.push(piece("key", 1));
    decoders.last.waiting = 13;

    decoder.push(piece("delta", 2));
    decoders.last.waiting = 0;
    decoder.push(piece("delta", 3));
    decoder.push(piece("key", 4));

    expect(decoders.last.chunks.map(({ data }) => data[0])).toEqual([1, 4]);
  });

  it("gives up after three decoders that brought no picture, and not where each brought one", () => {
    const { decoder, decoders, refused } = rig();
    for (let n = 1; n <= 4; n++) {
      decoder.push(piece("key", n));
      decoders.last.give(0);
      decoders.last.fail();
    }
    expect(refused()).toBe(0);

    for (let n = 5; n <= 6; n++) {
      decoder.push(piece("key", n));
      decoders.last.fail();
    }

    expect(refused()).toBe(1);
  });

  it("counts a browser that can't configure the codec as failed", () => {
    const { decoder, decoders, refused } = rig();
    decoders.refuses = true;

    for (let n = 1; n <= 3; n++) decoder.push(piece("key", n));

    expect(refused()).toBe(1);
  });
});
