import type { Map as LeafletMap, ZoomAnimEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleView } from "../../../shared/wire/state.ts";
import type { Translate } from "../../i18n/translate.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { SmoothMotion } from "./dead-reckoning.ts";
import { type LabelSide, type Obstacle, placeLabels } from "./place-labels.ts";
import { PlaceMark } from "./place-mark.ts";
import { fadeOf, fixOf, headingOf, shownPresence } from "./vehicle-fix.ts";
import { markSvg } from "./vehicle-mark.ts";
import { ageText, altitudeText, labelWidthPx, type Units, vehicleLabel } from "./vehicle-text.ts";

export interface VehicleLayerOptions {
  readonly map: LeafletMap;
  readonly pane: string;
  readonly onSelect: (id: VehicleId) => void;
  readonly onHover: (id: VehicleId | undefined) => void;
  /** What labels had better not cover. */
  readonly obstacles: () => readonly Obstacle[];
}

export interface VehicleWords {
  readonly t: Translate;
  readonly units: Units;
}

interface Entry {
  readonly mark: PlaceMark;
  readonly svg: SVGSVGElement;
  readonly name: HTMLElement;
  readonly detail: HTMLElement;
  readonly motion: SmoothMotion;
  view: VehicleView;
  drawn: string;
  turnDeg: number;
  /** Of its label; undefined while there is no room for it. */
  side: LabelSide | undefined;
  /** About how wide its label is. */
  widthPx: number;
}

/** By how much the ring of the selected mark keeps its label away; as in vehicle-mark.css. */
const selectedRingPx = 12;
const textEveryMs = 250;
/** Turning a mark paints it anew. With more marks than this they turn in steps, all at the same time. */
const manyMarks = 20;
const turnStepDeg = 3;

