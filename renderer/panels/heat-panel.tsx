import { IconArrowUp, IconClock, IconDownload, IconSortDescending, IconX } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { HeatOrder } from "../stores/settings-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { HeatCard } from "./heat-card.tsx";
import { useHands } from "./heat-hands.ts";
import {
  type HeatFilter,
  type HeatStanding,
  heatFilters,
  heldOrder,
  matchesSearch,
  standingOf,
  steadyOrder,
} from "./heat-list.ts";
import { PanelFrame } from "./panel-frame.tsx";

/** Rows drawn at once: enough to fill a wall screen; more come when asked for. */
const pageSize = 40;
/** Drawn before the browser has said what is in sight. */
const firstCards = 6;
/** Fewer need no search, and the room that it takes. */
const searchFrom = 12;

const useCounts = () =>
  useStore(
    useStores().heat,
    useShallow(({ byId }) => {
      const all = Object.values(byId);
      const count = (state: string) => all.filter((source) => source.decision.state === state).length;
      return { all: all.length, new: count("new"), confirmed: count("confirmed"), dismissed: count("dismissed") };
    }),
  );

const HeatSummary = () => {
  const t = useTranslate();
  const { heat } = useStores();
  const total = useStore(heat, ({ byId }) => Object.keys(byId).length);
  // One of our own waits for nobody.
  const open = useStore(
    heat,
    ({ byId }) =>
      Object.values(byId).filter(({ decision, identity }) => decision.state === "new" && identity === undefined).length,
  );
  return (
    <>
      {open > 0 && <span className="summary-new">{t("heat.newCount", { count: open })}</span>}
      <span>{total}</span>
    </>
  );
};

const OrderButton = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const newest = useStore(settings, (state) => state.heatOrder === "newest");
  const label = t(newest ? "heat.order.newest" : "heat.order.likely");
  return (
    <button
      type="button"
      className="button square"
      aria-pressed={newest}
      aria-label={t("heat.order.newest")}
      title={label}
      onClick={() => settings.getState().set({ heatOrder: newest ? "likely" : "newest" })}
    >
      {newest ? <IconClock size={18} aria-hidden="true" /> : <IconSortDescending size={18} aria-hidden="true" />}
    </button>
  );
};

const HeatTools = (props: {
  readonly filter: HeatFilter;
  readonly search: string;
  readonly onFilter: (filter: HeatFilter) => void;
  readonly onSearch: (search: string) => void;
}) => {
  const t = useTranslate();
  const counts = useCounts();
  return (
    <div className="heat-tools">
      <div className="heat-find">
        <div className="search-field">
          <input
            className="text-field"
            type="text"
            inputMode="search"
            aria-label={t("common.search")}
            placeholder={t("heat.searchPlaceholder")}
            value={props.search}
            onChange={(event) => props.onSearch(event.currentTarget.value)}
          />
          {props.search !== "" && (
            <button
              type="button"
              className="button quiet square"
              aria-label={t("common.clearSearch")}
              title={t("common.clearSearch")}
              onClick={() => props.onSearch("")}
            >
              <IconX size={18} />
            </button>
          )}
        </div>
        <OrderButton />
      </div>
      <fieldset className="segments" aria-label={t("heat.filter")}>
        {heatFilters.map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={choice === props.filter}
            onClick={() => props.onFilter(choice)}
          >
            {t(`heat.filter.${choice}`)}
            <span className="small">{counts[choice]}</span>
          </button>
        ))}
      </fieldset>
    </div>
  );
};

interface Wanted {
  readonly ids: readonly string[];
  /** Of filter, order and search, that they are for. */
  readonly choice: string;
}

/** What is to be listed, in its order; rows change places only once a probability changed enough. */
const useWanted = (filter: HeatFilter, search: string, order: HeatOrder): Wanted => {
  const { heat, fleet } = useStores();
  const byId = useStore(heat, (state) => state.byId);
  const standing = useRef<HeatStanding>(new Map());
  return useMemo(() => {
    const nameOf = (id: string) => fleet.getState().byId[id]?.name;
    const sources = Object.values(byId);
    standing.current = standingOf(standing.current, sources);
    const found = sources
      .filter((source) => filter === "all" || source.decision.state === filter)
      .filter((source) => matchesSearch(source, search, nameOf));
    const ids = steadyOrder(found, standing.current, order).map((source) => source.id);
    return { ids, choice: `${filter} ${order} ${search}` };
  }, [byId, fleet, filter, search, order]);
};

