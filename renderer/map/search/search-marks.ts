import type { Map as LeafletMap, ZoomAnimEvent } from "leaflet";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { themeOf } from "../../stores/settings-store.ts";
import { SpriteCache, stamp } from "../crowd/sprite-cache.ts";
import type { FrameLoop } from "../frame-loop.ts";
import { panes } from "../map-panes.ts";
import { declutter } from "../marks/declutter.ts";
import type { LocatedHeat } from "../marks/heat-groups.ts";
import type { LabelSide } from "../marks/place-labels.ts";
import { isZooming } from "../marks/place-mark.ts";
import { drawTag } from "../plan/draw-tag.ts";
import { type CanvasView, ViewCanvas } from "../view-canvas.ts";
import { type ClueMark, clueMarks, clueSprite, drawClueSigma } from "./draw-clues.ts";
import { drawLink } from "./draw-links.ts";
import { drawNearest } from "./draw-nearest.ts";
import { drawPeople, type PeopleRows } from "./draw-people.ts";
import { drawHoveredSegment } from "./draw-segments.ts";
import { drawTracks, Tracks } from "./draw-tracks.ts";
import { type Focusable, FocusMarks } from "./focus-marks.ts";
import { followKeptTracks } from "./kept-tracks.ts";
import { type MarkHit, nearestHit } from "./mark-hit.ts";
import { peopleRows } from "./people-rows.ts";
import { searchLinks } from "./search-links.ts";
import { type SearchWords, searchWords } from "./search-words.ts";
import type { SegmentShape } from "./segment-shapes.ts";
import { drawMore, drawTeams, standingText, type TeamMark, teamMarks } from "./team-marks.ts";
import { whoLook } from "./who-places.ts";

/** Who keeps its own mark where clues would cover each other. */
const clueRanks: Readonly<Record<ClueMark["state"], number>> = { confirmed: 4, checking: 3, new: 2, dismissed: 1 };
/** People move ten times a second at most; ages count on by themselves. */
const everyMs = 100;
const agesEveryMs = 15_000;
const focusEveryMs = 1_000;

export interface SearchMarksOptions {
  readonly loop: FrameLoop;
  readonly shapeOf: (segmentId: string) => SegmentShape | undefined;
  readonly onPress: (key: string) => void;
  /** Heat sources that are drawn small, the nearest few. */
  readonly heatNearMiddle: () => readonly LocatedHeat[];
  /** The fixed sensor under the pointer. */
  readonly sensor: () => { readonly id: string; readonly place: LatLon } | undefined;
}

/** Who and what of the search stands on the ground: people, teams, their jobs and ways, clues, proposals, candidates. */
export class SearchMarks {
  readonly #map: LeafletMap;
  readonly #stores: Stores;
  readonly #options: SearchMarksOptions;
  readonly #canvas = new ViewCanvas({ pane: panes.searchMarks.name, paddingFraction: 0.1 });
  readonly #sprites = new SpriteCache();
  readonly #sides = new Map<string, LabelSide>();
  readonly #focus: FocusMarks;
  readonly #tracks = new Tracks();
  readonly #off: (() => void)[] = [];
  #people: PeopleRows = { count: 0, xy: new Float64Array(0), looks: new Uint8Array(0), colours: [], keys: [] };
  #teams: readonly TeamMark[] = [];
  #clues: readonly ClueMark[] = [];
  #hits: MarkHit[] = [];
  #view: CanvasView | undefined;
  #due = true;
  #rowsDue = true;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #focusAtMs = Number.NEGATIVE_INFINITY;
  #isDragged = false;

