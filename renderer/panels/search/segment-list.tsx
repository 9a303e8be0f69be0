import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { thingKey } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { GradeMark } from "./grade-mark.tsx";
import {
  findSegments,
  ringMiddle,
  type SegmentOrder,
  type SegmentRow,
  segmentOrders,
  segmentRows,
} from "./segment-rows.ts";
import { shareText } from "./share-text.ts";
import { useRowWindow } from "./use-row-window.ts";

/** As the style sheet has it, px. */
const rowPx = 48;
/** What stays at the body's head while it scrolls, px. */
const underHeadPx = 110;
/** Fewer are found by looking. */
const findFrom = 20;

const idOf = (key: string | undefined): string | undefined =>
  key?.startsWith("segment/") === true ? key.slice("segment/".length) : undefined;

/** The segment that is chosen, in the list or on the map. */
export const useChosenSegment = (): string | undefined =>
  idOf(useStore(useStores().selection, (state) => state.selectedThingKey));

const Row = (props: {
  readonly row: SegmentRow;
  readonly index: number;
  readonly count: number;
  readonly listId: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { selection } = useStores();
  const { row, index, chosen } = props;
  const { grade } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys, as a listbox does
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the list
    <div
      id={`${props.listId}-${index}`}
      role="option"
      aria-selected={chosen}
      aria-setsize={props.count}
      aria-posinset={index + 1}
      className={`segment-row ${chosen ? "chosen" : ""}`}
      style={{ top: index * rowPx }}
      onClick={props.onChoose}
      onPointerEnter={() => selection.getState().hoverThing(thingKey("segment", row.id))}
      onPointerLeave={() => selection.getState().hoverThing(undefined)}
    >
      <GradeMark grade={grade?.grade} />
      <strong>{row.segment.fields.name ?? row.id}</strong>
      <span className="small">{t(`segment.grade.${grade?.grade ?? "none"}`)}</span>
      <span className="figure">{grade === undefined ? "–" : shareText(format, grade.poa)}</span>
      <span className="figure">{grade === undefined ? "–" : format.percent(grade.pod)}</span>
      <span className="figure">{grade === undefined ? "–" : shareText(format, grade.densityPerKm2)}</span>
    </div>
  );
};

/** Where an arrow key leads from a row. */
const stepTo = (key: string, at: number, count: number): number | undefined => {
  const page = 8;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
};

const Rows = ({ rows }: { readonly rows: readonly SegmentRow[] }) => {
  const t = useTranslate();
  const { selection } = useStores();
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const chosen = useChosenSegment();
  const at = rows.findIndex(({ id }) => id === chosen);
  const { from, to } = useRowWindow(list, rows.length, rowPx);
  const choose = (row: SegmentRow | undefined) => {
    if (row === undefined) return;
    selection.getState().selectThing(thingKey("segment", row.id));
    const { ring = [] } = row.segment.fields;
    const middle = ringMiddle(ring);
    if (middle !== undefined) selection.getState().requestFlyTo(middle, { around: ring });
  };
  const row = useRef(at);
  row.current = at;
  // Chosen on the map it comes into sight here; rows that move with every grade don't pull the list along.
  useEffect(() => {
    const body = list.current?.closest(".panel-body");
    if (chosen === undefined || row.current < 0 || list.current === null || body == null) return;
    const top = list.current.getBoundingClientRect().top + row.current * rowPx - body.getBoundingClientRect().top;
    if (top < underHeadPx || top + rowPx > body.clientHeight - 8) body.scrollBy({ top: top - body.clientHeight / 3 });
  }, [chosen]);
  const onKey = (event: KeyboardEvent) => {
    const next = stepTo(event.key, at, rows.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(rows[next]);
  };
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={t("segments.list")}
      aria-activedescendant={at >= from && at < to ? `${listId}-${at}` : undefined}
      tabIndex={0}
      className="segment-rows"
      style={{ height: rows.length * rowPx }}
      onKeyDown={onKey}
    >
      {rows.slice(from, to).map((row, i) => (
        <Row
          key={row.id}
          row={row}
          index={from + i}
          count={rows.length}
          listId={listId}
          chosen={row.id === chosen}
          onChoose={() => choose(row)}
        />
      ))}
    </div>
  );
};

/** All segments, the one with most left for each square kilometre first; the same one is chosen here and on the map. */
export const SegmentList = () => {
  const t = useTranslate();
  const { incident } = useStores();
  const segments = useStore(incident, ({ things }) => things.segment);
  const grades = useStore(incident, (state) => state.grades);
  const [order, setOrder] = useState<SegmentOrder>("left");
  const [wanted, setWanted] = useState("");
  const all = useMemo(() => segmentRows(segments, grades, order), [segments, grades, order]);
  const rows = useMemo(() => findSegments(all, wanted), [all, wanted]);
  if (all.length === 0) return <p className="search-lead">{t("segments.none")}</p>;
  return (
    <>
      {all.length >= findFrom && (
        <input
          className="text-field segment-find"
          type="search"
          aria-label={t("segments.find")}
          placeholder={t("segments.find")}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <fieldset className="segments segment-orders" aria-label={t("segments.order")}>
        {segmentOrders.map((one) => (
          <button key={one} type="button" aria-pressed={one === order} onClick={() => setOrder(one)}>
            {t(`segments.order.${one}`)}
          </button>
        ))}
      </fieldset>
      <div className="segment-heads small" aria-hidden="true">
        <span>{t("segments.count", { count: rows.length })}</span>
        <span>{t("segments.poa")}</span>
        <span>{t("segments.pod")}</span>
        <span>{t("segments.left")}</span>
      </div>
      <Rows rows={rows} />
    </>
  );
};
