import { useStore } from "zustand";
import { thermalPalettes } from "../stores/settings-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";

/** Which colours thermal pictures have, everywhere at once. */
export const PaletteChoice = ({ withChips = false }: { readonly withChips?: boolean }) => {
  const t = useTranslate();
  const { settings } = useStores();
  const palette = useStore(settings, (state) => state.thermalPalette);
  return (
    <fieldset className={withChips ? "segments palettes" : "segments"} aria-label={t("thermal.palette")}>
      {thermalPalettes.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === palette}
          onClick={() => settings.getState().set({ thermalPalette: choice })}
        >
          {withChips && <span className={`palette-chip ramp-${choice}`} aria-hidden="true" />}
          {t(`thermal.palette.${choice}`)}
        </button>
      ))}
    </fieldset>
  );
};
