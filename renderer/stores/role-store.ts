import { createStore } from "zustand/vanilla";
import type { Role } from "../../shared/incident/roles.ts";
import { askWhoIAm, type Me } from "../bridge/who-am-i.ts";

/** As whom this screen works; the station's own address makes a coordinator. */
export interface RoleState {
  readonly role: Role;
  readonly me: Me | undefined;
  /** Asks the station once more: after signing in, or when the stream came back. */
  readonly ask: () => Promise<void>;
}

export const createRoleStore = (fetchFunction?: typeof fetch) =>
  createStore<RoleState>()((set) => ({
    role: "coordinator",
    me: undefined,
    ask: async () => {
      const me = fetchFunction === undefined ? undefined : await askWhoIAm(fetchFunction);
      // No answer changes nothing: the station refuses by itself what a role may not do.
      if (me !== undefined) set({ me, role: me.role });
    },
  }));
export type RoleStore = ReturnType<typeof createRoleStore>;
