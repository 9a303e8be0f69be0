import type { Page } from "playwright";
import type { StateSnapshot } from "../../shared/wire/state.ts";

/** What a person reads on a main screen, and what it was told last. */
export interface ShownFacts {
  /** The station's clock of the state that was heard last, ms. */
  readonly clockMs: number;
  /** Each vehicle's name, mode, whether it is armed, and its battery. */
  readonly fleet: readonly string[];
  /** The number and state of each heat source whose card is in sight, in order. */
  readonly heat: readonly string[];
  /** How many there are, and how many are new, in the list's head. */
  readonly heatCount: string;
  /** Orders by the incident's list: to whom and how they stand. */
  readonly orders: readonly string[];
  /** The probability of success in the bar at the top. */
  readonly pos: string;
  readonly hasLegend: boolean;
  /** Middles of the vehicles' marks, px. */
  readonly marks: Readonly<Record<string, readonly [x: number, y: number]>>;
  /** Of the first vehicle's camera: when it was taken, by the station's clock, and its greys in a few places. */
  readonly picture: { readonly captureMs: number; readonly greys: readonly number[] } | undefined;
}

/** What a screen says in words, part by part: each changes at an instant of its own. */
const partsOf = ({ fleet, heat, heatCount, orders, pos, hasLegend }: ShownFacts): readonly string[] => [
  ...fleet,
  ...heat.map((one) => `heat ${one}`),
  `heat sources: ${heatCount}`,
  `orders ${orders.join(", ")}`,
  `POS ${pos}`,
  `legend ${hasLegend}`,
];

/** Which parts of a screen none of the others had. */
export const unlike = (facts: ShownFacts, others: readonly ShownFacts[]): readonly string[] => {
  const known = new Set(others.flatMap(partsOf));
  return partsOf(facts).filter((part) => !known.has(part));
};

/** What the page was told, by its own sockets. */
export interface HeardFacts {
  /** Of the live stream: the newest clock, ms, and the numbers of all ordered events. */
  readonly liveClockMs: number;
  readonly eventNumbers: readonly number[];
  /** Of the player: where it is, ms, the clock there, ms, how often it said so, and how many states came anew. */
  readonly positionMs: number | undefined;
  readonly archiveClockMs: number;
  readonly players: number;
  readonly snapshots: number;
}

interface Watch {
  heard: HeardFacts;
  facts(): ShownFacts;
  readonly samples: ShownFacts[];
}
declare global {
  // Found by name from the page.
  var lanternWatch: Watch;
}

/** Runs in the page before its own scripts: listens in on its sockets and reads its screen, `keep` again and again. */
const watchPage = ({ keep }: { readonly keep: boolean }): void => {
  const heard = {
    liveClockMs: Number.NaN,
    eventNumbers: [] as number[],
    positionMs: undefined as number | undefined,
    archiveClockMs: Number.NaN,
    players: 0,
    snapshots: 0,
  };
  const take = (path: string, data: unknown): void => {
    if (typeof data !== "string") return;
    const message = JSON.parse(data);
    const clock = (message.snapshot ?? message.delta)?.clock;
    if (path === "/api/stream") {
      if (clock !== undefined) heard.liveClockMs = clock.nowMs;
      for (const { n } of message.events ?? []) heard.eventNumbers.push(n);
    } else if (/^\/api\/archive\/[^/]+\/stream$/.test(path)) {
      if (clock !== undefined) heard.archiveClockMs = clock.nowMs;
      if (message.type === "player") {
        heard.positionMs = message.player.positionMs;
        heard.players += 1;
      }
      if (message.type === "snapshot") heard.snapshots += 1;
    }
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      const { pathname } = new URL(url, location.href);
      this.addEventListener("message", ({ data }) => take(pathname, data));
      if (pathname.startsWith("/api/archive/")) heard.positionMs = undefined;
    }
  };
  const text = (root: ParentNode, selector: string): string => root.querySelector(selector)?.textContent ?? "";
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [16, 12];
  const context = copy.getContext("2d", { willReadFrequently: true });
  const picture = (): ShownFacts["picture"] => {
    const canvas = document.querySelector<HTMLCanvasElement>(
      '.panel-camera [data-feed-id^="1-"] canvas[data-capture-ms]',
    );
    if (canvas === null || context === null) return undefined;
    context.drawImage(canvas, 0, 0, 16, 12);
    const { data } = context.getImageData(0, 0, 16, 12);
    return { captureMs: Number(canvas.dataset.captureMs), greys: [...data].filter((_, i) => i % 4 === 1) };
  };
  const facts = (): ShownFacts => ({
    clockMs: document.querySelector(".past-stripe") === null ? heard.liveClockMs : heard.archiveClockMs,
    fleet: [...document.querySelectorAll(".fleet-row")].map((row) =>
      [".fleet-name", ".fleet-mode", ".chip", ".fleet-battery"].map((part) => text(row, part)).join(" "),
    ),
    heat: [...document.querySelectorAll(".heat-list .number-mark")]
      .map((mark) => `${mark.textContent} ${/heat-(new|confirmed|dismissed)/.exec(mark.className)?.[1]}`)
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
    heatCount: text(document, ".panel-heat .panel-head"),
    orders: [...document.querySelectorAll(".panel-incident [role=option]")].map((row) =>
      [".order-number", ".row-name", ".row-state"].map((part) => text(row, part)).join(" "),
    ),
    pos: text(document, ".incident-pos .bar-figure"),
    hasLegend: document.querySelector(".legend-ramp") !== null,
    marks: Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>(".leaflet-container [data-vehicle-id]")].map((mark) => {
        const { x, y, width, height } = mark.getBoundingClientRect();
        return [mark.dataset.vehicleId ?? "", [x + width / 2, y + height / 2]];
      }),
    ),
    picture: picture(),
  });
  const samples: ShownFacts[] = [];
  globalThis.lanternWatch = { heard, facts, samples };
  if (!keep) return;
  setInterval(() => {
    if (document.querySelector(".fleet-row") !== null && document.querySelector(".past-stripe") === null)
      samples.push(facts());
  }, 125);
};

/** Before the page is opened. `keep`: what it shows is kept from then on. */
export const installWatch = (page: Page, options: { readonly keep: boolean }): Promise<unknown> =>
  page.addInitScript(watchPage, options);

export const shownOn = (page: Page): Promise<ShownFacts> => page.evaluate(() => globalThis.lanternWatch.facts());
export const heardBy = (page: Page): Promise<HeardFacts> => page.evaluate(() => globalThis.lanternWatch.heard);
/** What was kept so far. */
export const samplesOf = (page: Page): Promise<readonly ShownFacts[]> =>
  page.evaluate(() => globalThis.lanternWatch.samples);

/** Where the vehicles of a state are. */
export const placesOf = ({ vehicles }: Pick<StateSnapshot, "vehicles">) =>
  Object.fromEntries(
    Object.values(vehicles).flatMap(({ id, position }) => (position === undefined ? [] : [[id, position]])),
  );
