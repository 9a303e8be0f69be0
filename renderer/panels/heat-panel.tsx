import { IconX } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { HeatCard } from "./heat-card.tsx";
import { byUrgency, type HeatFilter, heatFilters, matchesSearch } from "./heat-list.ts";
import { PanelFrame } from "./panel-frame.tsx";

/** Rows drawn at once: enough to fill a wall screen; more come when asked for. */
const pageSize = 40;
/** Fewer need no search. */
const searchFrom = 7;

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
  const counts = useCounts();
  return (
    <>
      {counts.new > 0 && <span className="summary-new">{t("heat.newCount", { count: counts.new })}</span>}
      <span>{counts.all}</span>
    </>
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

const useShownIds = (filter: HeatFilter, search: string): readonly string[] => {
  const { heat, fleet } = useStores();
  const byId = useStore(heat, (state) => state.byId);
  return useMemo(() => {
    const nameOf = (id: string) => fleet.getState().byId[id]?.name;
    return Object.values(byId)
      .filter((source) => filter === "all" || source.decision.state === filter)
      .filter((source) => matchesSearch(source, search, nameOf))
      .sort(byUrgency)
      .map((source) => source.id);
  }, [byId, fleet, filter, search]);
};

/** Everything warm that was found, new ones first, each to be confirmed or dismissed. */
export const HeatPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const total = useStore(useStores().heat, (state) => Object.keys(state.byId).length);
  const [filter, setFilter] = useState<HeatFilter>("all");
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(pageSize);
  const ids = useDeferredValue(useShownIds(filter, search));
  return (
    <PanelFrame name="heat" alone={alone} summary={<HeatSummary />}>
      {total === 0 ? (
        <p className="empty">
          <strong>{t("heat.empty")}</strong>
          {t("heat.emptyTip")}
        </p>
      ) : (
        <>
          {total >= searchFrom && (
            <HeatTools filter={filter} search={search} onFilter={setFilter} onSearch={setSearch} />
          )}
          {ids.length === 0 && <p className="empty">{t("heat.noMatch")}</p>}
          <ul className="heat-list">
            {ids.slice(0, limit).map((id) => (
              <li key={id}>
                <HeatCard id={id} />
              </li>
            ))}
          </ul>
          {ids.length > limit && (
            <button type="button" className="button quiet wide" onClick={() => setLimit(limit + pageSize)}>
              {t("common.showMore", { count: Math.min(pageSize, ids.length - limit) })}
            </button>
          )}
        </>
      )}
    </PanelFrame>
  );
};
