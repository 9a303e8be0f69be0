import type { Map as LeafletMap, ZoomAnimEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { Landmark } from "../../../shared/wire/feeds.ts";
import { translator } from "../../i18n/translate.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { languageOf, themeOf } from "../../stores/settings-store.ts";
import { HeatCrowd } from "../crowd/heat-crowd.ts";
import type { MarkTiles } from "../crowd/mark-tiles.ts";
import type { FrameLoop } from "../frame-loop.ts";
import { FramePacer } from "../frame-pacer.ts";
import { panes } from "../map-panes.ts";
import { ViewCanvas } from "../view-canvas.ts";
import { drawEllipses } from "./draw-ellipses.ts";
import { drawHeatMotion } from "./draw-heat-motion.ts";
import { drawLandmarks } from "./draw-landmarks.ts";
import { drawLive } from "./draw-live.ts";
import { drawTrails } from "./draw-trails.ts";
import { type LocatedHeat, locatedHeat } from "./heat-groups.ts";
import { HeatLayer } from "./heat-layer.ts";
import { isZooming } from "./place-mark.ts";
import { VehicleLayer } from "./vehicle-layer.ts";
import { ageText } from "./vehicle-text.ts";

/** Trails are long and change slowly; what they grew by since they were drawn is drawn live. */
const trailsEveryMs = 2_000;
/** An ellipse shrinks with each sighting, many times a second; it may lag a little behind its ring. */
const ellipsesEveryMs = 500;
/** Thousands of sources are looked through no more often than this. */
const manyHeatEveryMs = 500;
/** How long ago teams were where they are drawn. */
const agesEveryMs = 20_000;
/** Footprints and vectors: half the frames will do. */
const liveEveryMs = 30;
const manyLiveEveryMs = 80;
/** With more vehicles than this, half the frames do for the marks too: so many marks cost more than a frame has. */
const manyVehicles = 20;

export interface MarkLayersOptions {
  readonly loop: FrameLoop;
  /** The canvas of what seldom changes; trails and ellipses are drawn on it. */
  readonly still: ViewCanvas;
  /** What is drawn small because it is many. */
  readonly tiles: MarkTiles;
  readonly onSpread: (places: readonly LatLon[]) => void;
}

/** Vehicles, their trails and footprints, and heat sources: reads the stores, draws in frames. */
export class MarkLayers {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #loop: FrameLoop;
  readonly #vehicles: VehicleLayer;
  readonly #heat: HeatLayer;
  readonly #still: ViewCanvas;
  readonly #live = new ViewCanvas({ pane: panes.live.name, paddingFraction: 0.1 });
  readonly #crowd: HeatCrowd;
  /** Those with a mark of their own. */
  #located: readonly LocatedHeat[] = [];
  #manyHeat = false;
  /** What of the stores the sources were taken from. */
  #heatFrom: readonly unknown[] = [];
  /** Which of them changed since, as far as that is known. */
  readonly #heatChanged = new Set<string>();
  #trailsDue = true;
  #ellipsesDue = true;
  /** How far in station time the drawn trails reach. */
  #drawnToMs = 0;
  #stillAtMs = Number.NEGATIVE_INFINITY;
  #drawnMs: number | undefined;
  readonly #pacer = new FramePacer();
  #heatDue = true;
  #heatAtMs = Number.NEGATIVE_INFINITY;
  #heatKnown = false;
  #liveDue = true;
  #liveAtMs = Number.NEGATIVE_INFINITY;

  constructor(map: LeafletMap, stores: Stores, options: MarkLayersOptions) {
    this.#map = map;
    this.#stores = stores;
    this.#loop = options.loop;
    this.#still = options.still;
    const { selection } = stores;
    const { t, units } = this.#words();
    this.#vehicles = new VehicleLayer(
      {
        map,
        pane: panes.vehicles.name,
        onSelect: (id) => selection.getState().selectVehicle(id),
        onHover: (id) => selection.getState().hoverVehicle(id),
        obstacles: () => this.#heat.spots(),
      },
      { t, units },
    );
    this.#heat = new HeatLayer(
      {
        map,
        pane: panes.heat.name,
        onSelect: (id) => selection.getState().selectHeat(id),
        onHover: (id) => selection.getState().hoverHeat(id),
        onSpread: options.onSpread,
      },
      t,
    );
    this.#crowd = new HeatCrowd(map, options.tiles);
    map.on("moveend", this.#onMoved);
    this.#still.drawWith((view) => {
      this.#drawnToMs = this.#nowMs();
      drawTrails(view, this.#scene());
      drawLandmarks(view, this.#landmarkScene());
      const scene = this.#ellipseScene();
      drawEllipses(view, scene);
      drawHeatMotion(view, scene.located, scene.theme);
    });
    this.#live.drawWith((view) => drawLive(view, this.#scene()));
    this.#live.addTo(map);
  }

  fleetChanged(): void {
    this.#vehicles.setVehicles(this.#stores.fleet.getState().byId, this.#nowMs(), performance.now());
    this.#trailsDue = true;
    this.#liveDue = true;
    this.#loop.wake();
  }

  heatChanged(): void {
    const { byId, changed } = this.#stores.heat.getState();
    if (changed !== undefined && changed.since === this.#heatFrom[0]) {
      for (const id of changed.ids) this.#heatChanged.add(id);
      this.#heatFrom = [byId, ...this.#heatFrom.slice(1)];
    }
    this.#heatDue = true;
    this.#loop.wake();
  }

  landmarksChanged(): void {
    this.#redrawSoon();
  }

  settingsChanged(): void {
    const words = this.#words();
    this.#vehicles.setWords(words);
    this.#heat.setWords(words.t);
    this.#redrawSoon();
  }

  /** The heat source at a place, of those that are drawn small because they are many. */
  heatAt({ latDeg, lonDeg }: LatLon): string | undefined {
    return this.#manyHeat ? this.#crowd.at(latDeg, lonDeg) : undefined;
  }

  /** Of the heat sources that are drawn small, the nearest few to the middle of the view. */
  heatNearMiddle(): readonly LocatedHeat[] {
    return this.#manyHeat ? this.#crowd.nearMiddle(8) : [];
  }

  close(): void {
    this.#map.off("moveend", this.#onMoved);
    this.#crowd.close();
  }

  selectionChanged(): void {
    const state = this.#stores.selection.getState();
    this.#vehicles.setEmphasis(state.selectedVehicleId, state.watchedVehicleId, state.hoveredVehicleId);
    this.#heat.setEmphasis(state.selectedHeatId, state.hoveredHeatId);
    this.#redrawSoon();
  }

  /** All was forgotten (a jump in the archive): what comes next is not new, and nothing glides there. */
  reset(): void {
    this.#vehicles.clear();
    this.#heat.clear();
    this.#heatKnown = false;
    this.#redrawSoon();
  }

  /** Where a vehicle's mark is drawn now. */
  placeOf(id: VehicleId): LatLon | undefined {
    return this.#vehicles.placeOf(id);
  }

  /** What "show everything" shows: vehicles, homes, heat sources that were not dismissed. */
  places(): LatLon[] {
    const { byId } = this.#stores.fleet.getState();
    const places: LatLon[] = [];
    for (const vehicle of Object.values(byId)) {
      if (vehicle.position !== undefined) places.push(vehicle.position);
      if (vehicle.home !== undefined) places.push(vehicle.home);
    }
    for (const { position } of locatedHeat(this.#stores.heat.getState().byId, { dismissed: false })) {
      places.push(position);
    }
    return places;
  }

  /** One frame; @returns whether something still moves */
  draw(wallMs: number): boolean {
    if (isZooming(this.#map)) return true;
    if (this.#heatDue && (!this.#manyHeat || wallMs - this.#heatAtMs >= manyHeatEveryMs)) {
      this.#heatAtMs = wallMs;
      this.#drawHeat();
    }
    const nowMs = this.#nowMs();
    if (!this.#pacer.isDue(wallMs, this.#vehicles.count > manyVehicles ? liveEveryMs : 0)) return true;
    // A paused player's clock stands: nothing moves until it goes on.
    const moving = this.#vehicles.draw(nowMs, wallMs) && nowMs !== this.#drawnMs;
    this.#drawnMs = nowMs;
    const everyMs = this.#vehicles.count > manyVehicles ? manyLiveEveryMs : liveEveryMs;
    if ((moving || this.#liveDue) && wallMs - this.#liveAtMs >= everyMs) {
      this.#liveDue = false;
      this.#liveAtMs = wallMs;
      this.#live.redraw();
    }
    const stillAgeMs = wallMs - this.#stillAtMs;
    if (stillAgeMs >= agesEveryMs && this.#hasTeams()) this.#trailsDue = true;
    if ((this.#trailsDue && stillAgeMs >= trailsEveryMs) || (this.#ellipsesDue && stillAgeMs >= ellipsesEveryMs)) {
      this.#trailsDue = false;
      this.#ellipsesDue = false;
      this.#stillAtMs = wallMs;
      this.#still.redraw();
    }
    return moving || this.#heatDue || this.#trailsDue || this.#ellipsesDue || this.#liveDue;
  }

  followZoom(event: ZoomAnimEvent): void {
    this.#vehicles.followZoom(event);
    this.#heat.followZoom(event);
  }

  /** The zoom changed without an animation of Leaflet's, or ended: all marks to their places. */
  zoomed(): void {
    this.#vehicles.draw(this.#nowMs(), performance.now());
    this.#heat.draw();
    this.#redrawSoon();
  }

  #redrawSoon(): void {
    this.#heatDue = true;
    this.#liveDue = true;
    this.#trailsDue = true;
    this.#stillAtMs = Number.NEGATIVE_INFINITY;
    this.#loop.wake();
  }

  /** With very many, the view decides who gets a mark of its own. */
  readonly #onMoved = (): void => {
    if (!this.#manyHeat) return;
    this.#heatDue = true;
    this.#loop.wake();
  };

  #drawHeat(): void {
    this.#heatDue = false;
    const hadOwn = this.#located.length > 0;
    const { layers } = this.#stores.settings.getState();
    const { byId } = this.#stores.heat.getState();
    const { selectedHeatId, hoveredHeatId } = this.#stores.selection.getState();
    const keep = [selectedHeatId, hoveredHeatId];
    const from = [byId, layers.heat, layers.dismissedHeat];
    const isKnown = this.#manyHeat && from.every((value, i) => value === this.#heatFrom[i]);
    if (isKnown && this.#crowd.update(this.#heatChanged, byId, layers.dismissedHeat)) {
      this.#located = this.#crowd.look(keep);
    } else {
      this.#heatFrom = from;
      const split = this.#crowd.split(layers.heat ? locatedHeat(byId, { dismissed: layers.dismissedHeat }) : [], keep);
      this.#located = split.own;
      this.#manyHeat = split.many;
    }
    this.#heatChanged.clear();
    this.#heat.setSources(this.#located, { quiet: !this.#heatKnown || this.#manyHeat });
    // Only once the station has spoken: what it then knows already is not new.
    if (this.#stores.station.getState().clock !== undefined) this.#heatKnown = true;
    if (hadOwn || this.#located.length > 0) this.#ellipsesDue = true;
  }

  #nowMs(): number {
    return this.#stores.stationNow() ?? 0;
  }

  #words() {
    const settings = this.#stores.settings.getState();
    return { t: translator(languageOf(settings)), units: settings.units };
  }

  #scene() {
    const { byId, trails } = this.#stores.fleet.getState();
    const settings = this.#stores.settings.getState();
    return {
      byId,
      trails,
      placeOf: (id: VehicleId) => this.#vehicles.placeOf(id),
      selected: this.#stores.selection.getState().selectedVehicleId,
      nowMs: this.#nowMs(),
      drawnToMs: this.#drawnToMs,
      theme: themeOf(settings),
      showTrails: settings.layers.trails,
      showFootprints: settings.layers.footprints,
    };
  }

  #hasTeams(): boolean {
    return Object.values(this.#stores.landmarks.getState().byId).some(({ kind }) => kind === "team");
  }

  #landmarkScene() {
    const settings = this.#stores.settings.getState();
    const t = translator(languageOf(settings));
    const utcMs = this.#stores.stationUtcNow();
    return {
      landmarks: settings.layers.landmarks ? Object.values(this.#stores.landmarks.getState().byId) : [],
      theme: themeOf(settings),
      textOf: ({ name, atUtcMs }: Landmark) =>
        atUtcMs === undefined || utcMs === undefined
          ? name
          : t("map.landmark.age", { name, age: ageText(utcMs - atUtcMs, t) }),
    };
  }

  #ellipseScene() {
    const { selectedHeatId, hoveredHeatId } = this.#stores.selection.getState();
    return {
      located: this.#located,
      selectedId: selectedHeatId,
      hoveredId: hoveredHeatId,
      theme: themeOf(this.#stores.settings.getState()),
    };
  }
}
