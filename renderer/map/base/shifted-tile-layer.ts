import { type Bounds, type Coords, type LatLng, type Point, point, TileLayer } from "leaflet";
import { pxToGcj02, pxToWgs84 } from "./tile-shift.ts";

/** What of Leaflet's layer is overridden though its types leave it out. */
interface PlacedTiles {
  /** Where a tile goes in its level, px. */
  _getTilePos(coords: Coords): Point;
  /** What of the world is in the view, px at the tiles' zoom. */
  _getTiledPixelBounds(center: LatLng): Bounds;
}

const PlacedTileLayer: new (...options: ConstructorParameters<typeof TileLayer>) => TileLayer & PlacedTiles =
  // The methods are there since Leaflet 1.0; a test in a browser sees them called.
  TileLayer as never;

/**
 * Tiles of a source in GCJ-02 under a map in WGS-84: each tile is moved so that what it shows in its middle lies where it is,
 * and the tiles are asked for that show the view. The map itself, its marks and every press on it stay WGS-84.
 */
export class ShiftedTileLayer extends PlacedTileLayer {
  override _getTilePos(coords: Coords): Point {
    const side = this.getTileSize();
    const middle = { x: (coords.x + 0.5) * side.x, y: (coords.y + 0.5) * side.y };
    const by = pxToWgs84(middle, coords.z);
    return super._getTilePos(coords).add(point(Math.round(by.x), Math.round(by.y)));
  }

  override _getTiledPixelBounds(center: LatLng): Bounds {
    const bounds = super._getTiledPixelBounds(center);
    const zoom = this._tileZoom;
    if (zoom === undefined) return bounds;
    const corners = [
      bounds.getTopLeft(),
      bounds.getTopRight(),
      bounds.getBottomLeft(),
      bounds.getBottomRight(),
      bounds.getCenter(),
    ];
    const [first, ...others] = corners.map((corner) => {
      const by = pxToGcj02(corner, zoom);
      return corner.add(point(by.x, by.y));
    });
    if (first) {
      bounds.min = first.clone();
      bounds.max = first.clone();
    }
    for (const other of others) bounds.extend(other);
    return bounds;
  }
}