  constructor(map: LeafletMap, stores: Stores, options: SearchMarksOptions) {
    this.#map = map;
    this.#stores = stores;
    this.#options = options;
    this.#focus = new FocusMarks(map, options.onPress);
    this.#canvas.drawWith((view) => this.#draw(view));
    const { incident, selection, settings, proposals, nearest, fleet } = stores;
    const wake = (): void => this.#wake();
    this.#off.push(
      incident.subscribe((state, before) => {
        if (state.whereabouts !== before.whereabouts) this.#tracks.take(state.whereabouts, before.whereabouts);
        this.#wakeRows();
      }),
      followKeptTracks(stores, {
        forget: () => this.#tracks.forget(),
        restore: (kept) => {
          this.#tracks.restore(kept);
          wake();
        },
      }),
      // Vehicles that have a job move all the time; their line follows once in a while.
      fleet.subscribe(() => {
        if (proposals.getState().proposals.length > 0) wake();
      }),
      selection.subscribe((state, before) => {
        const chosen = state.selectedThingKey !== before.selectedThingKey;
        if (chosen || state.hoveredThingKey !== before.hoveredThingKey) wake();
      }),
      settings.subscribe(() => this.#wakeRows()),
      proposals.subscribe(wake),
      nearest.subscribe(wake),
      options.loop.add((wallMs) => this.#frame(wallMs)),
    );
    map.on("moveend", this.#onMoved);
    map.on("dragstart", this.#onDrag);
    this.#tracks.take(incident.getState().whereabouts, {});
  }

  close(): void {
    for (const off of this.#off) off();
    this.#map.off("moveend", this.#onMoved);
    this.#map.off("dragstart", this.#onDrag);
    this.#focus.clear();
    this.#canvas.remove();
  }

  /** What is drawn at a place of the map's container, px. */
  hitAt(x: number, y: number): MarkHit | undefined {
    const view = this.#view;
    if (view === undefined || view.zoom !== this.#map.getZoom()) return undefined;
    const { lat, lng } = this.#map.containerPointToLatLng([x, y]);
    return nearestHit(this.#hits, view.toX(lng), view.toY(lat));
  }

  followZoom(event: ZoomAnimEvent): void {
    this.#focus.followZoom(event);
  }

  zoomed(): void {
    this.#focus.place();
    this.#wake();
  }

  readonly #onDrag = (): void => {
    this.#isDragged = true;
  };

  readonly #onMoved = (): void => {
    this.#isDragged = false;
    this.#focusAtMs = Number.NEGATIVE_INFINITY;
    this.#options.loop.wake();
  };

  #wakeRows(): void {
    this.#rowsDue = true;
    this.#wake();
  }

  #wake(): void {
    this.#due = true;
    this.#options.loop.wake();
  }

  #frame(wallMs: number): boolean {
    if (isZooming(this.#map)) return true;
    if (wallMs - this.#drawnAtMs >= agesEveryMs) {
      this.#due = true;
      this.#rowsDue = true;
    }
    if (this.#due && wallMs - this.#drawnAtMs >= everyMs) {
      this.#due = false;
      this.#drawnAtMs = wallMs;
      if (this.#rowsDue) this.#take();
      this.#canvas.showOn(this.#map, this.#hasMarks());
    }
    // Not under a hand that drags: it has no finger for keys, and the marks it ends among come with its end.
    if (wallMs - this.#focusAtMs >= focusEveryMs && !this.#isDragged) {
      this.#focusAtMs = wallMs;
      this.#focus.show(this.#focusables());
    }
    return this.#due;
  }

  #utcMs(): number {
    return this.#stores.stationUtcNow() ?? 0;
  }

  #words(): SearchWords {
    return searchWords(this.#stores.settings.getState());
  }

  /** From things to rows, once for all the frames until something changes. */
  #take(): void {
    this.#rowsDue = false;
    const { layers } = this.#stores.settings.getState();
    const { things } = this.#stores.incident.getState();
    this.#people = peopleRows(this.#stores, layers.people ? this.#utcMs() : undefined);
    this.#teams = layers.teams ? teamMarks(this.#stores, this.#utcMs()) : [];
    this.#clues = layers.clues ? clueMarks(things.clue) : [];
  }

  #hasMarks(): boolean {
    const { proposals, nearest } = this.#stores;
    return (
      this.#people.count + this.#teams.length + this.#clues.length > 0 ||
      proposals.getState().proposals.length > 0 ||
      nearest.getState().place !== undefined ||
      /^(sensor|segment)\//.test(this.#stores.selection.getState().hoveredThingKey ?? "")
    );
  }

  #draw(view: CanvasView): void {
    const { settings, selection } = this.#stores;
    const state = settings.getState();
    const theme = themeOf(state);
    const words = this.#words();
    const { selectedThingKey: selectedKey, hoveredThingKey: hoveredKey } = selection.getState();
    this.#view = view;
    this.#hits = [];
    const tell = (hit: MarkHit): void => {
      this.#hits.push(hit);
    };
    const hovered =
      hoveredKey?.startsWith("segment/") === true ? this.#options.shapeOf(hoveredKey.slice(8)) : undefined;
    if (hovered !== undefined) drawHoveredSegment(view, hovered, theme);
    for (const clue of this.#clues) drawClueSigma(view, clue, { chosen: `clue/${clue.id}` === selectedKey, theme });
    const looked = selectedKey === undefined ? undefined : whoLook(this.#stores, selectedKey);
    if (selectedKey !== undefined && looked !== undefined)
      drawTracks(view, this.#tracks.of(selectedKey), looked.colour, theme);
    for (const link of searchLinks(this.#stores, { shapeOf: this.#options.shapeOf, selectedKey, hoveredKey, words }))
      drawLink(view, link, theme);
    if (this.#people.count > 0)
      drawPeople(view, this.#people, { theme, sprites: this.#sprites, teams: this.#teams, tell });
    this.#drawClues(view, tell);
    drawTeams(
      view,
      { teams: this.#teams, selectedKey, hoveredKey, theme, words, sprites: this.#sprites, sides: this.#sides },
      tell,
    );
    drawNearest(view, this.#stores, { theme, words });
    const sensor = hoveredKey?.startsWith("sensor/") === true ? this.#options.sensor() : undefined;
    if (sensor !== undefined)
      drawTag(view, {
        x: view.toX(sensor.place.lonDeg) + 10,
        y: view.toY(sensor.place.latDeg),
        text: sensor.id,
        theme,
      });
    const person = [hoveredKey, selectedKey].find((key) => key?.startsWith("person/"));
    const look = person === undefined ? undefined : whoLook(this.#stores, person);
    if (look !== undefined)
      drawTag(view, {
        x: view.toX(look.place.lonDeg) + 10,
        y: view.toY(look.place.latDeg),
        text: look.name,
        colour: look.colour,
        theme,
      });
  }

  #drawClues(view: CanvasView, tell: (hit: MarkHit) => void): void {
    const { selection, settings } = this.#stores;
    const { selectedThingKey, hoveredThingKey } = selection.getState();
    const { t } = this.#words();
    const theme = themeOf(settings.getState());
    const seen = this.#clues.flatMap((clue) => {
      const x = view.toX(clue.place.lonDeg);
      const y = view.toY(clue.place.latDeg);
      return x < -30 || y < -30 || x > view.widthPx + 30 || y > view.heightPx + 30 ? [] : [{ clue, x, y }];
    });
    const byId = new Map(seen.map((one) => [one.clue.id, one]));
    const isChosen = ({ id }: ClueMark) => [selectedThingKey, hoveredThingKey].includes(`clue/${id}`);
    const spots = seen.map(({ clue, x, y }) => ({
      id: clue.id,
      xPx: x,
      yPx: y,
      rank: isChosen(clue) ? 9 : clueRanks[clue.state],
    }));
    for (const { leader, members } of declutter(spots, 30).reverse()) {
      const one = byId.get(leader.id);
      if (one === undefined) continue;
      const { clue, x, y } = one;
      const chosen = isChosen(clue);
      const letter = t(`map.clue.letter.${clue.nature}`);
      stamp(view.context, clueSprite(this.#sprites, { clue, chosen, theme, letter }), x, y);
      if (members.length > 1) drawMore(view, members.length - 1, x, y, theme);
      const places = members.flatMap(({ id }) => byId.get(id)?.clue.place ?? []);
      tell({ key: `clue/${clue.id}`, x, y, reachPx: 22, places });
      if (chosen) drawTag(view, { x, y: y + 34, text: clueText(clue, this.#words()), theme, centred: true });
    }
  }

  #focusables(): readonly Focusable[] {
    const words = this.#words();
    const { t } = words;
    const { selectedThingKey } = this.#stores.selection.getState();
    const one = (key: string, place: LatLon, parts: readonly string[], help: boolean): Focusable => ({
      key,
      place,
      label: parts.filter((part) => part !== "").join(t("common.listSeparator")),
      help,
      pressed: key === selectedThingKey,
    });
    return [
      ...this.#teams.map((team) =>
        one(
          team.key,
          team.place,
          [team.name, t(`map.mode.${team.mode}`), standingText(team, words)],
          team.standing === "help",
        ),
      ),
      ...this.#options
        .heatNearMiddle()
        .map(({ source, position }) =>
          one(
            `heat/${source.id}`,
            position,
            [t("heat.number", { number: source.number }), t(`heat.state.${source.decision.state}`)],
            false,
          ),
        ),
      ...this.#clues.map((clue) => one(`clue/${clue.id}`, clue.place, [clueText(clue, words)], false)),
    ];
  }
}

const clueText = ({ number, nature, state }: ClueMark, { t }: SearchWords): string =>
  t("map.clue", { number, nature: t(`map.clue.nature.${nature}`), state: t(`map.clue.state.${state}`) });
