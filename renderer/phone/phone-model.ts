import type { FieldMap } from "../../shared/wire/field.ts";
import type { FieldClient } from "./field-client.ts";
import { Outbox } from "./outbox.ts";
import type { PhoneStore } from "./phone-database.ts";
import { PositionSharing } from "./position.ts";
import { StateWatch } from "./state-watch.ts";
import type { Words } from "./words.ts";

export type Tab = "job" | "map" | "messages" | "subject";

/** What the map is used for besides looking: the cross is put somewhere. */
export type Pointing = "clue" | "me";

export interface PhoneModelOptions {
  readonly window: Window & typeof globalThis;
  readonly store: PhoneStore;
  readonly client: FieldClient;
  readonly token: string;
  readonly t: Words;
}

/** The battery of browsers that tell; the others' is not known. */
const watchBattery = (navigator: Navigator): (() => number | undefined) => {
  let level: number | undefined;
  const given = "getBattery" in navigator ? navigator.getBattery : undefined;
  if (typeof given === "function")
    void Promise.resolve(given.call(navigator)).then((battery: { readonly level: number } & EventTarget) => {
      level = battery.level;
      battery.addEventListener("levelchange", () => {
        level = battery.level;
      });
    });
  return () => level;
};

const makeId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** All that the page knows; its views look at it whenever it says that something changed. */
export class PhoneModel {
  readonly t: Words;
  readonly token: string;
  readonly store: PhoneStore;
  readonly client: FieldClient;
  readonly outbox: Outbox;
  readonly watch: StateWatch;
  readonly position: PositionSharing;
  readonly #window: Window;
  readonly #listeners = new Set<() => void>();
  tab: Tab = "job";
  pointing: Pointing | undefined;
  /** The clue's form is open. */
  reporting = false;
  baseMap: FieldMap | undefined;
  #drawing = false;

  constructor({ window, store, client, token, t }: PhoneModelOptions) {
    this.t = t;
    this.token = token;
    this.store = store;
    this.client = client;
    this.#window = window;
    const after = (delayMs: number, run: () => void) => {
      const timer = window.setTimeout(run, delayMs);
      return () => window.clearTimeout(timer);
    };
    const onChange = () => this.changed();
    const phoneMs = () => Date.now();
    const { geolocation } = window.navigator;
    const batteryFraction = watchBattery(window.navigator);
    this.watch = new StateWatch({
      ...{ client, store, phoneMs, after, onChange },
      isVisible: () => window.document.visibilityState === "visible",
    });
    this.outbox = new Outbox({
      ...{ client, store, phoneMs, after, onChange, makeId },
      random: () => Math.random(),
      onSent: () => void this.watch.ask(),
    });
    this.position = new PositionSharing({
      ...{ geolocation, phoneMs, batteryFraction, onChange },
      isSecure: window.isSecureContext,
      onWorthTelling: ({ latDeg, lonDeg, sigmaM, speedMps, courseRad }) => {
        const battery = batteryFraction();
        void this.outbox.add({
          kind: "position",
          place: { latDeg, lonDeg },
          ...(sigmaM === undefined ? {} : { sigmaM }),
          ...(speedMps === undefined ? {} : { speedMps }),
          ...(courseRad === undefined ? {} : { courseRad }),
          ...(battery === undefined ? {} : { batteryFraction: battery }),
        });
      },
    });
  }

  makeId(): string {
    return makeId();
  }

  nowMs(): number {
    return Date.now();
  }

  onChanged(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Draws at the next frame, however much changed before it. */
  changed(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    this.#window.setTimeout(() => {
      this.#drawing = false;
      for (const listener of this.#listeners) listener();
    });
  }

  show(tab: Tab): void {
    this.tab = tab;
    this.changed();
  }

  async open(): Promise<void> {
    const sharing = await this.store.kept("sharing");
    const map = await this.store.kept("map");
    if (typeof map === "object" && map !== null) this.baseMap = map as FieldMap;
    await Promise.all([this.outbox.open(), this.watch.open()]);
    if (sharing === true) this.position.start();
    void this.#fetchMap();
    this.#window.addEventListener("online", () => this.#tryNow());
    this.#window.document.addEventListener("visibilitychange", () => this.#tryNow());
    this.#window.setInterval(() => this.changed(), 1_000);
  }

  share(): void {
    void this.store.keep("sharing", true);
    this.position.start();
  }

  stopSharing(): void {
    void this.store.keep("sharing", false);
    this.position.stop();
  }

  #tryNow(): void {
    if (this.#window.document.visibilityState !== "visible") return;
    this.outbox.kick();
    void this.watch.ask();
  }

  async #fetchMap(): Promise<void> {
    if (this.baseMap !== undefined || this.watch.state?.hasBaseMap !== true) return;
    const called = await this.client.map();
    if (called.state !== "ok") return;
    this.baseMap = called.value;
    void this.store.keep("map", called.value);
    this.changed();
  }
}
