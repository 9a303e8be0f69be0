import { type ArchiveRoute, archiveRouteOf } from "../stores/archive/archive-address.ts";
import { type PanelName, panelNames } from "../stores/settings-store.ts";

/** What fills the window: the map with all panels, one panel alone for a second window or a wall screen, or the archive. */
export type Route = { readonly page: "map" } | { readonly page: "panel"; readonly panel: PanelName } | ArchiveRoute;

/** Reads `#/panel/heat`, `#/archive/ID@MS` and the like; anything else is the map. */
export const routeOf = (hash: string): Route => {
  const archive = archiveRouteOf(hash);
  if (archive !== undefined) return archive;
  const name = /^#\/panel\/([a-z]+)\/?$/.exec(hash)?.[1];
  const panel = panelNames.find((known) => known === name);
  return panel === undefined ? { page: "map" } : { page: "panel", panel };
};
