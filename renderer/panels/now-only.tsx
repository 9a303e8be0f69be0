import type { ReactNode } from "react";
import { useStores } from "../stores/stores-context.tsx";

/** What acts on the present. The past can be looked at and not changed: there is nothing of it while the screen shows that. */
export const NowOnly = ({ children }: { readonly children: ReactNode }) =>
  useStores().archive === undefined ? children : undefined;
