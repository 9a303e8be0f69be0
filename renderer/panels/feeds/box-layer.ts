import type { FeedBox } from "../../../shared/wire/feeds.ts";
import type { BoxKind } from "./box-look.ts";

/** One box as it is drawn now. */
export interface DrawnBox extends Pick<FeedBox, "x" | "y" | "width" | "height" | "heatId"> {
  readonly kind: BoxKind;
  readonly label: string;
  /** For a screen reader. */
  readonly name: string;
  readonly selected: boolean;
  readonly hovered: boolean;
}

export interface BoxLayerHandlers {
  readonly onPress: (heatId: string) => void;
  readonly onHover: (heatId: string | undefined) => void;
}

interface Slot {
  readonly element: HTMLButtonElement;
  readonly label: HTMLSpanElement;
  heatId: string | undefined;
  /** What the element shows: nothing is written to the page that stands there already. */
  drawn: string;
  place: string;
}

/** A target no smaller than a glove needs, however small the box is. */
const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;

/**
 * Boxes over a picture, moved directly and not by React: they change with every picture. One source keeps its element, so
 * that it can be pressed while it moves.
 */
export class BoxLayer {
  readonly #root: HTMLElement;
  readonly #handlers: BoxLayerHandlers;
  #slots: Slot[] = [];
  #opacity = "";

  constructor(root: HTMLElement, handlers: BoxLayerHandlers) {
    this.#root = root;
    this.#handlers = handlers;
  }

  show(boxes: readonly DrawnBox[], opacity: number): void {
    const shade = opacity.toFixed(2);
    if (shade !== this.#opacity) {
      this.#opacity = shade;
      this.#root.style.opacity = shade;
    }
    const free = [...this.#slots];
    const taken = boxes.map((box) => {
      const same = box.heatId === undefined ? -1 : free.findIndex(({ heatId }) => heatId === box.heatId);
      return { box, slot: same < 0 ? undefined : free.splice(same, 1)[0] };
    });
    this.#slots = taken.map(({ box, slot }) => {
      const used = slot ?? free.splice(free.findLastIndex(({ heatId }) => heatId === undefined) >>> 0, 1)[0];
      return this.#draw(used ?? this.#make(), box);
    });
    for (const { element } of free) element.remove();
  }

  clear(): void {
    for (const { element } of this.#slots) element.remove();
    this.#slots = [];
  }

  #make(): Slot {
    const element = document.createElement("button");
    element.type = "button";
    const label = document.createElement("span");
    label.className = "feed-box-label";
    element.append(label);
    const slot: Slot = { element, label, heatId: undefined, drawn: "", place: "" };
    const { onPress, onHover } = this.#handlers;
    element.addEventListener("click", () => {
      if (slot.heatId !== undefined) onPress(slot.heatId);
    });
    for (const name of ["pointerenter", "focus"]) element.addEventListener(name, () => onHover(slot.heatId));
    for (const name of ["pointerleave", "blur"]) element.addEventListener(name, () => onHover(undefined));
    this.#root.append(element);
    return slot;
  }

  #draw(slot: Slot, box: DrawnBox): Slot {
    const { element, label } = slot;
    slot.heatId = box.heatId;
    const place = `${box.x} ${box.y} ${box.width} ${box.height}`;
    if (place !== slot.place) {
      slot.place = place;
      element.style.left = percent(box.x);
      element.style.top = percent(box.y);
      element.style.width = percent(box.width);
      element.style.height = percent(box.height);
    }
    const edge = box.y < 0.07 ? "low" : "";
    const side = box.x > 0.8 ? "left" : "";
    const drawn = [box.kind, box.selected, box.hovered, edge, side, box.label, box.name, box.heatId].join("|");
    if (drawn !== slot.drawn) {
      slot.drawn = drawn;
      element.className = `feed-box box-${box.kind} ${box.selected ? "selected" : ""} ${box.hovered ? "hovered" : ""} ${edge} ${side}`;
      element.disabled = box.heatId === undefined;
      element.setAttribute("aria-label", box.name);
      element.setAttribute("aria-pressed", String(box.selected));
      if (box.heatId === undefined) delete element.dataset.heatId;
      else element.dataset.heatId = box.heatId;
      label.textContent = box.label;
    }
    return slot;
  }
}
