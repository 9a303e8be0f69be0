/// <reference types="vite/client" />
import "../../renderer/scene/scene.css";
import type { GroundPainter } from "../../renderer/scene/ground/picture-layers.ts";
import { SceneController } from "../../renderer/scene/scene-controller.ts";
import { applyStreamMessage } from "../../renderer/stores/apply-stream.ts";
import { createStores, type Stores } from "../../renderer/stores/create-stores.ts";
import { asRad } from "../../shared/units/angle.ts";
import type { VehicleView } from "../../shared/wire/state.ts";
import { buildHeat, buildSnapshot, buildVehicle, placeAt, sceneNowMs, sceneUtcMs } from "../support/build-views.ts";

const sceneCounts = { vehicles: 50, pathS: 600, heat: 100 } as const;

const flown = (i: number, atS: number) => {
  const radiusM = 150 + 33 * i;
  const turnRad = i * 2.4 + (atS * 9) / radiusM;
  return {
    ...placeAt(radiusM * Math.cos(turnRad), radiusM * Math.sin(turnRad)),
    altMslM: 260 + 4 * i + 15 * Math.sin(atS / 40 + i),
    courseRad: asRad(turnRad + Math.PI / 2),
    groundMps: 9,
  };
};

const vehicleAt = (i: number, atS: number, nowMs: number): VehicleView => {
  const { courseRad, groundMps, ...place } = flown(i, atS);
  const away = (along: number, aside: number) => {
    const { latDeg, lonDeg } = flown(i, atS + along / 9);
    return { latDeg: latDeg + aside * 1e-5, lonDeg: lonDeg + aside * 1e-5 };
  };
  return buildVehicle({
    id: String(i + 1),
    colourIndex: i,
    kind: i % 7 === 3 ? "fixed-wing" : i % 7 === 5 ? "ground-robot" : "multirotor",
    position: { atMs: nowMs, ...place },
    velocity: {
      atMs: nowMs,
      northMps: groundMps * Math.cos(courseRad),
      eastMps: groundMps * Math.sin(courseRad),
      groundMps,
      climbMps: 0,
    },
    attitude: { atMs: nowMs, rollRad: asRad(0.2), pitchRad: asRad(-0.1), yawRad: courseRad },
    headingRad: courseRad,
    footprint: [away(40, 3), away(80, 3), away(80, -3), away(40, -3)],
  });
};

/** Paints plain tiles at once: the map's own painter works beside the page and is no part of a frame. */
const plainPainter = (): GroundPainter => {
  const board = document.createElement("canvas");
  board.width = board.height = 256;
  const context = board.getContext("2d");
  if (context !== null) {
    context.fillStyle = "#d9e4c2";
    context.fillRect(0, 0, 256, 256);
    context.strokeStyle = "#8d6b3b";
    context.strokeRect(20, 20, 200, 160);
  }
  const want: GroundPainter["want"] = (_tile, done) => {
    done(board);
    return () => {};
  };
  return { want, close: () => {} };
};

let stores: Stores | undefined;
let controller: SceneController | undefined;
let host: HTMLElement | undefined;
let startMs = 0;
let frames = 0;

const clock = () => {
  const elapsedMs = performance.now() - startMs;
  return { nowMs: sceneNowMs + elapsedMs, utcMs: sceneUtcMs + elapsedMs, rate: 1 };
};

const newStores = (): Stores =>
  createStores({
    send: () => Promise.resolve({ ok: true }),
    deviceClock: { nowMs: () => performance.now(), utcMs: () => Date.now() },
    system: { dark: false, language: "en" },
  });

const fill = (into: Stores): void => {
  const vehicles = Array.from({ length: sceneCounts.vehicles }, (_, i) => vehicleAt(i, 0, sceneNowMs));
  const heat = Array.from({ length: sceneCounts.heat }, (_, i) => buildHeat(i + 1));
  const snapshot = buildSnapshot({ vehicles, heat, station: { hasBaseMap: true } });
  applyStreamMessage(into, { type: "snapshot", snapshot: { ...snapshot, clock: clock() } });
};

/** What the bench and the test of the graphics memory ask of the page. */
const scene = {
  /** @param kind "full": all of it; "empty": the same canvas and terrain's place, and nothing in it */
  open: (kind: "full" | "empty"): void => {
    startMs = performance.now();
    stores = newStores();
    if (kind === "full") fill(stores);
    scene.mount();
  },
  /** Takes the scene off the page and puts it there again, of the same stores. */
  mount: (): void => {
    if (stores === undefined) throw new Error("Opened nothing yet.");
    host = document.createElement("div");
    host.style.cssText = "position:fixed;inset:0";
    const [root, labels] = [document.createElement("div"), document.createElement("div")];
    root.className = "scene-root";
    labels.className = "scene-labels";
    root.append(labels);
    host.append(root);
    host.className = "lantern-scene";
    document.body.append(host);
    controller = new SceneController({ root, labels, stores, makePainter: plainPainter });
  },
  unmount: (): void => {
    controller?.close();
    host?.remove();
  },
  /** Flies ten minutes, a second at a time, as the stream would tell it. */
  flyPaths: (): void => {
    for (let atS = 1; atS <= sceneCounts.pathS; atS += 1) scene.tick(atS);
  },
  tick: (atS: number): void => {
    if (stores === undefined) return;
    // The station's clock goes along: an hour of flying in a moment of this page's time.
    const nowMs = sceneNowMs + atS * 1_000;
    const vehicles: Record<string, VehicleView> = {};
    for (let i = 0; i < sceneCounts.vehicles; i += 1) vehicles[String(i + 1)] = vehicleAt(i, atS, nowMs);
    applyStreamMessage(stores, {
      type: "delta",
      delta: { clock: { nowMs, utcMs: sceneUtcMs + atS * 1_000, rate: 1 }, vehicles },
    });
  },
  /** Draws so many frames, the camera turning, and tells how long each took, ms. */
  timeFrames: (count: number, fromS: number): readonly number[] => {
    const times: number[] = [];
    for (let i = 0; i < count; i += 1) {
      if (i % 6 === 0 && fromS > 0) scene.tick(fromS + i / 60);
      controller?.turnBy(0.01, 0);
      times.push(controller?.timeFrame(performance.now()) ?? Number.NaN);
    }
    return times;
  },
  memory: () => controller?.memory,
  countFrames: (): void => {
    frames = 0;
    const draw = WebGL2RenderingContext.prototype.clear;
    WebGL2RenderingContext.prototype.clear = function (mask) {
      frames += 1;
      draw.call(this, mask);
    };
  },
  frames: (): number => frames,
};
export type ScenePage = typeof scene;

Reflect.set(window, "scene", scene);
