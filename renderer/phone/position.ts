import { type Fix, isWorthTelling } from "./worth-telling.ts";

/** How it stands with this phone's place. */
export type PositionState =
  | { readonly state: "off" }
  | { readonly state: "waiting" }
  | { readonly state: "shared"; readonly fix: Fix }
  /** The browser gives none: not over plain http, not allowed, or not now. */
  | { readonly state: "none"; readonly why: "insecure" | "denied" | "unavailable"; readonly fix?: Fix };

export interface PositionOptions {
  readonly geolocation: Geolocation | undefined;
  /** Browsers give places only to secure pages. */
  readonly isSecure: boolean;
  readonly phoneMs: () => number;
  readonly batteryFraction: () => number | undefined;
  readonly onChange: () => void;
  /** One that the station should know. */
  readonly onWorthTelling: (fix: Fix) => void;
}

const deniedCode = 1;

const fixOf = ({ coords }: GeolocationPosition, phoneMs: number): Fix => ({
  latDeg: coords.latitude,
  lonDeg: coords.longitude,
  // The specification says 95 %.
  sigmaM: coords.accuracy / 2,
  ...(coords.speed === null || Number.isNaN(coords.speed) ? {} : { speedMps: coords.speed }),
  ...(coords.heading === null || Number.isNaN(coords.heading) ? {} : { courseRad: (coords.heading * Math.PI) / 180 }),
  phoneMs,
});

/** Follows where the phone is while its owner wants that. */
export class PositionSharing {
  readonly #options: PositionOptions;
  #state: PositionState = { state: "off" };
  #told: Fix | undefined;
  #watch: number | undefined;

  constructor(options: PositionOptions) {
    this.#options = options;
  }

  get state(): PositionState {
    return this.#state;
  }

  /** The newest place, whichever way it came. */
  get fix(): Fix | undefined {
    return this.#state.state === "shared" || this.#state.state === "none" ? this.#state.fix : undefined;
  }

  start(): void {
    const { geolocation, isSecure } = this.#options;
    if (this.#watch !== undefined) return;
    if (!isSecure || geolocation === undefined) {
      this.#none("insecure");
      return;
    }
    this.#set({ state: "waiting" });
    this.#watch = geolocation.watchPosition(
      (position) => this.#take(fixOf(position, this.#options.phoneMs())),
      (error) => this.#none(error.code === deniedCode ? "denied" : "unavailable"),
      // A fix of some seconds ago saves the battery another one.
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 60_000 },
    );
  }

  stop(): void {
    if (this.#watch !== undefined) this.#options.geolocation?.clearWatch(this.#watch);
    this.#watch = undefined;
    this.#set({ state: "off" });
  }

  /** Set on the map by its owner: good to what a finger and a map are good for. */
  setByHand({ latDeg, lonDeg }: { readonly latDeg: number; readonly lonDeg: number }): void {
    const fix = { latDeg, lonDeg, sigmaM: byHandSigmaM, phoneMs: this.#options.phoneMs() };
    const why = this.#state.state === "none" ? this.#state.why : "unavailable";
    this.#told = fix;
    this.#options.onWorthTelling(fix);
    this.#set({ state: "none", why, fix });
  }

  #take(fix: Fix): void {
    this.#set({ state: "shared", fix });
    if (!isWorthTelling(this.#told, fix, this.#options.batteryFraction())) return;
    this.#told = fix;
    this.#options.onWorthTelling(fix);
  }

  #none(why: "insecure" | "denied" | "unavailable"): void {
    const { fix } = this;
    // A tunnel: what was known a moment ago is shown with its age.
    this.#set({ state: "none", why, ...(fix === undefined ? {} : { fix }) });
  }

  #set(state: PositionState): void {
    this.#state = state;
    this.#options.onChange();
  }
}

const byHandSigmaM = 50;