/** The same, held still while hands are on the list; another filter, search or order counts at once. */
const useShownIds = ({ ids: wanted, choice }: Wanted, busy: boolean) => {
  const { heat } = useStores();
  const shown = useRef<{ readonly choice: string; readonly ids: readonly string[] } | undefined>(undefined);
  const [releaseN, setReleaseN] = useState(0);
  const released = useRef(0);
  const before = shown.current;
  const isHeld = busy && before?.choice === choice && released.current === releaseN;
  released.current = releaseN;
  const held = isHeld
    ? heldOrder(before.ids, wanted, (id) => heat.getState().byId[id] !== undefined)
    : { ids: wanted, waiting: 0 };
  shown.current = { choice, ids: held.ids };
  return { ...held, release: () => setReleaseN((n) => n + 1) };
};

/** What decisions are good for beyond this search. */
const Examples = () => {
  const t = useTranslate();
  const count = useStore(useStores().station, ({ view }) => view?.examples ?? 0);
  if (count === 0) return undefined;
  return (
    <div className="examples block">
      <div className="block-head">
        <h3>{t("examples.title", { count })}</h3>
        <a className="button" href="/api/examples.zip" download>
          <IconDownload size={18} aria-hidden="true" />
          {t("examples.download")}
        </a>
      </div>
      <p className="small">{t("examples.what")}</p>
    </div>
  );
};

/** Everything warm that was found: the new ones first, by how likely a person each is, to be confirmed or dismissed. */
export const HeatPanel = ({ alone }: { readonly alone: boolean }) => {
  const { settings } = useStores();
  const total = useStore(useStores().heat, (state) => Object.keys(state.byId).length);
  const order = useStore(settings, (state) => state.heatOrder);
  const [filter, setFilter] = useState<HeatFilter>("all");
  const [search, setSearch] = useState("");
  return (
    <PanelFrame name="heat" alone={alone} summary={<HeatSummary />}>
      {total === 0 ? (
        <NothingFound />
      ) : (
        <>
          {total >= searchFrom && (
            <HeatTools filter={filter} search={search} onFilter={setFilter} onSearch={setSearch} />
          )}
          <HeatRows filter={filter} search={search} order={order} />
        </>
      )}
      <Examples />
    </PanelFrame>
  );
};

const NothingFound = () => {
  const t = useTranslate();
  return (
    <p className="empty">
      <strong>{t("heat.empty")}</strong>
      {t("heat.emptyTip")}
    </p>
  );
};

const HeatRows = (props: { readonly filter: HeatFilter; readonly search: string; readonly order: HeatOrder }) => {
  const t = useTranslate();
  const { filter, search, order } = props;
  const [limit, setLimit] = useState(pageSize);
  const list = useRef<HTMLDivElement>(null);
  const busy = useHands(list);
  const wanted = useDeferredValue(useWanted(filter, search, order));
  const { ids, waiting, release } = useShownIds(wanted, busy);
  return (
    <div ref={list}>
      {waiting > 0 && (
        <button type="button" className="button heat-waiting" onClick={release}>
          <IconArrowUp size={18} aria-hidden="true" />
          {t("heat.waiting", { count: waiting })}
        </button>
      )}
      {ids.length === 0 && <p className="empty">{t("heat.noMatch")}</p>}
      <ul className="heat-list">
        {ids.slice(0, limit).map((id, i) => (
          <li key={id}>
            <HeatCard id={id} first={i < firstCards} />
          </li>
        ))}
      </ul>
      {ids.length > limit && (
        <button type="button" className="button quiet wide" onClick={() => setLimit(limit + pageSize)}>
          {t("common.showMore", { count: Math.min(pageSize, ids.length - limit) })}
        </button>
      )}
    </div>
  );
};
