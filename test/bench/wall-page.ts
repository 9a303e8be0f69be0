/// <reference types="vite/client" />
import "leaflet/dist/leaflet.css";
import "../../renderer/map/map.css";
import "../../renderer/map/marks/vehicle-mark.css";
import "../../renderer/map/marks/heat-mark.css";
import "../../renderer/map/search/search.css";
import { type CircleMarker, canvas, circleMarker, map as createMap } from "leaflet";
import { MapController } from "../../renderer/map/map-controller.ts";
import { applyStreamMessage } from "../../renderer/stores/apply-stream.ts";
import { createStores } from "../../renderer/stores/create-stores.ts";
import { buildSnapshot, sceneNowMs, sceneUtcMs } from "../support/build-views.ts";
import { gradesOf, segmentsOf } from "../support/search-scenes.ts";
import { WallCrowd, wallCounts, wallMiddle } from "./wall-crowd.ts";

/** The "10 Hz". */
const tickMs = 100;
/** Zoom at which most of the crowd is in sight. */
const zoom = 15;

const element = (): HTMLElement => {
  const div = document.createElement("div");
  div.style.cssText = "position:fixed;inset:0";
  div.className = "lantern-map";
  document.body.append(div);
  return div;
};

/** Side of the segments' squares, so that they cover about the crowd's ground, m. */
const segmentSideM = 184;

/** Our map, with its stores fed as the station's stream feeds them. */
const startOurs = (crowd: WallCrowd, options: { readonly segments: boolean }): void => {
  const stores = createStores({
    send: () => Promise.resolve({ ok: true }),
    deviceClock: { nowMs: () => performance.now(), utcMs: () => Date.now() },
    system: { dark: false, language: "en" },
  });
  const startMs = performance.now();
  const clock = () => {
    const elapsedMs = performance.now() - startMs;
    return { nowMs: sceneNowMs + elapsedMs, utcMs: sceneUtcMs + elapsedMs, rate: 1 };
  };
  const segments = options.segments ? segmentsOf(wallCounts.segments, segmentSideM) : [];
  const snapshot = buildSnapshot({
    vehicles: crowd.vehicles,
    heat: crowd.heat,
    things: [...crowd.things, ...segments],
    grades: gradesOf(segments),
    whereabouts: crowd.whereabouts(),
  });
  applyStreamMessage(stores, { type: "snapshot", snapshot: { ...snapshot, clock: clock() } });
  const latLonDeg = new Float64Array(crowd.sensors.flatMap(({ latDeg, lonDeg }) => [latDeg, lonDeg]));
  stores.sensors.setState({ byDataset: { wall: { latLonDeg, names: crowd.sensors.map((_, i) => `S${i}`) } } });
  const div = element();
  const leaflet = document.createElement("div");
  leaflet.style.cssText = "position:absolute;inset:0";
  div.append(leaflet);
  const controller = new MapController(leaflet, stores);
  controller.zoomBy(zoom - controller.status.getState().zoom);
  window.setInterval(() => {
    applyStreamMessage(stores, { type: "delta", delta: { clock: clock(), ...crowd.tick() } });
  }, tickMs);
};

/** The same marks as Leaflet's own circle markers on its canvas renderer; only what moved is told to it. */
const startLeaflet = (crowd: WallCrowd): void => {
  const div = element();
  const map = createMap(div, {
    preferCanvas: true,
    renderer: canvas(),
    zoomControl: false,
    attributionControl: false,
  }).setView([wallMiddle.latDeg, wallMiddle.lonDeg], zoom);
  const byKey = new Map<string, CircleMarker>();
  const add = (key: string, latDeg: number, lonDeg: number, colour: string, radius: number): void => {
    const style = { radius, color: "#10141a", weight: 1.5, fillColor: colour, fillOpacity: 1 };
    byKey.set(key, circleMarker([latDeg, lonDeg], style).addTo(map));
  };
  crowd.sensors.forEach(({ latDeg, lonDeg }, i) => {
    add(`sensor/${i}`, latDeg, lonDeg, "#33506b", 4);
  });
  for (const { id, location, decision } of crowd.heat)
    if (location.located)
      add(
        `heat/${id}`,
        location.position.latDeg,
        location.position.lonDeg,
        decision.state === "new" ? "#fffaf0" : "#ffab2e",
        5,
      );
  for (const [key, { latDeg, lonDeg }] of Object.entries(crowd.whereabouts())) add(key, latDeg, lonDeg, "#56b4e9", 4);
  for (const { id, position } of crowd.vehicles)
    if (position !== undefined) add(`vehicle/${id}`, position.latDeg, position.lonDeg, "#d55e00", 8);
  window.setInterval(() => {
    const { whereabouts, vehicles, heat } = crowd.tick();
    for (const [key, { latDeg, lonDeg }] of Object.entries(whereabouts)) byKey.get(key)?.setLatLng([latDeg, lonDeg]);
    for (const [id, { position }] of Object.entries(vehicles))
      if (position) byKey.get(`vehicle/${id}`)?.setLatLng([position.latDeg, position.lonDeg]);
    for (const [id, { personProbability = 0 }] of Object.entries(heat))
      byKey.get(`heat/${id}`)?.setStyle({ fillColor: personProbability > 0.5 ? "#ffab2e" : "#fffaf0" });
  }, tickMs);
};

let gapsMs: number[] = [];
let counts = false;

const watchFrames = (): void => {
  let lastMs = performance.now();
  const frame = (): void => {
    const nowMs = performance.now();
    if (counts) gapsMs.push(nowMs - lastMs);
    lastMs = nowMs;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};

/** What the bench asks of the page. */
const wall = {
  start: (side: "ours" | "segments" | "leaflet"): void => {
    const crowd = new WallCrowd();
    if (side === "leaflet") startLeaflet(crowd);
    else startOurs(crowd, { segments: side === "segments" });
    watchFrames();
  },
  /** From now on frames count. */
  count: (): void => {
    gapsMs = [];
    counts = true;
  },
  /** Time from each frame to the next since then, ms. */
  gapsMs: (): readonly number[] => gapsMs,
  /** Where the map's layers stand, px: whether a pull has moved it. */
  layersAt: (): string => document.querySelector<HTMLElement>(".leaflet-map-pane")?.style.transform ?? "",
  /** A press here takes the map, not a mark on it. */
  isFree: (x: number, y: number): boolean =>
    document.elementFromPoint(x, y)?.closest('[role="button"], .leaflet-interactive') === null ||
    document.elementFromPoint(x, y)?.tagName === "CANVAS",
};
export type Wall = typeof wall;

Reflect.set(window, "wall", wall);
