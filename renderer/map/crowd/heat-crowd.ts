import type { Map as LeafletMap } from "leaflet";
import type { HeatSource } from "../../../shared/heat/heat-source.ts";
import { type LocatedHeat, locatedOne } from "../marks/heat-groups.ts";
import { Crowd, type CrowdMember } from "./crowd.ts";
import { heatLook } from "./crowd-sprites.ts";
import type { MarkTiles } from "./mark-tiles.ts";

/** Up to so many sources each has its own mark, wherever it is; beyond, only while no more than that are in sight. */
const mostMarks = 250;

/** Heat sources by the thousand: small marks in tiles, and the large ones for those that matter or while few are in sight. */
export class HeatCrowd {
  readonly #map: LeafletMap;
  readonly #crowd: Crowd;
  readonly #rows = new WeakMap<LocatedHeat["source"], CrowdMember>();
  #byId = new Map<string, LocatedHeat>();

  constructor(map: LeafletMap, tiles: MarkTiles) {
    this.#map = map;
    this.#crowd = new Crowd(map, tiles, "heat");
  }

  /** @returns which of them get a mark of their own in this view; `many`: the others are small marks */
  split(
    located: readonly LocatedHeat[],
    keep: readonly (string | undefined)[],
  ): { readonly own: readonly LocatedHeat[]; readonly many: boolean } {
    if (located.length <= mostMarks) {
      this.#crowd.show(false);
      return { own: located, many: false };
    }
    this.#byId = new Map(located.map((heat) => [heat.source.id, heat]));
    this.#crowd.set(located.map((heat) => this.#rowOf(heat)));
    return { own: this.look(keep), many: true };
  }

  /**
   * Takes those that changed, where nobody came or went.
   * @returns false where all must be split anew
   */
  update(ids: Iterable<string>, byId: Readonly<Record<string, HeatSource>>, dismissed: boolean): boolean {
    const changed: LocatedHeat[] = [];
    for (const id of ids) {
      const now = locatedOne(byId[id], { dismissed });
      if ((now === undefined) === this.#byId.has(id)) return false;
      if (now !== undefined) changed.push(now);
    }
    if (!this.#crowd.update(changed.map((heat) => this.#rowOf(heat)))) return false;
    for (const heat of changed) this.#byId.set(heat.source.id, heat);
    return true;
  }

  /** The map moved: which of the many get a mark of their own now. */
  look(keep: readonly (string | undefined)[]): readonly LocatedHeat[] {
    const near = this.#crowd.inView(0.2);
    const few = near.length <= mostMarks;
    this.#crowd.show(!few);
    const ids = few ? near.map(({ id }) => id) : [];
    return [...new Set([...ids, ...keep])].flatMap((id) => (id === undefined ? [] : (this.#byId.get(id) ?? [])));
  }

  /** The source drawn small at a place, within a fingertip. */
  at(latDeg: number, lonDeg: number): string | undefined {
    return this.#crowd.nearest({ latDeg, lonDeg }, 16)?.id;
  }

  /** Those drawn small that are nearest to the middle of the view, for keys and screen readers. */
  nearMiddle(most: number): readonly LocatedHeat[] {
    if (!this.#crowd.isShown) return [];
    const { lat, lng } = this.#map.getCenter();
    const narrow = Math.cos((lat * Math.PI) / 180);
    const away = ({ place }: CrowdMember): number => Math.hypot(place.latDeg - lat, (place.lonDeg - lng) * narrow);
    // A few of thousands: each is measured once, and only those nearer than the farthest of the few are put in their place.
    const nearest: { readonly id: string; readonly deg: number }[] = [];
    for (const member of this.#crowd.inView(0)) {
      const deg = away(member);
      if (nearest.length === most && deg >= (nearest.at(-1)?.deg ?? 0)) continue;
      const at = nearest.findIndex((other) => other.deg > deg);
      nearest.splice(at < 0 ? nearest.length : at, 0, { id: member.id, deg });
      if (nearest.length > most) nearest.pop();
    }
    return nearest.flatMap(({ id }) => this.#byId.get(id) ?? []);
  }

  close(): void {
    this.#crowd.close();
  }

  /** The same object as long as the source is the same: so what changed is found by comparing. */
  #rowOf(heat: LocatedHeat): CrowdMember {
    const known = this.#rows.get(heat.source);
    if (known !== undefined) return known;
    const row = { id: heat.source.id, place: heat.position, look: heatLook(heat.source) };
    this.#rows.set(heat.source, row);
    return row;
  }
}
