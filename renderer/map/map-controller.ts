import { CRS, map as createMap, type Map as LeafletMap, type LeafletMouseEvent } from "leaflet";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import { metresPerPx } from "../../shared/geo/web-mercator.ts";
import type { Stores } from "../stores/create-stores.ts";
import { groundKey } from "../stores/ground-key.ts";
import { themeOf } from "../stores/settings-store.ts";
import { crowdSprite } from "./crowd/crowd-sprites.ts";
import { MarkTiles } from "./crowd/mark-tiles.ts";
import { SensorCrowd } from "./crowd/sensor-crowd.ts";
import { SpriteCache } from "./crowd/sprite-cache.ts";
import { FrameLoop } from "./frame-loop.ts";
import { GroundLayers } from "./ground-layers.ts";
import { MapCamera } from "./map-camera.ts";
import { panes } from "./map-panes.ts";
import { createMapStatusStore, type MapStatusStore } from "./map-status-store.ts";
import { MarkLayers } from "./marks/mark-layers.ts";
import { MarkedPointLayer } from "./marks/marked-point-layer.ts";
import { isZooming } from "./marks/place-mark.ts";
import { MeasureLayer } from "./measure/measure-layer.ts";
import { PlanLayer } from "./plan/plan-layer.ts";
import type { MarkHit } from "./search/mark-hit.ts";
import { SearchGround } from "./search/search-ground.ts";
import { SearchMarks } from "./search/search-marks.ts";
import { searchOutline } from "./search/search-outline.ts";
import { SearchPress } from "./search/search-press.ts";
import { TargetLayer } from "./tool/target-layer.ts";
import { ToolLayer } from "./tool/tool-layer.ts";
import { ViewCanvas } from "./view-canvas.ts";
import { startZoom, ViewKeeper } from "./view-keeper.ts";

/** What the coordinate readout shows: the place under the pointer, or the middle of the free part while there is none. */
export interface Pointed extends LatLon {
  readonly by: "pointer" | "middle";
  /** Where the terrain knows it, m MSL. */
  readonly groundMslM: number | undefined;
}

/** Ages in the tags count on when nothing else happens. */
const agesEveryMs = 1_000;
/** What is shown while nothing is known: the country the program is at home in. */
const nowhere = { latDeg: 30.87, lonDeg: 120.433 };

/** The Leaflet map and all of its layers, fed from the stores. React only mounts it. */
export class MapController {
  readonly status: MapStatusStore = createMapStatusStore();
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #camera: MapCamera;
  readonly #ground: GroundLayers;
  readonly #marks: MarkLayers;
  readonly #searchMarks: SearchMarks;
  readonly #keeper: ViewKeeper;
  readonly #loop = new FrameLoop();
  readonly #off: (() => void)[] = [];
  readonly #pointListeners = new Set<(pointed: Pointed) => void>();
  #pointer: LatLon | undefined;
  #zoomGoal: number | undefined;

