import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";

/** Whether this screen may lead the search, and why not: others see the same and change nothing. */
export const useLead = (): { readonly may: boolean; readonly reason: string | undefined } => {
  const t = useTranslate();
  const { role, archive } = useStores();
  const own = useStore(role, (state) => state.role);
  if (archive !== undefined) return { may: false, reason: t("search.gate.replay") };
  if (own !== "coordinator") return { may: false, reason: t("search.gate.role", { role: t(`search.role.${own}`) }) };
  return { may: true, reason: undefined };
};
