import type { FeedPicture } from "../../bridge/feed-decoder.ts";
import type { ThermalPalette } from "../../stores/settings-store.ts";
import { applyPalette, paletteTable } from "../thermal-palette.ts";
import { createPaletteGl, type PaletteGl } from "./palette-gl.ts";

export interface PaintStyle {
  readonly palette: ThermalPalette;
  /** Grey, to be coloured; else it is drawn as it is. */
  readonly grey: boolean;
  readonly night: boolean;
}

/** A white picture would end the eyes' dark adaptation. */
const nightBrightness = 0.78;

/** Draws pictures into canvases in the palette of one's choice, on the graphics card where there is one. */
export class FeedPainter {
  readonly #gl: PaletteGl | undefined;
  readonly #tables = new Map<string, Uint8Array>();

  constructor(gl: PaletteGl | undefined = createPaletteGl(document.createElement("canvas"))) {
    this.#gl = gl;
  }

  paint(canvas: HTMLCanvasElement, picture: FeedPicture, { palette, grey, night }: PaintStyle): void {
    const { source, widthPx: width, heightPx: height } = picture;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) return;
    const coloured = grey ? this.#gl?.colour(source, { width, height }, this.#table(palette, night)) : undefined;
    if (coloured !== undefined) {
      context.drawImage(coloured.canvas, 0, coloured.top, width, height, 0, 0, width, height);
      return;
    }
    context.drawImage(source, 0, 0, width, height);
    if (grey && palette === "ironbow") this.#recolour(context, width, height, night);
    else {
      if (grey && palette === "black-hot") fill(context, "difference", "#fff");
      if (night) fill(context, "source-over", `rgb(0 0 0 / ${1 - nightBrightness})`);
    }
  }

  #recolour(context: CanvasRenderingContext2D, width: number, height: number, night: boolean): void {
    const pixels = context.getImageData(0, 0, width, height);
    applyPalette(pixels.data, this.#table("ironbow", night));
    context.putImageData(pixels, 0, 0);
  }

  #table(palette: ThermalPalette, night: boolean): Uint8Array {
    const key = `${palette} ${night}`;
    const table = this.#tables.get(key) ?? paletteTable(palette, night ? nightBrightness : 1);
    this.#tables.set(key, table);
    return table;
  }
}

const fill = (context: CanvasRenderingContext2D, how: GlobalCompositeOperation, colour: string): void => {
  context.globalCompositeOperation = how;
  context.fillStyle = colour;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.globalCompositeOperation = "source-over";
};
