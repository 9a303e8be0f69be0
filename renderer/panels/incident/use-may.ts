import { useCallback } from "react";
import { useStore } from "zustand";
import { type Asked, mayAsk } from "../../../shared/incident/may-ask.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { useThings } from "./things-context.tsx";

/** Whether this screen may ask for something: what it may not isn't offered. The station checks it once more. */
export const useMay = (): ((asked: Asked) => boolean) => {
  const { role, archive } = useStores();
  const own = useStore(role, (state) => state.role);
  const me = useStore(role, (state) => state.me);
  const things = useThings();
  return useCallback(
    (asked) => archive === undefined && mayAsk({ ...me, role: own }, asked, things) === true,
    [me, own, archive, things],
  );
};
