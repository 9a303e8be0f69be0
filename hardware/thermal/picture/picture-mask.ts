import type { Detection } from "../../../shared/heat/detection.ts";
import type { HotSpot } from "../../../shared/heat/heat-source.ts";
import type { GreyPicture } from "../detector/person-detector.ts";
import type { ContentArea } from "./letterbox.ts";
import type { Overlay } from "./overlay.ts";

/** Of whom the network is that sure is told of though a crosshair lies there: kept in its middle, a person stands still there, too. */
const SURE = 0.5;

/** What of a picture is no scene, and what that means to a search. */
export class PictureMask {
  readonly #content: ContentArea | undefined;
  readonly #overlay: Overlay;

  constructor(content: ContentArea | undefined, overlay: Overlay) {
    this.#content = content;
    this.#overlay = overlay;
  }

  /** Whether a spot is drawn on the picture, or lies in its bars. */
  hides({ xPx, yPx, widthPx, heightPx, personProbability = 0 }: HotSpot): boolean {
    const area = this.#content;
    if (area && (xPx < area.left || xPx > area.right || yPx < area.top || yPx > area.bottom)) return true;
    return personProbability < SURE && this.#overlay.hides(xPx, yPx, widthPx, heightPx);
  }

  /** The scene alone, in a new buffer; the picture itself where it is all scene. */
  cut(picture: GreyPicture): GreyPicture {
    const area = this.#content;
    if (!area || area.right > picture.widthPx || area.bottom > picture.heightPx) return picture;
    const [widthPx, heightPx] = [area.right - area.left, area.bottom - area.top];
    const data = new Uint8Array(widthPx * heightPx);
    for (let y = 0; y < heightPx; y++) {
      const from = (area.top + y) * picture.widthPx + area.left;
      data.set(picture.data.subarray(from, from + widthPx), y * widthPx);
    }
    return { widthPx, heightPx, data };
  }

  /** A box that was found in what `cut` gave, in the whole picture. */
  moved(box: Detection): Detection {
    const { left = 0, top = 0 } = this.#content ?? {};
    return { ...box, xPx: box.xPx + left, yPx: box.yPx + top };
  }
}
