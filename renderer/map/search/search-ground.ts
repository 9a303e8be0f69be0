import type { Map as LeafletMap } from "leaflet";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { Stores } from "../../stores/create-stores.ts";
import type { ThingsByKind } from "../../stores/incident-store.ts";
import { themeOf } from "../../stores/settings-store.ts";
import { teamColour, teamSign } from "../../stores/team-look.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import { SpriteCache } from "../crowd/sprite-cache.ts";
import type { FrameLoop } from "../frame-loop.ts";
import { panes } from "../map-panes.ts";
import { isZooming } from "../marks/place-mark.ts";
import { type CanvasView, ViewCanvas } from "../view-canvas.ts";
import { drawRings, type ReportPlace } from "./draw-rings.ts";
import { drawSegments } from "./draw-segments.ts";
import { openAssignments } from "./open-assignments.ts";
import { SearchTiles } from "./search-tiles.ts";
import { searchWords } from "./search-words.ts";
import type { SegmentOwner } from "./segment-label.ts";
import { type SegmentShape, type SegmentShapes, shapeMaker } from "./segment-shapes.ts";

/** Grades change every few seconds; a chosen segment shows at once. */
const gradesEveryMs = 1_000;

/** The search's ground: tiles of probability and of what was searched, segments, rings, the planning point. */
export class SearchGround {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #tiles: SearchTiles;
  readonly #lines = new ViewCanvas({ pane: panes.searchLines.name, paddingFraction: 0.25 });
  readonly #sprites = new SpriteCache();
  readonly #shapesOf = shapeMaker();
  readonly #off: (() => void)[] = [];
  readonly #loop: FrameLoop;
  #shapes: SegmentShapes;
  #owners: ReadonlyMap<string, SegmentOwner> = new Map();
  #due: "now" | "soon" | "no" = "now";
  #drawnAtMs = Number.NEGATIVE_INFINITY;

