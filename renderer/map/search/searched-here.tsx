import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { type SearchAt, SearchAtSchema } from "../../../shared/wire/search-answers.ts";
import { useStores } from "../../stores/stores-context.tsx";
import type { MapController } from "../map-controller.ts";
import { ageText } from "../marks/vehicle-text.ts";
import { searchWords } from "./search-words.ts";
import { whoLook } from "./who-places.ts";

/** The pointer has to rest for so long before the station is asked what it rests on, ms. */
const restMs = 250;

const fetchAt = async (address: string, signal: AbortSignal): Promise<SearchAt | undefined> => {
  try {
    const response = await fetch(address, { signal });
    const parsed = SearchAtSchema.safeParse(response.ok ? await response.json() : undefined);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};

/** What the station knows of the ground under the resting pointer; asked again as the search goes on. */
const useSearchAt = (controller: MapController): SearchAt | undefined => {
  const { station, archive, apiBase } = useStores();
  const version = useStore(station, ({ view }) =>
    view?.search?.bounds === undefined ? undefined : view.search.version,
  );
  const [at, setAt] = useState<SearchAt | undefined>();
  useEffect(() => {
    if (version === undefined) return setAt(undefined);
    let abort = new AbortController();
    let timer: number | undefined;
    let asked = "";
    const off = controller.onPointed(({ latDeg, lonDeg }) => {
      const place = `${latDeg} ${lonDeg}`;
      if (place === asked) return;
      asked = place;
      window.clearTimeout(timer);
      abort.abort();
      abort = new AbortController();
      const { signal } = abort;
      // The live map has one version, that of now; in an archive each instant has its own.
      const query = `lat=${latDeg}&lon=${lonDeg}${archive === undefined ? "" : `&v=${version}`}`;
      timer = window.setTimeout(async () => {
        const found = await fetchAt(`${apiBase}/search/at?${query}`, signal);
        if (!signal.aborted) setAt(found);
      }, restMs);
    });
    return () => {
      off();
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [controller, version, archive, apiBase]);
  return at;
};

/** How well the ground under the pointer was searched, who was there last, and how likely the person is there still. */
export const SearchedHere = ({ controller }: { readonly controller: MapController }) => {
  const stores = useStores();
  const at = useSearchAt(controller);
  const words = searchWords(useStore(stores.settings));
  if (at === undefined) return undefined;
  const { t } = words;
  const { lastLook, pod, densityPerKm2 } = at;
  const per = t("map.searched.left", { percent: Number((densityPerKm2 * 100).toPrecision(2)) });
  const last = lastLook === undefined ? undefined : (whoLook(stores, lastLook.by)?.name ?? lastLook.by.split("/")[1]);
  const ageMs = lastLook === undefined ? 0 : Math.max(0, (stores.stationUtcNow() ?? lastLook.utcMs) - lastLook.utcMs);
  const said =
    last === undefined
      ? [t("map.searched.never"), per]
      : [words.pod(pod), t("map.searched.by", { name: last, age: ageText(ageMs, t) }), per];
  const text = said.join(" · ");
  return (
    <span className="map-searched" title={text}>
      {text}
    </span>
  );
};
