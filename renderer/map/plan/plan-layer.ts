import type { Map as LeafletMap } from "leaflet";
import type { Plan } from "../../../shared/plan/plan.ts";
import type { PlanProblem } from "../../../shared/plan/plan-problem.ts";
import { translator } from "../../i18n/translate.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { middleOf, placeOfPart } from "../../stores/plan/plan-places.ts";
import { allPlans, openPlanId, shownPlans } from "../../stores/plan-edit-store.ts";
import { languageOf, themeOf } from "../../stores/settings-store.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import type { FrameLoop } from "../frame-loop.ts";
import { panes } from "../map-panes.ts";
import { type CanvasView, ViewCanvas } from "../view-canvas.ts";
import { drawFences } from "./draw-fences.ts";
import { drawGhost } from "./draw-ghost.ts";
import { drawHandles } from "./draw-handles.ts";
import { drawPlan } from "./draw-plan.ts";
import { drawWarnings, type MapWarning } from "./draw-warnings.ts";
import { ghostText, spanText } from "./ghost-text.ts";
import { PlanDrag } from "./plan-drag.ts";
import { planHandles, ringsOf } from "./plan-handles.ts";
import { type PlanLine, planLines } from "./plan-lines.ts";

/** More marks than this would hide what they are about. */
const mostConflicts = 24;
/** Of the view, beyond each edge: so far the map can be dragged without drawing anew. */
const editPadding = 0.15;

/** Ghosts move on once in so long, ms. */
const ghostEveryMs = 1_000;

interface DrawnLines {
  readonly plan: Plan;
  readonly home: unknown;
  /** Patterns that could not be laid. */
  readonly faulty: string;
  readonly lines: readonly PlanLine[];
}

/** Everyone's plans on the map; the one that is edited with its handles; what is wrong where; ghosts of who is not heard. */
export class PlanLayer {
  readonly #stores: Stores;
  readonly #map: LeafletMap;
  readonly #loop: FrameLoop;
  readonly #plans = new ViewCanvas({ pane: panes.plans.name, paddingFraction: 0.2 });
  readonly #edit = new ViewCanvas({ pane: panes.planEdit.name, paddingFraction: editPadding });
  readonly #drag: PlanDrag;
  readonly #off: (() => void)[] = [];
  /** By plan: worked out anew only where the plan is another. */
  readonly #lines = new Map<string, DrawnLines>();
  #plansDue = true;
  #editDue = true;
  /** What the canvas of the others' plans was drawn from. */
  #drawnFrom: readonly unknown[] = [];
  #ghostAtMs = 0;
  #shown = { plans: false, edit: false };

  constructor(map: LeafletMap, stores: Stores, loop: FrameLoop) {
    this.#map = map;
    this.#stores = stores;
    this.#loop = loop;
    this.#plans.drawWith((view) => this.#drawPlans(view));
    this.#edit.drawWith((view) => this.#drawEdited(view));
    this.#drag = new PlanDrag(map, stores, { planId: () => this.#editedId(), onChange: () => this.#wakeEdit() });
    const { plans, planEdit, planCheck, fleet, selection, settings, layout } = stores;
    const all = (): void => this.#wake();
    this.#off.push(
      plans.subscribe(all),
      planEdit.subscribe(all),
      planCheck.subscribe(all),
      selection.subscribe((state, before) => {
        if (state.selectedVehicleId !== before.selectedVehicleId) all();
      }),
      settings.subscribe(all),
      layout.subscribe(() => this.#wakeEdit()),
      fleet.subscribe((state, before) => {
        if (homesChanged(state.byId, before.byId)) all();
      }),
      loop.add((wallMs) => this.#frame(wallMs)),
    );
    all();
  }

  close(): void {
    for (const off of this.#off) off();
    this.#drag.close();
  }

  #wake(): void {
    this.#plansDue = true;
    this.#wakeEdit();
  }

  #wakeEdit(): void {
    this.#editDue = true;
    this.#loop.wake();
  }

  #allPlans(): Plan[] {
    return allPlans(this.#stores.plans.getState().byId, this.#stores.planEdit.getState().drafts);
  }

  /** The selected vehicle's open plan while the plan panel is open; nobody else's is ever edited. */
  #editedId(): string | undefined {
    const { selection, planEdit, settings, fleet, archive } = this.#stores;
    const { selectedVehicleId } = selection.getState();
    if (selectedVehicleId === undefined || settings.getState().folded.plan) return undefined;
    if (archive !== undefined) return undefined;
    const onboardId = fleet.getState().byId[selectedVehicleId]?.onboard?.planId;
    return openPlanId(this.#allPlans(), selectedVehicleId, planEdit.getState().openIds[selectedVehicleId], onboardId);
  }