  constructor(map: LeafletMap, stores: Stores, loop: FrameLoop) {
    this.#map = map;
    this.#stores = stores;
    this.#loop = loop;
    const { things } = stores.incident.getState();
    this.#shapes = this.#shapesOf(things.segment);
    this.#owners = ownersOf(things, stores);
    this.#tiles = new SearchTiles(map, stores);
    this.#lines.drawWith((view) => this.#draw(view));
    const now = (): void => this.#wake("now");
    this.#off.push(
      stores.incident.subscribe((state, before) => {
        if (state.things.segment !== before.things.segment) this.#shapes = this.#shapesOf(state.things.segment);
        if (state.things !== before.things) this.#owners = ownersOf(state.things, stores);
        if (state.things.segment !== before.things.segment || state.things.subject !== before.things.subject) now();
        else if (state.things.assignment !== before.things.assignment || state.grades !== before.grades)
          this.#wake("soon");
      }),
      stores.station.subscribe((state, before) => {
        if (state.view?.search?.rings !== before.view?.search?.rings) this.#wake("soon");
      }),
      stores.searchSelection.subscribe(now),
      stores.searchPanel.subscribe((state, before) => {
        if (state.preview !== before.preview) now();
      }),
      stores.selection.subscribe((state, before) => {
        if (state.selectedThingKey !== before.selectedThingKey) now();
      }),
      stores.settings.subscribe(now),
      stores.layout.subscribe(() => this.#wake("soon")),
      loop.add((wallMs) => this.#frame(wallMs)),
    );
  }

  /** The segment at a place of the square, while segments are shown. */
  segmentAt(x: number, y: number): SegmentShape | undefined {
    return this.#stores.settings.getState().layers.segments ? this.#shapes.at(x, y) : undefined;
  }

  shapeOf(id: string): SegmentShape | undefined {
    return this.#shapes.byId.get(id);
  }

  close(): void {
    for (const off of this.#off) off();
    this.#tiles.close();
    this.#lines.remove();
  }

  #wake(due: "now" | "soon"): void {
    if (this.#due !== "now") this.#due = due;
    this.#loop.wake();
  }

  #frame(wallMs: number): boolean {
    if (this.#due === "no") return false;
    if (isZooming(this.#map)) return true;
    if (this.#due === "soon" && wallMs - this.#drawnAtMs < gradesEveryMs) return true;
    this.#due = "no";
    this.#drawnAtMs = wallMs;
    this.#lines.showOn(this.#map, this.#hasLines());
    return false;
  }

  #hasLines(): boolean {
    const { things } = this.#stores.incident.getState();
    return (
      this.#shapes.shapes.length > 0 ||
      this.#stores.searchPanel.getState().preview.length > 0 ||
      Object.keys(things.subject).length > 0
    );
  }

  #draw(view: CanvasView): void {
    const { settings, incident, searchSelection, selection, station, searchPanel, layout } = this.#stores;
    const state = settings.getState();
    const theme = themeOf(state);
    const words = searchWords(state);
    const { things, grades } = incident.getState();
    const { selectedThingKey } = selection.getState();
    const idOf = (key: string | undefined) => (key?.startsWith("segment/") === true ? key.slice(8) : undefined);
    const alone = idOf(selectedThingKey);
    const { segmentIds } = searchSelection.getState();
    const { preview } = searchPanel.getState();
    if (state.layers.segments || preview.length > 0)
      drawSegments(view, {
        shapes: state.layers.segments ? this.#shapes : noShapes,
        grades,
        selected: new Set(alone === undefined ? segmentIds : [...segmentIds, alone]),
        owners: this.#owners,
        preview,
        theme,
        sprites: this.#sprites,
        words,
      });
    const { insetsPx } = layout.getState();
    const size = this.#map.getSize();
    const [padX, padY] = [(view.widthPx - size.x) / 2, (view.heightPx - size.y) / 2];
    drawRings(view, {
      rings: state.layers.rings ? station.getState().view?.search?.rings : undefined,
      places: state.layers.rings ? reportPlaces(things, words.t) : [],
      theme,
      ringText: words.ringText,
      free: {
        leftPx: padX + insetsPx.left,
        topPx: padY + insetsPx.top,
        rightPx: padX + size.x - insetsPx.right,
        bottomPx: padY + size.y - insetsPx.bottom,
      },
    });
  }
}

const noShapes: SegmentShapes = shapeMaker()({});

const ownersOf = (things: ThingsByKind, { fleet }: Stores): ReadonlyMap<string, SegmentOwner> => {
  const owners = new Map<string, SegmentOwner>();
  for (const { who, segmentIds } of openAssignments(things)) {
    const [kind, id = ""] = who.split("/");
    const team = kind === "team" ? things.team[id] : undefined;
    const vehicle = kind === "vehicle" ? fleet.getState().byId[id] : undefined;
    const owner =
      vehicle === undefined
        ? { sign: teamSign(team?.fields.name ?? "?"), colour: teamColour(id) }
        : { sign: vehicle.name, colour: vehicleColour(vehicle.colourIndex) };
    for (const segmentId of segmentIds) owners.set(segmentId, owner);
  }
  return owners;
};

const reportPlaces = (things: ThingsByKind, t: ReturnType<typeof searchWords>["t"]): readonly ReportPlace[] =>
  Object.values(things.subject).flatMap(({ fields }: Thing<"subject">): ReportPlace[] => {
    const { ipp, lastSeen } = fields;
    const name = fields.name ?? "";
    const named = (kind: ReportPlace["kind"]): string =>
      Object.keys(things.subject).length > 1 && name !== ""
        ? t("map.report.of", { what: t(`map.report.${kind}`), name })
        : t(`map.report.${kind}`);
    return [
      ...(ipp === undefined ? [] : [{ kind: "IPP" as const, place: ipp.place, text: named("IPP") }]),
      ...(lastSeen === undefined ? [] : [{ kind: lastSeen.kind, place: lastSeen.place, text: named(lastSeen.kind) }]),
    ];
  });
