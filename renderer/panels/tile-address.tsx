import { SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { defaultSettings } from "../stores/settings-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { tileDatumChoices, tileDatumOf, tileTemplateFault } from "../stores/tile-template.ts";

/** Whose tiles the online map shows. What is half typed or wrong is not used, and it says why. */
export const TileAddress = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const used = useStore(settings, (state) => state.tileLayerUrl);
  const datum = useStore(settings, (state) => state.tileDatum);
  const [draft, setDraft] = useState<string | undefined>();
  const text = draft ?? used;
  const wanted = text.trim() === "" ? defaultSettings.tileLayerUrl : text.trim();
  const fault = tileTemplateFault(wanted);
  const change = (next: string) => {
    setDraft(next);
    const url = next.trim() === "" ? defaultSettings.tileLayerUrl : next.trim();
    if (tileTemplateFault(url) === undefined) settings.getState().set({ tileLayerUrl: url });
  };
  const datumName = (choice: (typeof tileDatumChoices)[number]) =>
    choice === "auto"
      ? t("settings.tileDatum.auto", { datum: t(`settings.tileDatum.${tileDatumOf(used)}`) })
      : t(`settings.tileDatum.${choice}`);
  return (
    <>
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
      <span className="field-label">{t("settings.tileDatum")}</span>
      <SegmentedControl
        fullWidth
        aria-label={t("settings.tileDatum")}
        value={datum}
        onChange={(value) => settings.getState().set({ tileDatum: value })}
        data={tileDatumChoices.map((value) => ({ value, label: datumName(value) }))}
      />
      <span className="field-hint">{t("settings.tileDatumHint")}</span>
    </>
  );
};

/** In these texts the braces are meant as they stand. */
const placesAsWritten = { z: "{z}", x: "{x}", y: "{y}", s: "{s}", r: "{r}" } as const;
