import type { Map as LeafletMap } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { newPlanPartId } from "../../stores/plan/new-id.ts";
import { allPlans, planNow } from "../../stores/plan-edit-store.ts";
import { insertAtGrip, moveGrip, removeGrip } from "./grip-edit.ts";
import { type Grip, type Handle, handleAt, planHandles, snapPlaces, snapTo } from "./plan-handles.ts";

export interface PlanDragOptions {
  /** The plan that is edited now; undefined while none is. */
  readonly planId: () => string | undefined;
  readonly onChange: () => void;
}

interface Hold {
  readonly planId: string;
  readonly grip: Grip;
  readonly pointerId: number;
  readonly fromX: number;
  readonly fromY: number;
  /** From the finger to the handle's middle, px, so that it doesn't jump. */
  readonly offX: number;
  readonly offY: number;
  readonly moved: boolean;
  /** All of one drag is one step of undo. */
  readonly gesture: string;
}

/** A press that moves less than this chooses, px. */
const stillPx = 5;
const snapPx = 10;

/** Takes hold of the edited plan's handles by mouse, finger and pen, before the map would move. */
export class PlanDrag {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #options: PlanDragOptions;
  readonly #abort = new AbortController();
  #hold: Hold | undefined;
  #hover: Grip | undefined;
  #chosen: Grip | undefined;
  #gestureN = 0;

  constructor(map: LeafletMap, stores: Stores, options: PlanDragOptions) {
    this.#map = map;
    this.#stores = stores;
    this.#options = options;
    const container = map.getContainer();
    const { signal } = this.#abort;
    container.addEventListener("pointerdown", (event) => this.#onDown(event), { capture: true, signal });
    // Leaflet drags on these as well.
    for (const name of ["mousedown", "touchstart"])
      container.addEventListener(name, (event) => this.#keepFromMap(event), { capture: true, signal, passive: false });
    window.addEventListener("pointermove", (event) => this.#onMove(event), { signal });
    window.addEventListener("pointerup", (event) => this.#onUp(event), { signal });
    window.addEventListener("pointercancel", (event) => this.#onCancel(event), { signal });
    document.addEventListener("keydown", (event) => this.#onKey(event), { capture: true, signal });
  }

  /** The handle that is held, or else under the pointer, or else was pressed last. */
  get active(): Grip | undefined {
    return this.#hold?.grip ?? this.#hover ?? this.#chosen;
  }

  close(): void {
    this.#abort.abort();
  }

  #handles(planId: string): readonly Handle[] {
    const { planEdit, plans } = this.#stores;
    const plan = planNow(plans.getState().byId, planEdit.getState().drafts, planId);
    return plan === undefined ? [] : planHandles(plan, planEdit.getState().part);
  }

  readonly #toPx = ({ latDeg, lonDeg }: LatLon) => this.#map.latLngToContainerPoint([latDeg, lonDeg]);

  #placeAt(x: number, y: number): LatLon {
    const { lat, lng } = this.#map.containerPointToLatLng([x, y]);
    return { latDeg: lat, lonDeg: lng };
  }

  #under(event: PointerEvent): { readonly planId: string; readonly handle: Handle } | undefined {
    const planId = this.#options.planId();
    if (planId === undefined || this.#stores.mapTool.getState().current !== undefined) return undefined;
    const { x, y } = this.#map.mouseEventToContainerPoint(event);
    const handle = handleAt(this.#handles(planId), x, y, this.#toPx);
    return handle === undefined ? undefined : { planId, handle };
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    const under = this.#under(event);
    this.#chosen = undefined;
    if (under === undefined) return;
    event.stopPropagation();
    event.preventDefault();
    const { x, y } = this.#map.mouseEventToContainerPoint(event);
    const at = this.#toPx(under.handle.place);
    this.#gestureN += 1;
    this.#hold = {
      planId: under.planId,
      grip: under.handle.grip,
      pointerId: event.pointerId,
      fromX: x,
      fromY: y,
      offX: at.x - x,
      offY: at.y - y,
      moved: false,
      gesture: `drag-${this.#gestureN}-${event.timeStamp}`,
    };
    this.#map.dragging.disable();
    this.#map.getContainer().focus({ preventScroll: true });
    this.#options.onChange();
  }

  #keepFromMap(event: Event): void {
    if (this.#hold === undefined) return;
    event.stopPropagation();
    if (event.cancelable) event.preventDefault();
  }

  #onMove(event: PointerEvent): void {
    const hold = this.#hold;
    if (hold === undefined) {
      this.#showHover(event);
      return;
    }
    if (event.pointerId !== hold.pointerId) return;
    const { x, y } = this.#map.mouseEventToContainerPoint(event);
    if (!hold.moved && Math.hypot(x - hold.fromX, y - hold.fromY) < stillPx) return;
    this.#drag(hold, this.#placeAt(x + hold.offX, y + hold.offY), { snap: !event.altKey });
  }

  #drag(hold: Hold, aim: LatLon, { snap }: { readonly snap: boolean }): void {
    const { planEdit, plans } = this.#stores;
    const { part } = hold.grip;
    const snaps = snap && (hold.grip.kind === "corner" || hold.grip.kind === "middle");
    const others = snaps ? snapPlaces(allPlans(plans.getState().byId, planEdit.getState().drafts), part) : [];
    const to = snapTo(aim, others, snapPx, this.#toPx);
    let { grip } = hold;
    planEdit.getState().edit(
      hold.planId,
      (plan) => {
        const inserted = insertAtGrip(plan, grip, to, newPlanPartId());
        grip = inserted.grip;
        return moveGrip(inserted.plan, grip, to);
      },
      hold.gesture,
    );
    this.#hold = { ...hold, grip, moved: true };
    planEdit.getState().choosePart(grip.part);
  }

  #onUp(event: PointerEvent): void {
    const hold = this.#hold;
    if (hold === undefined || event.pointerId !== hold.pointerId) return;
    this.#letGo();
    this.#chosen = hold.grip.kind === "corner" ? hold.grip : undefined;
    if (!hold.moved) this.#stores.planEdit.getState().choosePart(hold.grip.part);
    // The click that follows would fall on a mark below.
    const container = this.#map.getContainer();
    const swallow = (click: Event): void => click.stopPropagation();
    container.addEventListener("click", swallow, { capture: true, once: true });
    window.setTimeout(() => container.removeEventListener("click", swallow, { capture: true }), 50);
    this.#options.onChange();
  }

  /** The finger was taken away by the system: as it was before. */
  #onCancel(event: PointerEvent): void {
    const hold = this.#hold;
    if (hold === undefined || event.pointerId !== hold.pointerId) return;
    this.#letGo();
    if (hold.moved) this.#stores.planEdit.getState().undo(hold.planId);
    this.#options.onChange();
  }

  #letGo(): void {
    this.#hold = undefined;
    this.#map.dragging.enable();
  }

