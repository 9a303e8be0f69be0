import { useEffect } from "react";
import type { PanelName, SettingsState } from "../../stores/settings-store.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** Lower than this the search has the right side for itself, px: its lists need the height. */
const roomForMorePx = 980;
const neighbours = ["vehicle", "plan", "incident"] as const satisfies readonly PanelName[];

/**
 * What has to fold on a low screen, so that the search, the vehicle and its plan take turns on the right.
 * @param before undefined: at the start
 */
export const toFold = (
  folded: SettingsState["folded"],
  before: SettingsState["folded"] | undefined,
): readonly PanelName[] => {
  if (folded.search) return [];
  if (before === undefined || before.search) return neighbours.filter((name) => !folded[name]);
  return neighbours.some((name) => before[name] && !folded[name]) ? ["search"] : [];
};

/** On a low screen the vehicle and its plan fold while the search is open, and come back when it is closed. */
export const useShareRight = (alone: boolean): void => {
  const { settings } = useStores();
  useEffect(() => {
    if (alone) return undefined;
    let put: readonly PanelName[] = [];
    const fold = (names: readonly PanelName[]) => {
      for (const name of names) settings.getState().setFolded(name, true);
    };
    const isLow = () => window.innerHeight < roomForMorePx;
    if (isLow()) fold(toFold(settings.getState().folded, undefined));
    return settings.subscribe((now, before) => {
      if (now.folded === before.folded || !isLow()) return;
      const names = toFold(now.folded, before.folded);
      if (names.length > 0 && before.folded.search) put = names;
      fold(names);
      // Closed by hand, not because another was opened: what had made room is there again.
      if (now.folded.search && !before.folded.search) {
        const back = put.filter((name) => settings.getState().folded[name]);
        put = [];
        const opened = neighbours.some((name) => !settings.getState().folded[name]);
        if (!opened) for (const name of back) settings.getState().setFolded(name, false);
      }
    });
  }, [settings, alone]);
};
