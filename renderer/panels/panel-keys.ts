import type { PanelName } from "../stores/settings-store.ts";

/** The key that folds each panel, as printed on screen. */
export const panelKeys: Readonly<Record<PanelName, string>> = {
  fleet: "F",
  vehicle: "V",
  heat: "H",
  alerts: "A",
  links: "L",
};
