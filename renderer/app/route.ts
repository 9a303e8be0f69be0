import { type PanelName, panelNames } from "../stores/settings-store.ts";

/** What fills the window: the map with all panels, or one panel alone for a second window or a wall screen. */
export type Route = { readonly page: "map" } | { readonly page: "panel"; readonly panel: PanelName };

/** Reads `#/panel/heat` and the like; anything else is the map. */
export const routeOf = (hash: string): Route => {
  const name = /^#\/panel\/([a-z]+)\/?$/.exec(hash)?.[1];
  const panel = panelNames.find((known) => known === name);
  return panel === undefined ? { page: "map" } : { page: "panel", panel };
};
