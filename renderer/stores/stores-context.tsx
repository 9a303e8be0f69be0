import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import { type Translate, translator } from "../i18n/translate.ts";
import type { Stores } from "./create-stores.ts";
import { languageOf } from "./settings-store.ts";

const StoresContext = createContext<Stores | undefined>(undefined);

export const StoresProvider = ({ stores, children }: { readonly stores: Stores; readonly children: ReactNode }) => (
  <StoresContext.Provider value={stores}>{children}</StoresContext.Provider>
);

export const useStores = (): Stores => {
  const stores = useContext(StoresContext);
  if (stores === undefined) throw new Error("useStores() was called outside of <StoresProvider>.");
  return stores;
};

/** `t` of the chosen language; the component renders anew when it changes. */
export const useTranslate = (): Translate => translator(useStore(useStores().settings, languageOf));
