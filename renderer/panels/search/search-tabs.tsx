import { useStore } from "zustand";
import { searchTabs } from "../../stores/search-panel-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";

/** What of the search is shown; stays in sight while the rest scrolls. */
export const SearchTabs = () => {
  const t = useTranslate();
  const { searchPanel } = useStores();
  const tab = useStore(searchPanel, (state) => state.tab);
  return (
    <div className="search-tabs">
      <fieldset className="segments" aria-label={t("search.tabs")}>
        {searchTabs.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === tab}
            onClick={() => searchPanel.getState().showTab(name)}
          >
            {t(`search.tab.${name}`)}
          </button>
        ))}
      </fieldset>
    </div>
  );
};
