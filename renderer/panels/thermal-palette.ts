import type { ThermalPalette } from "../stores/settings-store.ts";

type Rgb = readonly [number, number, number];

/** Ironbow's stops as thermal cameras have them: black, violet, magenta, orange, yellow, white. */
const ironbow: readonly Rgb[] = [
  [0, 0, 0],
  [32, 0, 108],
  [124, 0, 152],
  [196, 36, 112],
  [236, 96, 24],
  [252, 168, 0],
  [255, 228, 92],
  [255, 255, 255],
];

const between = (stops: readonly Rgb[], fraction: number): Rgb => {
  const place = fraction * (stops.length - 1);
  const low = stops[Math.floor(place)] ?? [0, 0, 0];
  const high = stops[Math.ceil(place)] ?? low;
  const part = place - Math.floor(place);
  return [low[0] + (high[0] - low[0]) * part, low[1] + (high[1] - low[1]) * part, low[2] + (high[2] - low[2]) * part];
};

/**
 * 256 colours, RGB after RGB: what brightness 0 to 255 of a white-hot picture is drawn as.
 * @param brightness 0 to 1, less for the night
 */
export const paletteTable = (palette: ThermalPalette, brightness = 1): Uint8Array => {
  const table = new Uint8Array(256 * 3);
  for (let grey = 0; grey < 256; grey++) {
    const [r, g, b]: Rgb =
      palette === "ironbow"
        ? between(ironbow, grey / 255)
        : palette === "black-hot"
          ? [255 - grey, 255 - grey, 255 - grey]
          : [grey, grey, grey];
    table.set(
      [r, g, b].map((part) => Math.round(part * brightness)),
      grey * 3,
    );
  }
  return table;
};

/** Recolours RGBA pixels of a grey white-hot picture in place; what is coloured already (a box around a find) stays. */
export const applyPalette = (rgba: Uint8ClampedArray, table: Uint8Array): void => {
  for (let i = 0; i < rgba.length; i += 4) {
    const red = rgba[i] ?? 0;
    if (red !== rgba[i + 1] || red !== rgba[i + 2]) continue;
    const grey = red * 3;
    rgba[i] = table[grey] ?? 0;
    rgba[i + 1] = table[grey + 1] ?? 0;
    rgba[i + 2] = table[grey + 2] ?? 0;
  }
};
