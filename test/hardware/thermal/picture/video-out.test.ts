import { expect, it } from "vitest";
import type { VideoConfig, VideoPiece } from "../../../../hardware/thermal/feed.ts";
import { VideoOut } from "../../../../hardware/thermal/picture/video-out.ts";

const frame = (sequence: number, captureProcessMs: number) => ({
  ...{ widthPx: 16, heightPx: 16, sequence, captureProcessMs, captureSigmaMs: 1 },
  values: { kind: "grey" as const, data: new Uint8Array(256).fill(sequence) },
});

/** Two screens on one camera: the first as it comes, the second asks for few. */
const rig = async (captures: readonly number[], screens: readonly { readonly jpegsPerS?: number }[]) => {
  const got = screens.map(() => [] as number[]);
  let posted = () => {};
  let nowMs = 0;
  let made = 0;
  const out = new VideoOut({
    now: () => nowMs,
    post: (to, piece: VideoPiece | VideoConfig) => {
      if (piece.kind === "config") return;
      made += 1;
      for (const id of to) got[id]?.push(piece.captureProcessMs);
      posted();
    },
  });
  for (const [id, asked] of screens.entries()) out.join(id, asked);
  for (const [n, captureMs] of captures.entries()) {
    nowMs = captureMs;
    const { promise, resolve } = Promise.withResolvers<void>();
    posted = resolve;
    out.frame(frame(n, captureMs));
    const isDue = screens.some(({ jpegsPerS }) => jpegsPerS === undefined) || n % 5 === 0;
    if (isDue) await promise;
  }
  return { got, made: () => made };
};

const tenASecond = Array.from({ length: 31 }, (_, n) => n * 100 + ((n * 7) % 15));

it("gives who asks for few JPEGs as many, and encodes none between them for nobody", async () => {
  const { got, made } = await rig(tenASecond, [{ jpegsPerS: 2 }]);

  expect(got[0]).toHaveLength(7);
  expect(made()).toBe(7);
});

it("gives the others all of them at the same time", async () => {
  const { got } = await rig(tenASecond, [{}, { jpegsPerS: 2 }]);

  expect(got[0]).toHaveLength(31);
  expect(got[1]).toHaveLength(7);
  expect(got[1]?.every((capture) => got[0]?.includes(capture))).toBe(true);
});
