import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores } from "../stores/stores-context.tsx";

/** How many links there are, how many carry (a log that was played to its end did), and whether one is in trouble. */
export const useLinkCounts = (): { readonly open: number; readonly total: number; readonly faulty: boolean } =>
  useStore(
    useStores().links,
    useShallow(({ byId }) => {
      const all = Object.values(byId);
      return {
        open: all.filter((link) => link.state === "open").length,
        total: all.length,
        faulty: all.some((link) => link.state === "waiting"),
      };
    }),
  );
