import type { Map as LeafletMap } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { panes } from "../map-panes.ts";
import { worldSizePx, worldX, worldY } from "../mercator.ts";
import { pointIndex } from "./box-index.ts";
import { type MarkRows, MarkTiles } from "./mark-tiles.ts";
import type { Sprite } from "./sprite-cache.ts";

/** One of many: where, and how it looks. */
export interface CrowdMember {
  readonly id: string;
  readonly place: LatLon;
  readonly look: number;
}

/** Many marks of one kind that seldom move, drawn in tiles while they are shown. */
export class Crowd {
  readonly #map: LeafletMap;
  readonly #spriteOf: (look: number, zoom: number) => Sprite;
  #members: readonly CrowdMember[] = [];
  #rows: MarkRows = rowsOf([]);
  #layer: MarkTiles | undefined;

  constructor(map: LeafletMap, spriteOf: (look: number, zoom: number) => Sprite) {
    this.#map = map;
    this.#spriteOf = spriteOf;
  }

  get count(): number {
    return this.#members.length;
  }

  get isShown(): boolean {
    return this.#layer !== undefined;
  }

  /** Draws anew only where somebody came, went, moved or looks otherwise. */
  set(members: readonly CrowdMember[]): void {
    const before = this.#members;
    this.#members = members;
    this.#rows = rowsOf(members);
    this.#layer?.setRows(this.#rows, changes(before, members));
  }

  /** On the map or off it. */
  show(on: boolean): void {
    if (on === (this.#layer !== undefined)) return;
    this.#layer?.remove();
    this.#layer = on
      ? new MarkTiles({ pane: panes.crowd.name, rows: this.#rows, spriteOf: this.#spriteOf }).addTo(this.#map)
      : undefined;
  }

  /** Other words or colours: all is drawn anew. */
  redraw(): void {
    this.#layer?.setRows(this.#rows);
  }

  /** Who is within a box of the square. */
  within(west: number, north: number, east: number, south: number): readonly CrowdMember[] {
    const found: CrowdMember[] = [];
    this.#rows.points.within(west, north, east, south, (i) => {
      const member = this.#members[i];
      if (member !== undefined) found.push(member);
    });
    return found;
  }

  /** Who is nearest to a place, within so many pixels. */
  nearest(place: LatLon, reachPx: number): CrowdMember | undefined {
    if (this.#layer === undefined) return undefined;
    const scale = worldSizePx(this.#map.getZoom());
    const [x, y, reach] = [worldX(place.lonDeg), worldY(place.latDeg), reachPx / scale];
    const away = (member: CrowdMember) => Math.hypot(worldX(member.place.lonDeg) - x, worldY(member.place.latDeg) - y);
    return this.within(x - reach, y - reach, x + reach, y + reach)
      .filter((member) => away(member) <= reach)
      .sort((a, b) => away(a) - away(b) || b.look - a.look)[0];
  }

  /** Members in the view and a little around it. */
  inView(padFraction: number): readonly CrowdMember[] {
    const bounds = this.#map.getBounds().pad(padFraction);
    return this.within(
      worldX(bounds.getWest()),
      worldY(bounds.getNorth()),
      worldX(bounds.getEast()),
      worldY(bounds.getSouth()),
    );
  }

  close(): void {
    this.show(false);
  }
}

const rowsOf = (members: readonly CrowdMember[]): MarkRows => {
  const xy = new Float64Array(members.length * 2);
  const looks = new Uint8Array(members.length);
  members.forEach(({ place, look }, i) => {
    xy[2 * i] = worldX(place.lonDeg);
    xy[2 * i + 1] = worldY(place.latDeg);
    looks[i] = look;
  });
  return { points: pointIndex(xy), looks };
};

/** Where the two differ: x and y of each in turn, of where it was and of where it is. */
const changes = (before: readonly CrowdMember[], now: readonly CrowdMember[]): number[] => {
  const known = new Map(before.map((member) => [member.id, member]));
  const changed: number[] = [];
  const note = ({ place }: CrowdMember): void => {
    changed.push(worldX(place.lonDeg), worldY(place.latDeg));
  };
  for (const member of now) {
    const old = known.get(member.id);
    known.delete(member.id);
    if (old === member) continue;
    if (old === undefined) note(member);
    else if (
      old.look !== member.look ||
      old.place.latDeg !== member.place.latDeg ||
      old.place.lonDeg !== member.place.lonDeg
    ) {
      note(old);
      note(member);
    }
  }
  for (const gone of known.values()) note(gone);
  return changed;
};
