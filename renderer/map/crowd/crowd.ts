import type { Map as LeafletMap } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldSizePx, worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import { pointIndex } from "./box-index.ts";
import type { CrowdName, MarkRows, MarkTiles } from "./mark-tiles.ts";

/** One of many: where, and how it looks. */
export interface CrowdMember {
  readonly id: string;
  readonly place: LatLon;
  readonly look: number;
}

/** Many marks of one kind that seldom move, drawn in tiles while they are shown. */
export class Crowd {
  readonly #map: LeafletMap;
  readonly #tiles: MarkTiles;
  readonly #name: CrowdName;
  #members: CrowdMember[] = [];
  #rows: MarkRows = rowsOf([]);
  /** Made when it is first asked for. */
  #indexOf: ReadonlyMap<string, number> | undefined;
  #isShown = false;

  constructor(map: LeafletMap, tiles: MarkTiles, name: CrowdName) {
    this.#map = map;
    this.#tiles = tiles;
    this.#name = name;
  }

  get count(): number {
    return this.#members.length;
  }

  get isShown(): boolean {
    return this.#isShown;
  }

  /** Draws anew only where somebody came, went, moved or looks otherwise. */
  set(members: readonly CrowdMember[]): void {
    const before = this.#members;
    this.#members = [...members];
    this.#rows = rowsOf(members);
    this.#indexOf = undefined;
    if (this.#isShown) this.#tiles.setRows(this.#name, this.#rows, changes(before, members));
  }

  /**
   * Those of the members who moved or look otherwise; costs nothing for all the others.
   * @returns false where one of them isn't a member: nothing is changed then
   */
  update(changed: readonly CrowdMember[]): boolean {
    this.#indexOf ??= new Map(this.#members.map(({ id }, i) => [id, i]));
    const indices = changed.map(({ id }) => this.#indexOf?.get(id) ?? -1);
    if (indices.includes(-1)) return false;
    const spots: number[] = [];
    let hasLeft = false;
    changed.forEach((member, n) => {
      const i = indices[n] ?? 0;
      const old = this.#members[i];
      this.#members[i] = member;
      if (old === undefined || isSame(old, member)) return;
      const [x, y] = [worldX(member.place.lonDeg), worldY(member.place.latDeg)];
      spots.push(worldX(old.place.lonDeg), worldY(old.place.latDeg), x, y);
      this.#rows.looks[i] = member.look;
      if (!this.#rows.points.movePoint(i, x, y)) hasLeft = true;
    });
    if (hasLeft) this.#rows = rowsOf(this.#members);
    if (this.#isShown && spots.length > 0) this.#tiles.setRows(this.#name, this.#rows, spots);
    return true;
  }

  /** On the map or off it. */
  show(on: boolean): void {
    if (on === this.#isShown) return;
    this.#isShown = on;
    if (on) this.#tiles.setRows(this.#name, this.#rows);
    else this.#tiles.drop(this.#name);
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
    if (!this.#isShown) return undefined;
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

const isSame = (a: CrowdMember, b: CrowdMember): boolean =>
  a === b || (a.look === b.look && a.place.latDeg === b.place.latDeg && a.place.lonDeg === b.place.lonDeg);

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
    if (old === undefined) note(member);
    else if (!isSame(old, member)) {
      note(old);
      note(member);
    }
  }
  for (const gone of known.values()) note(gone);
  return changed;
};
