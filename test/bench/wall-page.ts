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
import { WallCrowd, wallMiddle } from "./wall-crowd.ts";

/** The "10 Hz". */
const tickMs = 100;
/** One pull at the map: so far, so long, and so long until the next, px and ms. */
const pull = { px: 420, ms: 900, restMs: 200 } as const;
/** Where the pulls go, in turn: around, so that the map ends where it began. */
const ways = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [0.7, 0.7],
  [-0.7, -0.7],
] as const;

/** Zoom at which most of the crowd is in sight. */
const zoom = 15;

const element = (): HTMLElement => {
  const div = document.createElement("div");
  div.style.cssText = "position:fixed;inset:0";
  div.className = "lantern-map";
  document.body.append(div);
  return div;
};

/** Our map, with its stores fed as the station's stream feeds them. @returns whom the mouse is to pull */
const startOurs = (crowd: WallCrowd): HTMLElement => {
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
  const snapshot = buildSnapshot({
    vehicles: crowd.vehicles,
    heat: crowd.heat,
    things: crowd.things,
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
  return leaflet;
};

/** The same marks as Leaflet's own circle markers on its canvas renderer. */
const startLeaflet = (crowd: WallCrowd): HTMLElement => {
  const div = element();
  const map = createMap(div, {
    preferCanvas: true,
    renderer: canvas(),
    zoomControl: false,
    attributionControl: false,
    inertia: false,
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
  return div;
};

/** Pulls the map about by its own mouse events: where the pointer is depends on the time alone, whatever the frames do. */
const panFor = (target: HTMLElement, lengthMs: number, onFrame: (gapMs: number) => void): Promise<void> =>
  new Promise((resolve) => {
    const startMs = performance.now();
    let lastMs = startMs;
    let held = -1;
    const fire = (name: string, x: number, y: number): void => {
      target.dispatchEvent(
        new MouseEvent(name, {
          bubbles: true,
          cancelable: true,
          view: window,
          clientX: x,
          clientY: y,
          button: 0,
          buttons: 1,
        }),
      );
    };
    const frame = (): void => {
      const nowMs = performance.now();
      onFrame(nowMs - lastMs);
      lastMs = nowMs;
      const elapsedMs = nowMs - startMs;
      const n = Math.floor(elapsedMs / (pull.ms + pull.restMs));
      const part = Math.min(1, (elapsedMs - n * (pull.ms + pull.restMs)) / pull.ms);
      const [right, down] = ways[n % ways.length] ?? ways[0];
      const [x0, y0] = [window.innerWidth / 2 - (right * pull.px) / 2, window.innerHeight / 2 - (down * pull.px) / 2];
      const [x, y] = [x0 + right * pull.px * part, y0 + down * pull.px * part];
      if (held !== n && part < 1) {
        if (held >= 0) fire("mouseup", x, y);
        fire("mousedown", x0, y0);
        held = n;
      }
      fire("mousemove", x, y);
      if (elapsedMs < lengthMs) requestAnimationFrame(frame);
      else {
        fire("mouseup", x, y);
        resolve();
      }
    };
    requestAnimationFrame(frame);
  });

/** Time between frames in which nothing else is on the page, then with marks that move while the map is pulled about, ms. */
const measure = async (side: "ours" | "leaflet", settleMs: number, measureMs: number): Promise<number[]> => {
  const crowd = new WallCrowd();
  const target = side === "ours" ? startOurs(crowd) : startLeaflet(crowd);
  await panFor(target, settleMs, () => {});
  const gapsMs: number[] = [];
  await panFor(target, measureMs, (gapMs) => gapsMs.push(gapMs));
  return gapsMs;
};

Reflect.set(window, "measureWall", measure);
