import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { defaultSettings } from "../stores/settings-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { tileTemplateFault } from "../stores/tile-template.ts";

/** Whose tiles the online map shows. What is half typed or wrong is not used, and it says why. */
export const TileAddress = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const used = useStore(settings, (state) => state.tileLayerUrl);
  const [draft, setDraft] = useState<string | undefined>();
  const text = draft ?? used;
  const wanted = text.trim() === "" ? defaultSettings.tileLayerUrl : text.trim();
  const fault = tileTemplateFault(wanted);
  const change = (next: string) => {
    setDraft(next);
    const url = next.trim() === "" ? defaultSettings.tileLayerUrl : next.trim();
    if (tileTemplateFault(url) === undefined) settings.getState().set({ tileLayerUrl: url });
  };
  return (
    <TextInput
      label={t("settings.tiles")}
      description={t("settings.tilesHint")}
      placeholder={defaultSettings.tileLayerUrl}
      error={fault === undefined ? undefined : t.loose(`settings.tilesFault.${fault}`, placesAsWritten)}
      maxLength={500}
      spellCheck={false}
      autoComplete="off"
      inputMode="url"
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
};

/** In these texts the braces are meant as they stand. */
const placesAsWritten = { z: "{z}", x: "{x}", y: "{y}", s: "{s}", r: "{r}" } as const;
