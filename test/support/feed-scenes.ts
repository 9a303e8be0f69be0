import sharp from "sharp";
import { degToRad } from "../../shared/units/angle.ts";
import type { FeedBox, FeedMessage, FeedView } from "../../shared/wire/feeds.ts";
import type { StateSnapshot } from "../../shared/wire/state.ts";
import { encodeVideoMessage } from "../../shared/wire/video-message.ts";
import { buildDog, buildHeat, buildLink, buildSnapshot, buildVehicle, decided, sceneNowMs } from "./build-views.ts";
import type { FakeStationOptions } from "./fake-station.ts";

/** A feed as the station tells of it while all is well. */
export const buildFeed = (
  change: Partial<FeedView> & { readonly id: string; readonly vehicleId: string },
): FeedView => ({
  name: "",
  spectrum: "thermal",
  origin: "vehicle",
  uri: "rtsp://192.168.144.25:8554/thermal",
  state: "streaming",
  warnings: [],
  picture: { widthPx: 640, heightPx: 512, framesPerS: 15, codec: "h264", radiometric: true },
  hfov: { rad: degToRad(25), from: "camera" },
  delivery: "jpeg",
  latency: { ms: 120, sigmaMs: 60, from: "assumed" },
  range: { lowK: 274.35, highK: 309.15, locked: false },
  search: { by: "network", framesPerS: 12, skippedFraction: 0.2, msPerFrame: 31 },
  ...change,
});

const link = buildLink({ id: "link-1", spec: "udpin:127.0.0.1:0", address: "127.0.0.1:51400", builtIn: true });

/** Two drones and a robot with cameras; the first has a visible one, too. */
export const feedScene = (change: { readonly [id: string]: Partial<FeedView> } = {}): StateSnapshot =>
  buildSnapshot({
    vehicles: [buildVehicle({ id: "1" }), buildVehicle({ id: "2" }), buildDog({ id: "3" })],
    heat: [
      buildHeat(1, { decision: decided("dismissed", "Wang") }),
      buildHeat(2, { decision: decided("confirmed", "Li") }),
      { ...buildHeat(3), personProbability: 0.87 },
      { ...buildHeat(4), identity: { kind: "vehicle", vehicleId: "3" } },
    ],
    links: [link],
    station: { mode: "simulation", scenarioName: "Linghu at night", simulationSpeed: 1 },
    feeds: [
      buildFeed({ id: "1-thermal", vehicleId: "1", ...change["1-thermal"] }),
      buildFeed({
        id: "1-visible",
        vehicleId: "1",
        spectrum: "visible",
        picture: { widthPx: 1280, heightPx: 720, framesPerS: 30, codec: "h264", radiometric: false },
        search: { by: "off", framesPerS: 0, skippedFraction: 0 },
        ...change["1-visible"],
      }),
      buildFeed({ id: "2-thermal", vehicleId: "2", ...change["2-thermal"] }),
      buildFeed({ id: "3-thermal", vehicleId: "3", origin: "typed", uri: "rtp://:5600", ...change["3-thermal"] }),
    ],
  });

/** Where the boxes of the scene stand, and what they are. */
export const sceneBoxes: readonly FeedBox[] = [
  {
    x: 0.3,
    y: 0.4,
    width: 0.04,
    height: 0.09,
    category: "person",
    personProbability: 0.87,
    heatId: "heat-3",
    number: 3,
  },
  {
    x: 0.62,
    y: 0.3,
    width: 0.03,
    height: 0.07,
    category: "person",
    personProbability: 0.94,
    heatId: "heat-2",
    number: 2,
  },
  {
    x: 0.75,
    y: 0.7,
    width: 0.05,
    height: 0.05,
    category: "other",
    personProbability: 0.1,
    heatId: "heat-1",
    number: 1,
  },
  {
    x: 0.15,
    y: 0.72,
    width: 0.06,
    height: 0.08,
    category: "other",
    personProbability: 0.3,
    heatId: "heat-4",
    number: 4,
  },
  { x: 0.45, y: 0.6, width: 0.12, height: 0.09, category: "car", personProbability: 0.02 },
];

/** Ground with warm things in the boxes, and what has no place there: the brightest is a person. */
const pictureOf = (widthPx: number, heightPx: number, phase: number): Uint8Array => {
  const data = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const ground =
        62 + 22 * Math.sin(x / 61 + phase / 9) + 14 * Math.sin(y / 23 + x / 140) + ((x * 7919 + y * 104_729) % 11);
      data[y * widthPx + x] = ground;
    }
  for (const box of sceneBoxes) {
    const level = box.category === "person" ? 238 : box.category === "car" ? 170 : 150;
    for (let y = Math.round(box.y * heightPx); y < (box.y + box.height) * heightPx; y++)
      for (let x = Math.round(box.x * widthPx); x < (box.x + box.width) * widthPx; x++) {
        const [u, v] = [(x / widthPx - box.x) / box.width - 0.5, (y / heightPx - box.y) / box.height - 0.5];
        if (u * u + v * v < 0.22) data[y * widthPx + x] = level;
      }
  }
  return data;
};

/** The same in the colours of a meadow, RGB after RGB. */
const greenish = (grey: Uint8Array): Uint8Array => {
  const rgb = new Uint8Array(grey.length * 3);
  grey.forEach((level, i) => {
    rgb.set([level * 0.8, level, level * 0.6], i * 3);
  });
  return rgb;
};

const everyMs = 100;

const phases = 8;

const jpegOf = async (visible: boolean, phase: number): Promise<Uint8Array> => {
  const [width, height] = visible ? [1280, 720] : [640, 512];
  const grey = pictureOf(width, height, phase);
  const picture = sharp(visible ? greenish(grey) : grey, { raw: { width, height, channels: visible ? 3 : 1 } });
  return new Uint8Array(await picture.jpeg({ quality: 85 }).toBuffer());
};

/** Sends the scene's pictures and boxes as JPEG, ten a second, while `isSilent` doesn't say otherwise. */
export const jpegVideo = (
  options: { readonly isSilent?: (feedId: string) => boolean } = {},
): NonNullable<FakeStationOptions["feedVideo"]> => {
  const startMs = performance.now();
  // Made once: a busy machine has enough to do with showing them.
  const made = new Map<string, Promise<Uint8Array>>();
  return (feedId, send) => {
    const visible = feedId.endsWith("visible");
    const [widthPx, heightPx] = visible ? [1280, 720] : [640, 512];
    const config: FeedMessage = {
      type: "config",
      delivery: "jpeg",
      widthPx,
      heightPx,
      grey: !visible,
      ...(visible ? {} : { range: { lowK: 274.35, highK: 309.15, locked: false } }),
    };
    send(JSON.stringify(config));
    let sequence = 0;
    let closed = false;
    const tick = async () => {
      if (options.isSilent?.(feedId) === true) return;
      const phase = sequence % phases;
      const key = `${visible} ${phase}`;
      const jpeg = made.get(key) ?? jpegOf(visible, phase);
      made.set(key, jpeg);
      const data = await jpeg;
      if (closed) return;
      // As the fake station's own clock runs.
      const captureMs = sceneNowMs + performance.now() - startMs - 80;
      send(encodeVideoMessage({ kind: "jpeg", sequence: sequence++, captureMs, data }));
      if (!visible) send(JSON.stringify({ type: "boxes", captureMs, boxes: [...sceneBoxes] } satisfies FeedMessage));
    };
    const timer = setInterval(() => void tick(), everyMs);
    void tick();
    return () => {
      closed = true;
      clearInterval(timer);
    };
  };
};