  constructor(element: HTMLElement, stores: Stores) {
    this.#stores = stores;
    const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#map = emptyMap(element, { animate });
    this.#camera = new MapCamera(this.#map, () => stores.layout.getState().insetsPx, {
      animate,
      // From where the free part begins, which may be on the corner's other side.
      corner: () => {
        const { cornerPx, columnsPx, insetsPx } = stores.layout.getState();
        return { height: cornerPx.height, width: columnsPx.left + cornerPx.width - insetsPx.left };
      },
    });
    const still = new ViewCanvas({ pane: panes.still.name, paddingFraction: 0.2 });
    this.#ground = new GroundLayers(this.#map, stores, this.status, still);
    const tiles = crowdTiles(this.#map, stores);
    this.#off.push(
      stores.settings.subscribe((state, before) => {
        if (themeOf(state) !== themeOf(before)) tiles.redrawAll();
      }),
    );
    this.#marks = new MarkLayers(this.#map, stores, {
      loop: this.#loop,
      still,
      tiles,
      onSpread: (places) => this.#camera.spread(places),
    });
    still.addTo(this.#map);
    this.#keeper = new ViewKeeper(stores, this.#camera, this.#marks);
    this.#goOn();
    const tool = new ToolLayer(this.#map, stores, {
      middle: () => this.#middle(),
      metresPerPx: () => this.metresPerPx(),
    });
    this.#off.push(() => tool.close());
    const target = new TargetLayer(this.#map, stores);
    this.#off.push(() => target.close());
    const markedPoint = new MarkedPointLayer(this.#map, stores);
    this.#off.push(() => markedPoint.close());
    const measure = new MeasureLayer(this.#map, stores);
    this.#off.push(() => measure.close());
    const searchGround = new SearchGround(this.#map, stores, this.#loop);
    const sensors = new SensorCrowd(this.#map, stores, tiles);
    const searchMarks = new SearchMarks(this.#map, stores, {
      loop: this.#loop,
      shapeOf: (id) => searchGround.shapeOf(id),
      onPress: (key) => searchPress.select(key),
      heatNearMiddle: () => this.#marks.heatNearMiddle(),
      sensor: () => sensors.pointed,
    });
    const searchPress = new SearchPress(this.#map, stores, {
      hitAt: (x, y) => searchMarks.hitAt(x, y) ?? this.#crowdHit(sensors, x, y),
      segmentAt: (x, y) => searchGround.segmentAt(x, y),
      onSpread: (places) => this.#camera.spread(places),
    });
    this.#searchMarks = searchMarks;
    this.#off.push(() => {
      searchPress.close();
      searchMarks.close();
      sensors.close();
      searchGround.close();
    });
    const plans = new PlanLayer(this.#map, stores, this.#loop);
    this.#off.push(() => plans.close());
    this.#listenToMap();
    this.#listenToStores();
    this.#off.push(this.#loop.add((wallMs) => this.#frame(wallMs)));
    const ages = window.setInterval(() => this.#loop.wake(), agesEveryMs);
    this.#off.push(() => window.clearInterval(ages));
    const resize = new ResizeObserver(() => this.#map.invalidateSize({ pan: false }));
    resize.observe(element);
    this.#off.push(() => resize.disconnect());
  }

  /** Presses during a zoom's animation add up. */
  zoomBy(steps: number): void {
    this.#keeper.settle();
    const goal = (this.#zoomGoal ?? this.#map.getZoom()) + steps;
    this.#zoomGoal = Math.min(this.#map.getMaxZoom(), Math.max(this.#map.getMinZoom(), goal));
    if (!isZooming(this.#map)) this.#camera.zoomTo(this.#zoomGoal);
  }

  panBy(rightPx: number, downPx: number): void {
    this.#keeper.settle();
    this.#map.panBy([rightPx, downPx], { duration: 0.15 });
  }

  /** All vehicles, homes, heat sources, teams and the search; the whole terrain where there are none. */
  showAll(): void {
    this.#keeper.settle();
    const { rings } = this.#keeper;
    const places = [
      ...this.#marks.places(),
      ...Object.values(this.#stores.incident.getState().whereabouts),
      ...(rings === undefined ? [] : searchOutline(rings)),
    ];
    this.#camera.fit(places.length > 0 ? places : this.#ground.corners);
  }

  /** @returns false where nothing is selected that has a place */
  centreOnSelection(): boolean {
    return this.#keeper.centreOnSelection();
  }

  /** @returns unsubscribes; the listener is told at once */
  onPointed(listener: (pointed: Pointed) => void): () => void {
    this.#pointListeners.add(listener);
    listener(this.pointed());
    return () => this.#pointListeners.delete(listener);
  }

  pointed(): Pointed {
    const place = this.#pointer ?? this.#middle();
    const groundMslM = this.#ground.terrain?.heightMslM(place.latDeg, place.lonDeg);
    return { ...place, by: this.#pointer === undefined ? "middle" : "pointer", groundMslM };
  }

  /** Metres on the ground that one pixel spans in the middle of the view. */
  metresPerPx(): number {
    const size = this.#map.getSize();
    const left = this.#map.containerPointToLatLng([size.x / 2 - 50, size.y / 2]);
    return left.distanceTo(this.#map.containerPointToLatLng([size.x / 2 + 50, size.y / 2])) / 100;
  }

  /** @returns unsubscribes */
  onMoved(listener: () => void): () => void {
    this.#map.on("move zoomend", listener);
    return () => this.#map.off("move zoomend", listener);
  }

  close(): void {
    this.#stores.scene.setState({
      lastView: { ...this.#middle(), spanM: this.metresPerPx() * this.#map.getSize().x },
    });
    for (const off of this.#off) off();
    this.#loop.close();
    this.#marks.close();
    this.#ground.close();
    this.#map.remove();
  }

  /** Shows what the 3D view showed last. */
  #goOn(): void {
    const { lastView } = this.#stores.scene.getState();
    if (lastView === undefined) return;
    const widthPx = this.#map.getSize().x;
    const zoom = Math.log2((metresPerPx(lastView.latDeg, 0) * widthPx) / lastView.spanM);
    this.#map.setView([lastView.latDeg, lastView.lonDeg], Math.round(Math.min(19, Math.max(11, zoom))), {
      animate: false,
    });
    this.#camera.centre(lastView);
    this.#keeper.settle();
  }

  #frame(wallMs: number): boolean {
    const moving = this.#marks.draw(wallMs);
    if (!this.#isPicking()) this.#keeper.follow(wallMs);
    return moving;
  }

  /** What of the many is drawn at a place of the container, px. */
  #crowdHit(sensors: SensorCrowd, x: number, y: number): MarkHit | undefined {
    const { lat, lng } = this.#map.containerPointToLatLng([x, y]);
    const heatId = this.#marks.heatAt({ latDeg: lat, lonDeg: lng });
    if (heatId !== undefined) return { key: `heat/${heatId}`, x, y, reachPx: 0, places: [] };
    const sensor = sensors.at(lat, lng);
    return sensor && { key: `sensor/${sensor.id}`, x, y, reachPx: 0, places: [sensor.place] };
  }

  /** The map never moves by itself under a hand that shows a place on it: the press would mean another place. */
  #isPicking(): boolean {
    return this.#stores.mapTool.getState().current !== undefined;
  }

  #listenToMap(): void {
    const map = this.#map;
    map.on("zoomanim", (event) => {
      this.#marks.followZoom(event);
      this.#searchMarks.followZoom(event);
    });
    map.on("zoom viewreset zoomend", () => {
      this.#marks.zoomed();
      this.#searchMarks.zoomed();
    });
    map.on("zoomend", () => this.#zoomEnded());
    map.on("dragstart", () => this.#keeper.letGo());
    map.on("dblclick", () => this.#keeper.settle());
    map.getContainer().addEventListener("wheel", () => this.#keeper.settle(), { passive: true });
    map.on("mousemove", ({ latlng }: LeafletMouseEvent) => this.#point({ latDeg: latlng.lat, lonDeg: latlng.lng }));
    map.on("mouseout", () => this.#point(undefined));
    map.on("move", () => {
      if (this.#pointer === undefined) this.#point(undefined);
    });
    this.#tellZoom();
  }

  #listenToStores(): void {
    const { fleet, heat, landmarks, selection, settings, station, layout } = this.#stores;
    this.#off.push(
      fleet.subscribe(() => {
        this.#marks.fleetChanged();
        this.#keeper.findStart();
      }),
      heat.subscribe(() => this.#marks.heatChanged()),
      landmarks.subscribe(() => this.#marks.landmarksChanged()),
      settings.subscribe((state) => {
        this.#ground.applySettings(state);
        this.#marks.settingsChanged();
      }),
      selection.subscribe((state, before) => {
        this.#marks.selectionChanged();
        if (state.flyTo !== undefined && state.flyTo !== before.flyTo) this.#keeper.flyTo(state.flyTo);
        if (state.selectedVehicleId !== before.selectedVehicleId) this.#keeper.bringIn(state.selectedVehicleId);
      }),
      station.subscribe((state, before) => {
        if (state.resetN !== before.resetN) this.#marks.reset();
        if (before.view !== undefined && groundKey(state.view) !== groundKey(before.view)) this.#ground.forget();
        if (state.view !== before.view) this.#stationChanged();
        if (state.connection !== before.connection) this.#tellConnection();
      }),
      layout.subscribe(() => {
        this.#ground.redrawLabels();
        if (!this.#isPicking()) this.#keeper.bringIn(selection.getState().selectedVehicleId);
      }),
    );
    this.#marks.selectionChanged();
    this.#marks.fleetChanged();
    this.#stationChanged();
    this.#tellConnection();
  }

  #stationChanged(): void {
    if (!this.#isPicking()) this.#keeper.showOpened();
    if (this.#stores.station.getState().view?.hasBaseMap === true) void this.#ground.load();
    this.#keeper.findStart();
  }

  #point(place: LatLon | undefined): void {
    this.#pointer = place;
    const pointed = this.pointed();
    for (const listener of this.#pointListeners) listener(pointed);
  }

  #middle(): LatLon {
    const { lat, lng } = this.#map.containerPointToLatLng(this.#camera.freeMiddle());
    return { latDeg: lat, lonDeg: lng };
  }

  #zoomEnded(): void {
    this.#tellZoom();
    if (this.#zoomGoal === this.#map.getZoom()) this.#zoomGoal = undefined;
    else if (this.#zoomGoal !== undefined) this.#camera.zoomTo(this.#zoomGoal);
  }

  #tellZoom(): void {
    const zoom = this.#map.getZoom();
    this.status.setState({
      zoom,
      canZoomIn: zoom < this.#map.getMaxZoom(),
      canZoomOut: zoom > this.#map.getMinZoom(),
    });
  }

  /** While the station is away nothing on the map is live, and it looks so. */
  #tellConnection(): void {
    const { state } = this.#stores.station.getState().connection;
    this.#map.getContainer().dataset.connection = state;
  }
}

/** Fixed sensors and heat sources where they are many. */
function crowdTiles(map: LeafletMap, { settings }: Stores): MarkTiles {
  const sprites = new SpriteCache();
  return new MarkTiles(map, {
    pane: panes.crowd.name,
    spriteOf: (look, zoom) => crowdSprite(sprites, look, zoom, themeOf(settings.getState())),
  });
}

function emptyMap(element: HTMLElement, { animate }: { readonly animate: boolean }): LeafletMap {
  const map = createMap(element, {
    crs: CRS.EPSG3857,
    minZoom: 10,
    maxZoom: 22,
    zoomControl: false,
    attributionControl: false,
    keyboard: false,
    zoomAnimation: animate,
    fadeAnimation: animate,
    inertia: animate,
    wheelPxPerZoomLevel: 100,
  });
  for (const { name, zIndex, pointer } of Object.values(panes)) {
    const { style } = map.createPane(name);
    style.zIndex = String(zIndex);
    style.pointerEvents = pointer ? "" : "none";
  }
  return map.setView([nowhere.latDeg, nowhere.lonDeg], startZoom, { animate: false });
}
