import { useMemo, useSyncExternalStore } from "react";
import { type Route, routeOf } from "./route.ts";

/** What the address asks for now. */
export const useRoute = (): Route => {
  const hash = useSyncExternalStore(
    (onChange) => {
      window.addEventListener("hashchange", onChange);
      return () => window.removeEventListener("hashchange", onChange);
    },
    () => window.location.hash,
  );
  return useMemo(() => routeOf(hash), [hash]);
};
