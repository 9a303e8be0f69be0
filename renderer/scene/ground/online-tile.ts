import { wgs84ToGcj02 } from "../../../shared/geo/gcj02.ts";
import { tileSizePx, worldLatDeg, worldLonDeg, worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import type { TileDatum } from "../../stores/tile-template.ts";
import type { WantTile } from "./ground-picture.ts";
import type { TilePlace } from "./mosaic-plan.ts";

/** A tile's address by a template whose place-holders were checked. */
export const tileUrl = (template: string, { z, x, y }: TilePlace): string =>
  template
    .replaceAll("{s}", "a")
    .replaceAll("{r}", "")
    .replaceAll("{z}", String(z))
    .replaceAll("{x}", String(x))
    .replaceAll("{y}", String(y))
    .replaceAll("{-y}", String(2 ** z - 1 - y));

/** Where a source draws what lies in the north-western corner of a tile, in its own tiles; whole numbers for WGS-84. */
export const sourceCorner = ({ z, x, y }: TilePlace, datum: TileDatum): { readonly x: number; readonly y: number } => {
  if (datum === "wgs84") return { x, y };
  const count = 2 ** z;
  const middle = { latDeg: worldLatDeg((y + 0.5) / count), lonDeg: worldLonDeg((x + 0.5) / count) };
  const drawn = wgs84ToGcj02(middle);
  return { x: worldX(drawn.lonDeg) * count - 0.5, y: worldY(drawn.latDeg) * count - 0.5 };
};

/**
 * Brings tiles of the online map. Only sources that let others read their pictures (CORS) can be laid over the ground: a page
 * may show the others but not hand them to the graphics memory.
 * @param onReach told whether the tiles can be had
 */
export const onlineTile =
  (source: { readonly url: string; readonly datum: TileDatum }, onReach: (reachable: boolean) => void): WantTile =>
  (tile, done) => {
    const corner = sourceCorner(tile, source.datum);
    const [x0, y0] = [Math.floor(corner.x), Math.floor(corner.y)];
    const board = document.createElement("canvas");
    board.width = tileSizePx;
    board.height = tileSizePx;
    const context = board.getContext("2d");
    const images: HTMLImageElement[] = [];
    const isWhole = corner.x === x0 && corner.y === y0;
    for (const [right, down] of isWhole ? ([[0, 0]] as const) : fourAround) {
      const image = new Image();
      images.push(image);
      image.crossOrigin = "anonymous";
      image.onload = () => {
        onReach(true);
        const [left, top] = [(x0 + right - corner.x) * tileSizePx, (y0 + down - corner.y) * tileSizePx];
        context?.drawImage(image, left, top, tileSizePx, tileSizePx);
        done(board);
      };
      image.onerror = () => onReach(false);
      image.src = tileUrl(source.url, { z: tile.z, x: x0 + right, y: y0 + down });
    }
    return () => {
      for (const image of images) {
        image.onload = null;
        image.onerror = null;
        image.src = "";
      }
    };
  };

const fourAround = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;