/** The vehicles' marks. Positions are written in frames, texts four times a second, both only where they changed. */
export class VehicleLayer {
  readonly #options: VehicleLayerOptions;
  readonly #entries = new Map<VehicleId, Entry>();
  #words: VehicleWords;
  #selected: VehicleId | undefined;
  #watched: VehicleId | undefined;
  #hovered: VehicleId | undefined;
  #textsAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: VehicleLayerOptions, words: VehicleWords) {
    this.#options = options;
    this.#words = words;
  }

  /** Takes the fleet as it is now; @param nowMs station clock, `wallMs` the screen's */
  setVehicles(byId: Readonly<Record<VehicleId, VehicleView>>, nowMs: number, wallMs: number): void {
    for (const [id, entry] of this.#entries) {
      if (byId[id] !== undefined && byId[id].position !== undefined) continue;
      entry.mark.remove();
      this.#entries.delete(id);
    }
    for (const id in byId) {
      const view = byId[id];
      const fix = view === undefined ? undefined : fixOf(view);
      if (view === undefined || fix === undefined) continue;
      const entry = this.#entries.get(id) ?? this.#create(view);
      const isNew = !this.#entries.has(id);
      if (isNew || entry.view.position !== view.position) entry.motion.take(fix, nowMs, wallMs);
      if (isNew || entry.view.kind !== view.kind || entry.view.colourIndex !== view.colourIndex) drawMark(entry, view);
      entry.view = view;
      this.#entries.set(id, entry);
      if (isNew) this.#textsAtMs = Number.NEGATIVE_INFINITY;
    }
  }

  setWords(words: VehicleWords): void {
    this.#words = words;
    this.#textsAtMs = Number.NEGATIVE_INFINITY;
  }

  setEmphasis(selected: VehicleId | undefined, watched: VehicleId | undefined, hovered: VehicleId | undefined): void {
    this.#selected = selected;
    this.#watched = watched;
    this.#hovered = hovered;
    this.#textsAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Forgets all motion: after a reset positions may be anywhere. */
  clear(): void {
    for (const entry of this.#entries.values()) entry.mark.remove();
    this.#entries.clear();
  }

  /** Where a vehicle's mark is drawn. */
  placeOf(id: VehicleId): LatLon | undefined {
    return this.#entries.get(id)?.mark.place;
  }

  get count(): number {
    return this.#entries.size;
  }

  /** @returns whether something still moves */
  draw(nowMs: number, wallMs: number): boolean {
    let moving = false;
    const textsDue = wallMs - this.#textsAtMs >= textEveryMs;
    const turnDeg = this.#entries.size <= manyMarks ? 0 : textsDue ? turnStepDeg : Number.POSITIVE_INFINITY;
    for (const entry of this.#entries.values()) {
      const { view, motion } = entry;
      const place = view.presence.state === "lost" ? motion.settle() : motion.at(nowMs, wallMs);
      if (place !== undefined) entry.mark.moveTo(place);
      turn(entry, turnDeg);
      if (view.presence.state !== "lost" && motion.moves(nowMs, wallMs)) moving = true;
    }
    if (textsDue) {
      this.#textsAtMs = wallMs;
      this.#writeTexts(nowMs);
    }
    return moving;
  }

  followZoom(event: ZoomAnimEvent): void {
    for (const entry of this.#entries.values()) entry.mark.followZoom(event);
  }

  #create(view: VehicleView): Entry {
    const { id } = view;
    const mark = new PlaceMark({
      map: this.#options.map,
      pane: this.#options.pane,
      className: "vehicle-mark",
      onPress: () => this.#options.onSelect(id),
      onHover: (inside) => this.#options.onHover(inside ? id : undefined),
    });
    mark.element.dataset.vehicleId = id;
    mark.element.innerHTML =
      '<svg viewBox="-26 -26 52 52" aria-hidden="true"></svg><span class="vehicle-tag"><b></b><span></span></span>';
    const svg = mark.element.querySelector("svg");
    const name = mark.element.querySelector("b");
    const detail = mark.element.querySelector<HTMLElement>(".vehicle-tag > span");
    if (svg === null || name === null || detail === null) throw new Error("The mark's own markup lacks its parts.");
    return {
      mark,
      svg,
      name,
      detail,
      motion: new SmoothMotion(),
      view,
      drawn: "",
      turnDeg: Number.NaN,
      side: undefined,
      widthPx: 0,
    };
  }

  #writeTexts(nowMs: number): void {
    for (const entry of this.#entries.values()) writeText(entry, nowMs, this.#words);
    const wishes = [...this.#entries].map(([id, { mark, view, side, widthPx }]) => {
      const rank = this.#rank(id, view);
      return {
        id,
        xPx: mark.xPx,
        yPx: mark.yPx,
        rank,
        widthPx,
        side,
        ringPx: id === this.#selected ? selectedRingPx : 0,
        insists: rank >= 3,
      };
    });
    const sides = placeLabels(wishes, this.#options.obstacles());
    for (const [id, entry] of this.#entries) {
      entry.side = sides.get(id);
      const { dataset, classList } = entry.mark.element;
      classList.toggle("is-selected", id === this.#selected);
      classList.toggle("is-watched", id === this.#watched);
      classList.toggle("is-hovered", id === this.#hovered);
      classList.toggle("is-quiet", entry.side === undefined);
      if (entry.side !== undefined) dataset.side = entry.side;
      dataset.presence = shownPresence(entry.view);
      entry.mark.element.setAttribute("aria-pressed", String(id === this.#selected));
    }
  }

  #rank(id: VehicleId, view: VehicleView): number {
    if (id === this.#selected) return 4;
    if (id === this.#hovered || id === this.#watched) return 3;
    return view.presence.state === "lost" || view.presence.state === "stale" ? 2 : 1;
  }
}

function drawMark(entry: Entry, view: VehicleView): void {
  entry.svg.innerHTML = markSvg(view.kind, vehicleColour(view.colourIndex));
  entry.mark.element.style.setProperty("--vehicle", vehicleColour(view.colourIndex));
  entry.turnDeg = Number.NaN;
}

/** @param leastDeg a smaller turn than this is left for later */
function turn(entry: Entry, leastDeg: number): void {
  const headingRad = headingOf(entry.view);
  const turnDeg = headingRad === undefined ? 0 : Math.round((headingRad * 1_800) / Math.PI) / 10;
  if (turnDeg === entry.turnDeg || Math.abs(turnDeg - entry.turnDeg) < leastDeg) return;
  entry.turnDeg = turnDeg;
  entry.svg.querySelector(".mark-turn")?.setAttribute("transform", `rotate(${turnDeg})`);
  entry.mark.element.classList.toggle("is-headless", headingRad === undefined);
}

function writeText(entry: Entry, nowMs: number, { t, units }: VehicleWords): void {
  const { view } = entry;
  const silent = view.presence.state === "stale" || view.presence.state === "lost";
  const age = silent ? ageText(nowMs - view.presence.lastHeardMs, t) : undefined;
  const altitude = altitudeText(view, units, t);
  const fade = fadeOf(view, nowMs).toFixed(2);
  const text = `${view.name}|${age ?? ""}|${altitude ?? ""}|${fade}|${view.mode?.name ?? ""}|${t.language}`;
  if (text === entry.drawn) return;
  entry.drawn = text;
  entry.name.textContent = view.name;
  const detail = age ?? altitude ?? "";
  entry.detail.textContent = detail;
  entry.widthPx = labelWidthPx(view.name, detail);
  entry.mark.element.style.setProperty("--fade", fade);
  entry.mark.element.setAttribute("aria-label", vehicleLabel(view, age, altitude, t));
}
