import type { PanelName } from "../stores/settings-store.ts";

/** The key that folds each panel, as printed on screen. */
export const panelKeys: Readonly<Record<PanelName, string>> = {
  fleet: "F",
  vehicle: "V",
  camera: "K",
  plan: "P",
  heat: "H",
  alerts: "A",
  operations: "O",
  links: "L",
  aids: "I",
  search: "J",
  teams: "Q",
  incident: "Z",
};
