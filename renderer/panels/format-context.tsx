import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useStore } from "zustand";
import { languageOf } from "../stores/settings-store.ts";
import { useStores } from "../stores/stores-context.tsx";
import { createFormat, type Format } from "./format.ts";

const FormatContext = createContext<Format | undefined>(undefined);

/** Makes the formats once for all panels: an Intl formatter costs more than the number it writes. */
export const FormatProvider = ({ children }: { readonly children: ReactNode }) => {
  const { settings } = useStores();
  const language = useStore(settings, languageOf);
  const units = useStore(settings, (state) => state.units);
  const format = useMemo(() => createFormat(language, units), [language, units]);
  return <FormatContext.Provider value={format}>{children}</FormatContext.Provider>;
};

export const useFormat = (): Format => {
  const format = useContext(FormatContext);
  if (format === undefined) throw new Error("useFormat() was called outside of <FormatProvider>.");
  return format;
};
