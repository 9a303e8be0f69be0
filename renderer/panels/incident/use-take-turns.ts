import { useEffect } from "react";
import type { PanelName } from "../../stores/settings-store.ts";
import { useStores } from "../../stores/stores-context.tsx";

/** Lower than this the panels on the right take turns, px; the same as the search's. */
const roomForMorePx = 980;
const others = ["search", "vehicle", "plan"] as const satisfies readonly PanelName[];

/** On a low screen this panel and the others of its side fold for each other: the one that was opened last is there. */
export const useTakeTurns = (alone: boolean): void => {
  const { settings } = useStores();
  useEffect(() => {
    if (alone) return undefined;
    return settings.subscribe(({ folded, setFolded }, before) => {
      if (folded === before.folded || window.innerHeight >= roomForMorePx || folded.incident) return;
      if (before.folded.incident) for (const name of others.filter((one) => !folded[one])) setFolded(name, true);
      else if (others.some((name) => before.folded[name] && !folded[name])) setFolded("incident", true);
    });
  }, [settings, alone]);
};