  #showHover(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    const inMap = event.target instanceof Node && this.#map.getContainer().contains(event.target);
    const hover = inMap ? this.#under(event)?.handle.grip : undefined;
    if (hover === undefined && this.#hover === undefined) return;
    this.#hover = hover;
    this.#map.getContainer().classList.toggle("over-handle", hover !== undefined);
    this.#options.onChange();
  }

  /** Delete on the map takes what was pressed last; Escape in the middle of a drag takes the drag back. */
  #onKey(event: KeyboardEvent): void {
    const planId = this.#options.planId();
    if (planId === undefined || this.#stores.mapTool.getState().current !== undefined) return;
    const { planEdit } = this.#stores;
    if (event.key === "Escape" && this.#hold !== undefined) {
      const { moved } = this.#hold;
      this.#letGo();
      if (moved) planEdit.getState().undo(planId);
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const onMap = event.target instanceof Node && this.#map.getContainer().contains(event.target);
    if (!onMap || (event.key !== "Delete" && event.key !== "Backspace")) return;
    const { part } = planEdit.getState();
    const grip: Grip | undefined = this.#chosen ?? (part === undefined ? undefined : { kind: "whole", part });
    if (grip === undefined) return;
    event.preventDefault();
    this.#chosen = undefined;
    planEdit.getState().edit(planId, (plan) => removeGrip(plan, grip));
  }
}