  #frame(wallMs: number): boolean {
    const hasGhosts = Object.values(this.#stores.fleet.getState().byId).some(({ ghost }) => ghost !== undefined);
    if (hasGhosts && wallMs - this.#ghostAtMs > ghostEveryMs) {
      this.#ghostAtMs = wallMs;
      this.#editDue = true;
    }
    if (this.#plansDue) {
      this.#plansDue = false;
      this.#show("plans", this.#plans, this.#allPlans().length > 0);
      // While one plan is dragged, those of the others stay as they are.
      const from = this.#plansDrawnFrom();
      if (!sameValues(from, this.#drawnFrom)) this.#plans.redraw();
      this.#drawnFrom = from;
    }
    if (this.#editDue) {
      this.#editDue = false;
      const hasConflicts = this.#stores.planCheck.getState().conflicts.length > 0;
      this.#show("edit", this.#edit, hasGhosts || hasConflicts || this.#editedId() !== undefined);
      this.#edit.redraw();
    }
    return false;
  }

  /** A canvas that shows nothing costs nothing: it isn't there. */
  #show(which: "plans" | "edit", canvas: ViewCanvas, on: boolean): void {
    if (this.#shown[which] === on) return;
    this.#shown = { ...this.#shown, [which]: on };
    if (on) canvas.addTo(this.#map);
    else canvas.remove();
  }

  #faultyOf(plan: Plan): string {
    const check = this.#stores.planCheck.getState().byId[plan.id];
    return check?.patterns.flatMap(({ elementId, result }) => (result.ok ? [] : [elementId])).join() ?? "";
  }

  /** All that the look of the plans but the edited one depends on, besides the view. */
  #plansDrawnFrom(): readonly unknown[] {
    const { theme, layers } = this.#look();
    const { byId } = this.#stores.fleet.getState();
    const editedId = this.#editedId();
    const plans = layers.plans ? this.#shownPlans().filter(({ id }) => id !== editedId) : [];
    return [
      theme,
      editedId,
      this.#stores.selection.getState().selectedVehicleId,
      ...plans.flatMap((plan) => {
        const vehicle = byId[plan.vehicleId];
        return [plan, vehicle?.home, vehicle?.colourIndex, this.#faultyOf(plan)];
      }),
    ];
  }

  #linesOf(plan: Plan): readonly PlanLine[] {
    const home = this.#stores.fleet.getState().byId[plan.vehicleId]?.home;
    const known = this.#lines.get(plan.id);
    const faulty = this.#faultyOf(plan);
    if (known?.plan === plan && known.home === home && known.faulty === faulty) return known.lines;
    // While a pattern is being worked out anew the lines that it had stay.
    const waiting = plan.elements.flatMap((element) =>
      element.kind === "pattern" && element.points.length === 0 && !faulty.includes(element.id) ? [element.id] : [],
    );
    const lines = planLines(plan, home);
    const kept = known === undefined || waiting.length === 0 ? lines : keepSearch(lines, known.lines, waiting);
    this.#lines.set(plan.id, { plan, home, faulty, lines: kept });
    return kept;
  }

  #look() {
    const settings = this.#stores.settings.getState();
    return { theme: themeOf(settings), t: translator(languageOf(settings)), layers: settings.layers };
  }

