import { type PerspectiveCamera, Vector3 } from "three";
import type { EnuPoint } from "../enu-frame.ts";

/** A name in the scene. What it belongs to is `key`: "vehicle/7", "heat/3", "team/A". */
export interface LabelWish {
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly colour: string;
  /** The higher is seen where two would cover each other. */
  readonly rank: number;
  readonly pressed: boolean;
  /** The mark's own place, which is drawn under the label; read in every frame. */
  readonly place: EnuPoint;
  /** "round": a number in a ring; "tag": a name with a colour's edge. */
  readonly shape: "tag" | "ring" | "confirmed" | "dismissed" | "own";
  readonly faded: boolean;
}

interface Entry {
  readonly element: HTMLButtonElement;
  readonly name: HTMLElement;
  readonly detail: HTMLElement;
  wish: LabelWish;
  written: string;
  x: number;
  y: number;
  shown: boolean;
  width: number;
  height: number;
  covered: boolean;
}

/** What covers what is worked out anew so often, ms. */
const sortEveryMs = 200;
/** How far above its mark a label stands, px. */
const abovePx = 16;
const seen = new Vector3();

/**
 * Names over the scene, as the page's own elements: sharp, in the page's contrast, reachable by keys and screen readers. Places
 * are written in frames; where names would cover each other, the one that matters more is seen.
 */
export class LabelLayer {
  readonly #root: HTMLElement;
  readonly #onPress: (key: string) => void;
  readonly #entries = new Map<string, Entry>();
  #sorted: Entry[] = [];
  #sortedAtMs = Number.NEGATIVE_INFINITY;

  constructor(root: HTMLElement, onPress: (key: string) => void) {
    this.#root = root;
    this.#onPress = onPress;
  }

  set(wishes: readonly LabelWish[]): void {
    const keys = new Set(wishes.map(({ key }) => key));
    for (const [key, entry] of this.#entries) {
      if (keys.has(key)) continue;
      entry.element.remove();
      this.#entries.delete(key);
    }
    for (const wish of wishes) {
      const entry = this.#entries.get(wish.key) ?? this.#create(wish);
      this.#entries.set(wish.key, entry);
      entry.wish = wish;
      write(entry);
    }
    this.#sorted = [...this.#entries.values()].sort((a, b) => b.wish.rank - a.wish.rank);
    this.#sortedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Puts all labels where their marks are now. */
  draw(camera: PerspectiveCamera, widthPx: number, heightPx: number, wallMs: number): void {
    for (const entry of this.#sorted) place(entry, camera, widthPx, heightPx);
    if (wallMs - this.#sortedAtMs < sortEveryMs) return;
    this.#sortedAtMs = wallMs;
    this.#uncover();
  }

  close(): void {
    for (const { element } of this.#entries.values()) element.remove();
    this.#entries.clear();
    this.#sorted = [];
  }

  #uncover(): void {
    const shown: Entry[] = [];
    for (const entry of this.#sorted) {
      if (!entry.shown) continue;
      const covered = entry.wish.rank < 90 && shown.some((other) => overlaps(entry, other));
      if (covered !== entry.covered) {
        entry.covered = covered;
        entry.element.classList.toggle("is-covered", covered);
      }
      if (!covered) shown.push(entry);
    }
  }

  #create(wish: LabelWish): Entry {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "scene-label";
    const name = document.createElement("b");
    const detail = document.createElement("span");
    element.append(name, detail);
    element.addEventListener("click", () => this.#onPress(wish.key));
    this.#root.append(element);
    return {
      element,
      name,
      detail,
      wish,
      written: "",
      x: Number.NaN,
      y: Number.NaN,
      shown: true,
      width: 60,
      height: 24,
      covered: false,
    };
  }
}

const overlaps = (a: Entry, b: Entry): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 + 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

const inkWidthPx = (text: string): number =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 13 : 7.8), 0);

const write = (entry: Entry): void => {
  const { key, name, detail, spoken, colour, pressed, shape, faded } = entry.wish;
  const written = `${name}|${detail}|${spoken}|${colour}|${pressed}|${shape}|${faded}`;
  if (written === entry.written) return;
  entry.written = written;
  const { element } = entry;
  entry.name.textContent = name;
  entry.detail.textContent = detail;
  element.dataset.key = key;
  element.dataset.shape = shape;
  element.classList.toggle("is-faded", faded);
  element.style.setProperty("--own", colour);
  element.setAttribute("aria-label", spoken);
  element.setAttribute("aria-pressed", String(pressed));
  entry.width = shape === "tag" ? 24 + inkWidthPx(name) + (detail === "" ? 0 : 6 + inkWidthPx(detail)) : 30;
  entry.height = shape === "tag" ? 24 : 28;
};

const place = (entry: Entry, camera: PerspectiveCamera, widthPx: number, heightPx: number): void => {
  const { wish, element } = entry;
  seen.set(wish.place.x, wish.place.y, wish.place.z).project(camera);
  const x = ((seen.x + 1) / 2) * widthPx;
  const y = ((1 - seen.y) / 2) * heightPx - abovePx;
  const shown = seen.z < 1 && seen.z > -1 && x > -80 && y > -40 && x < widthPx + 80 && y < heightPx + 40;
  if (shown !== entry.shown) {
    entry.shown = shown;
    element.classList.toggle("is-away", !shown);
  }
  if (!shown || (Math.abs(x - entry.x) < 0.25 && Math.abs(y - entry.y) < 0.25)) return;
  entry.x = x;
  entry.y = y;
  element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -100%)`;
};
