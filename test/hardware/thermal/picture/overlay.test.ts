import { describe, expect, test } from "vitest";
import { Overlay } from "../../../../hardware/thermal/picture/overlay.ts";
import { PictureMask } from "../../../../hardware/thermal/picture/picture-mask.ts";
import { Random } from "../../../support/simulated-pass.ts";

const [widthPx, heightPx] = [320, 256];
const person = { xPx: 200, yPx: 120, widthPx: 20, heightPx: 44 };
const shape = { areaPx: 700, contrastK: 90, snr: 20 };

const paint = (data: Uint8Array, { xPx, yPx, widthPx: wide, heightPx: high }: typeof person, level: number): void => {
  for (let y = yPx - high / 2; y < yPx + high / 2; y++)
    data.fill(level, y * widthPx + xPx - wide / 2, y * widthPx + xPx + wide / 2);
};

/** Looks at half a second's distance; `scene` gives the grey of a point. */
const look = (
  overlay: Overlay,
  scene: (x: number, y: number, i: number) => number,
  drawn: (data: Uint8Array) => void,
) => {
  for (let i = 0; i < 40; i++) {
    const data = new Uint8Array(widthPx * heightPx);
    for (let at = 0; at < data.length; at++) data[at] = scene(at % widthPx, Math.floor(at / widthPx), i);
    drawn(data);
    overlay.note({ widthPx, heightPx, data });
  }
};

describe("what is drawn on a picture", () => {
  test("is nobody who lies still before a camera that stands still and whose picture is noisy", () => {
    const overlay = new Overlay();
    const random = new Random(7);
    const ground = (x: number, y: number) => 70 + 20 * Math.sin(x / 9) * Math.cos(y / 13);

    look(
      overlay,
      (x, y) => ground(x, y) + random.normal(18),
      (data) => paint(data, person, 255),
    );

    expect(overlay.hides(person.xPx, person.yPx, person.widthPx, person.heightPx)).toBe(false);
  });

  test("is nobody who lies still while the camera's gain wanders", () => {
    const overlay = new Overlay();
    const ground = (x: number, y: number) => 70 + 20 * Math.sin(x / 9) * Math.cos(y / 13);

    look(
      overlay,
      (x, y, i) => (1 + 0.4 * Math.sin(i)) * ground(x, y),
      (data) => paint(data, person, 255),
    );

    expect(overlay.hides(person.xPx, person.yPx, person.widthPx, person.heightPx)).toBe(false);
  });

  test("hides nobody of whom the network is sure, such as who is kept in the crosshair", () => {
    const overlay = new Overlay();
    const moving = (x: number, y: number, i: number) => 70 + 40 * Math.sin((x + 23 * i) / 9) * Math.cos(y / 13);
    const cross = (data: Uint8Array) => {
      paint(data, { ...person, widthPx: 60, heightPx: 2 }, 255);
      paint(data, { ...person, widthPx: 2, heightPx: 60 }, 255);
    };
    look(overlay, moving, cross);
    const mask = new PictureMask(undefined, overlay);
    const small = { ...shape, ...person, widthPx: 8, heightPx: 8 };

    expect(mask.hides(small)).toBe(true);
    expect(mask.hides({ ...small, personProbability: 0.2 })).toBe(true);
    expect(mask.hides({ ...small, personProbability: 0.6 })).toBe(false);
  });
});