  #drawPlans(view: CanvasView): void {
    const { layers } = this.#look();
    const { selectedVehicleId } = this.#stores.selection.getState();
    const editedId = this.#editedId();
    const shown = layers.plans ? this.#shownPlans().filter(({ id }) => id !== editedId) : [];
    // The selected vehicle's last, over the others; where one is edited, that one alone is strong.
    const strong = (plan: Plan): boolean => editedId === undefined && plan.vehicleId === selectedVehicleId;
    for (const plan of [...shown].sort((a, b) => Number(strong(a)) - Number(strong(b))))
      this.#drawWay(view, plan, strong(plan));
  }

  #drawWay(view: CanvasView, plan: Plan, strong: boolean): void {
    const { theme } = this.#look();
    const colour = vehicleColour(this.#stores.fleet.getState().byId[plan.vehicleId]?.colourIndex ?? 0);
    const look = { plan, colour, theme, strong };
    drawFences(view, look);
    drawPlan(view, { ...look, lines: this.#linesOf(plan) });
  }

  /** Of several plans of a vehicle only the open one, else the one on board. */
  #shownPlans(): Plan[] {
    const { fleet, planEdit } = this.#stores;
    const { byId } = fleet.getState();
    return shownPlans(this.#allPlans(), planEdit.getState().openIds, (id) => byId[id]?.onboard?.planId);
  }

  /** Between the panels and the map's own buttons. */
  #within(view: CanvasView) {
    const { left, right } = this.#stores.layout.getState().insetsPx;
    const marginPx = (view.widthPx * editPadding) / (1 + 2 * editPadding);
    return { leftPx: marginPx + left + 78, rightPx: view.widthPx - marginPx - right - 66 };
  }

  #drawProblems(view: CanvasView, editedId: string | undefined): void {
    const { theme, t, layers } = this.#look();
    if (!layers.plans) return;
    const plans = this.#shownPlans();
    const { byId } = this.#stores.planCheck.getState();
    const edited = plans.find(({ id }) => id === editedId);
    const check = editedId === undefined ? undefined : byId[editedId];
    const uncovered = check?.patterns.flatMap(({ result }) => (result.ok ? result.uncovered : [])) ?? [];
    const warnings: MapWarning[] = [];
    const { part } = this.#stores.planEdit.getState();
    // All words at once would bury the map: those of errors, and of what is being worked at.
    const isSaid = ({ severity, elementId }: PlanProblem) => severity === "error" || elementId === part?.id;
    for (const { result } of check?.patterns ?? [])
      if (!result.ok && "at" in result.fault)
        warnings.push({ place: result.fault.at, severity: "error", text: t(`patternFault.${result.fault.code}`) });
    for (const problem of check?.problems ?? []) {
      // The pattern's own fault says more, and where.
      if (problem.code === "pattern-empty" || problem.code === "area-self-crossing") continue;
      const place = edited === undefined ? undefined : placeOfPart(edited, problem.elementId);
      if (place !== undefined)
        warnings.push({
          place,
          severity: problem.severity,
          text: isSaid(problem) ? t.loose(`planProblem.${problem.code}`, problem.params) : "",
        });
    }
    const all = [...warnings, ...this.#conflictWarnings(plans)];
    drawWarnings(view, { theme, uncovered, warnings: all, within: this.#within(view) });
  }

  /** Between the two, with their names and when: those of the selected vehicle, else the first ones. */
  #conflictWarnings(plans: readonly Plan[]): MapWarning[] {
    const { t } = this.#look();
    const { byId } = this.#stores.fleet.getState();
    const { selectedVehicleId } = this.#stores.selection.getState();
    const shown = new Set(plans.map(({ id }) => id));
    const nameOf = (id: string) => byId[id]?.name ?? id;
    return this.#stores.planCheck
      .getState()
      .conflicts.filter(
        ({ sides }) =>
          sides.every(({ planId }) => shown.has(planId)) &&
          (selectedVehicleId === undefined || sides.some(({ vehicleId }) => vehicleId === selectedVehicleId)),
      )
      .slice(0, mostConflicts)
      .flatMap(({ sides: [a, b], closestS }): MapWarning[] => {
        const place = middleOf([a, b]);
        const time = spanText(closestS * 1000);
        const text = t("conflict.tag", { a: nameOf(a.vehicleId), b: nameOf(b.vehicleId), time });
        return place === undefined ? [] : [{ place, severity: "error", text }];
      });
  }

  #drawGhosts(view: CanvasView): void {
    const { theme, t } = this.#look();
    const nowMs = this.#stores.stationNow() ?? 0;
    const within = this.#within(view);
    for (const vehicle of Object.values(this.#stores.fleet.getState().byId)) {
      const { ghost, name, colourIndex, position } = vehicle;
      if (ghost === undefined) continue;
      const text = ghostText(t, name, ghost, nowMs);
      drawGhost(view, { ghost, colour: vehicleColour(colourIndex), theme, text, lastPlace: position, within });
    }
  }

  #drawEdited(view: CanvasView): void {
    const id = this.#editedId();
    this.#drawEditedHandles(view, id);
    this.#drawProblems(view, id);
    this.#drawGhosts(view);
  }

  #drawEditedHandles(view: CanvasView, id: string | undefined): void {
    const plan = this.#allPlans().find((candidate) => candidate.id === id);
    if (plan === undefined) return;
    const { theme, layers } = this.#look();
    // On this canvas, since it changes with every move of the pointer.
    if (layers.plans) this.#drawWay(view, plan, true);
    const { part, profilePlace } = this.#stores.planEdit.getState();
    const colour = vehicleColour(this.#stores.fleet.getState().byId[plan.vehicleId]?.colourIndex ?? 0);
    const outlines = plan.elements.flatMap((element) => {
      const { rings, closed } = ringsOf(element);
      return rings.map((places) => ({ places, closed }));
    });
    const handles = planHandles(plan, part);
    drawHandles(view, { handles, part, active: this.#drag.active, colour, theme, outlines, profilePlace });
  }
}

const sameValues = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

type Fleet = ReturnType<Stores["fleet"]["getState"]>["byId"];

const homesChanged = (now: Fleet, before: Fleet): boolean =>
  Object.keys(now).length !== Object.keys(before).length ||
  Object.entries(now).some(([id, vehicle]) => {
    const old = before[id];
    return (
      old?.home !== vehicle.home ||
      old?.ghost !== vehicle.ghost ||
      old?.onboard !== vehicle.onboard ||
      old?.colourIndex !== vehicle.colourIndex
    );
  });

/** The new lines, and those that patterns without a path had before. */
const keepSearch = (
  lines: readonly PlanLine[],
  before: readonly PlanLine[],
  waiting: readonly string[],
): readonly PlanLine[] => [
  ...lines,
  ...before.filter(({ elementId, kind }) => kind === "search" && waiting.includes(elementId)),
];
