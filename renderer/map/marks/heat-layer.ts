import type { Map as LeafletMap, ZoomAnimEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { worldSizePx, worldX, worldY } from "../../../shared/geo/web-mercator.ts";
import type { Translate } from "../../i18n/translate.ts";
import { type HeatGroup, heatGroups, type LocatedHeat } from "./heat-groups.ts";
import { levelPath } from "./level-path.ts";
import { PlaceMark } from "./place-mark.ts";

export interface HeatLayerOptions {
  readonly map: LeafletMap;
  readonly pane: string;
  readonly onSelect: (id: string) => void;
  readonly onHover: (id: string | undefined) => void;
  /** A press on a mark that stands for several: look closer. */
  readonly onSpread: (places: readonly LatLon[]) => void;
}

interface Entry {
  readonly mark: PlaceMark;
  readonly number: HTMLElement;
  readonly more: HTMLElement;
  readonly level: Element;
  group: HeatGroup;
  drawn: string;
}

/** Marks nearer than this are drawn as one. */
const gapPx = 36;
/** The ring's inside, in the mark's own units. */
const levelRadius = 11.5;
/** Nobody tells finer levels apart, and each costs a drawing. */
const levelSteps = 20;

/** The heat sources' rings with their numbers. Nothing here moves by itself: it is drawn when sources, selection or zoom change. */
export class HeatLayer {
  readonly #options: HeatLayerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #seen = new Set<string>();
  #located: readonly LocatedHeat[] = [];
  #selectedId: string | undefined;
  #hoveredId: string | undefined;
  #t: Translate;

  constructor(options: HeatLayerOptions, t: Translate) {
    this.#options = options;
    this.#t = t;
  }

  /** @param quiet the first look at what was there already: nothing pulses */
  setSources(located: readonly LocatedHeat[], options: { readonly quiet: boolean }): void {
    this.#located = located;
    const fresh = located.filter(({ source }) => !this.#seen.has(source.id)).map(({ source }) => source.id);
    for (const id of fresh) this.#seen.add(id);
    this.draw();
    if (options.quiet) return;
    for (const id of fresh) this.#entries.get(this.#leaderOf(id))?.mark.element.classList.add("is-fresh");
  }

  setEmphasis(selectedId: string | undefined, hoveredId: string | undefined): void {
    this.#selectedId = selectedId;
    this.#hoveredId = hoveredId;
    this.draw();
  }

  setWords(t: Translate): void {
    this.#t = t;
    this.draw();
  }

  /** Draws all marks at the map's zoom. */
  draw(): void {
    const scalePx = worldSizePx(this.#options.map.getZoom());
    const toPx = ({ latDeg, lonDeg }: LatLon) => ({ x: worldX(lonDeg) * scalePx, y: worldY(latDeg) * scalePx });
    const groups = heatGroups(this.#located, this.#selectedId, toPx, gapPx);
    const leaders = new Set(groups.map(({ leader }) => leader.source.id));
    for (const [id, entry] of this.#entries) {
      if (leaders.has(id)) continue;
      entry.mark.remove();
      this.#entries.delete(id);
    }
    for (const group of groups) {
      const id = group.leader.source.id;
      const entry = this.#entries.get(id) ?? this.#create(id, group);
      this.#entries.set(id, entry);
      entry.group = group;
      entry.mark.moveTo(group.leader.position);
      this.#write(entry);
    }
  }

  followZoom(event: ZoomAnimEvent): void {
    for (const { mark } of this.#entries.values()) mark.followZoom(event);
  }

  /** Where the marks are drawn in the map's layer, px. */
  spots(): { readonly xPx: number; readonly yPx: number }[] {
    return [...this.#entries.values()].map(({ mark }) => ({ xPx: mark.xPx, yPx: mark.yPx }));
  }

  clear(): void {
    for (const { mark } of this.#entries.values()) mark.remove();
    this.#entries.clear();
    this.#seen.clear();
    this.#located = [];
  }

  #leaderOf(id: string): string {
    for (const [leader, { group }] of this.#entries) {
      if (group.members.some(({ source }) => source.id === id)) return leader;
    }
    return id;
  }

  #create(id: string, group: HeatGroup): Entry {
    const mark = new PlaceMark({
      map: this.#options.map,
      pane: this.#options.pane,
      className: "heat-mark",
      onPress: () => this.#press(id),
      onHover: (inside) => this.#options.onHover(inside ? id : undefined),
    });
    const { element } = mark;
    element.dataset.heatId = id;
    element.innerHTML = [
      '<svg viewBox="-22 -22 44 44" aria-hidden="true">',
      '<circle class="heat-pulse" r="13"/><circle class="heat-chosen" r="18"/>',
      '<circle class="heat-halo" r="13"/><circle class="heat-ring" r="13"/><path class="heat-level"/>',
      '<rect class="heat-halo heat-own" x="-12" y="-12" width="24" height="24" rx="5"/>',
      '<rect class="heat-own-ring heat-own" x="-12" y="-12" width="24" height="24" rx="5"/>',
      '<path class="heat-cross" d="M-9.2 9.2L9.2 -9.2"/>',
      '<g class="heat-check" transform="translate(11 -11)"><circle r="6.6"/><path d="M-3 0.2L-0.9 2.4L3.1 -2"/></g>',
      '</svg><span class="heat-number"></span><span class="heat-more"></span>',
    ].join("");
    element.addEventListener("animationend", () => element.classList.remove("is-fresh"));
    const number = element.querySelector<HTMLElement>(".heat-number");
    const more = element.querySelector<HTMLElement>(".heat-more");
    const level = element.querySelector(".heat-level");
    if (number === null || more === null || level === null) throw new Error("The mark's own markup lacks its parts.");
    return { mark, number, more, level, group, drawn: "" };
  }

  /**
   * A single mark is selected. One that stands for several selects them in turn, and the map looks closer until they part, as
   * far as it can.
   */
  #press(id: string): void {
    const members = this.#entries.get(id)?.group.members ?? [];
    const at = members.findIndex(({ source }) => source.id === this.#selectedId);
    this.#options.onSelect(members[(at + 1) % members.length]?.source.id ?? id);
    if (members.length > 1 && at < 0) this.#options.onSpread(members.map(({ position }) => position));
  }

  #write(entry: Entry): void {
    const { leader, members } = entry.group;
    const { source } = leader;
    const t = this.#t;
    const { state } = source.decision;
    const others = members.length - 1;
    const chosen = source.id === this.#selectedId;
    const hovered = members.some((member) => member.source.id === this.#hoveredId);
    const ours = source.identity !== undefined;
    const { personProbability } = source;
    const level = personProbability === undefined || ours ? 0 : Math.round(personProbability * levelSteps) / levelSteps;
    const drawn = `${source.number}|${state}|${others}|${chosen}|${hovered}|${ours}|${level}|${t.language}`;
    if (drawn === entry.drawn) return;
    entry.drawn = drawn;
    const { element } = entry.mark;
    element.dataset.state = state;
    element.classList.toggle("is-ours", ours);
    entry.level.setAttribute("d", levelPath(level, levelRadius));
    element.classList.toggle("is-selected", chosen);
    element.classList.toggle("is-hovered", hovered);
    element.setAttribute("aria-pressed", String(chosen));
    entry.number.textContent = String(source.number);
    entry.number.classList.toggle("is-long", source.number > 99);
    entry.number.classList.toggle("on-full", level > 0.55);
    entry.more.textContent = others > 0 ? `+${others}` : "";
    const parts = [t("heat.number", { number: source.number }), t(`heat.state.${state}`)];
    if (ours) parts.push(t("heat.isGone"));
    else if (personProbability !== undefined)
      parts.push(t("map.heat.percent", { percent: `${Math.round(personProbability * 100)} %` }));
    if (others > 0) parts.push(t("map.heat.more", { n: others }));
    element.setAttribute("aria-label", parts.join(t("common.listSeparator")));
  }
}
