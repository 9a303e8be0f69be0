import { describe, expect, test } from "vitest";
import { Letterbox } from "../../../../hardware/thermal/picture/letterbox.ts";

const [widthPx, heightPx] = [160, 128];

/** A picture with so many black columns and rows at its sides, seen again and again. */
const seen = ({ left = 0, right = 0, top = 0, bottom = 0 }) => {
  const data = new Uint8Array(widthPx * heightPx);
  for (let y = top; y < heightPx - bottom; y++)
    for (let x = left; x < widthPx - right; x++) data[y * widthPx + x] = 60 + ((7 * x + 3 * y) % 90);
  const letterbox = new Letterbox();
  for (let i = 0; i < 6; i++) letterbox.note({ widthPx, heightPx, data });
  return letterbox.content;
};

describe("black bars around a scene", () => {
  test("lie on both sides, as wide on the one as on the other", () => {
    expect(seen({ left: 20, right: 20 })).toEqual({ left: 20, top: 0, right: 140, bottom: 128 });
    expect(seen({ top: 15, bottom: 17 })).toEqual({ left: 0, top: 15, right: 160, bottom: 111 });
    expect(seen({ left: 20, right: 20, top: 16, bottom: 16 })).toEqual({ left: 20, top: 16, right: 140, bottom: 112 });
  });

  test("are none where a lake or the sky is black on one side: the field of view isn't of the rest, and people swim there", () => {
    expect(seen({ left: 70 })).toBeUndefined();
    expect(seen({ top: 50 })).toBeUndefined();
    expect(seen({ left: 60, right: 10 })).toBeUndefined();
    expect(seen({ top: 40, left: 20, right: 20 })).toEqual({ left: 20, top: 0, right: 140, bottom: 128 });
  });
});
