import { Popover, SegmentedControl, TextInput } from "@mantine/core";
import { IconMapPins, IconSettings } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { coordinateFormats } from "../../shared/geo/coordinate-format.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { TileAddress } from "./tile-address.tsx";

const unitChoices = ["metric", "imperial"] as const;

/** What is chosen once and then left alone. */
export const SettingsMenu = () => {
  const t = useTranslate();
  const { settings } = useStores();
  const units = useStore(settings, (state) => state.units);
  const coordinateFormat = useStore(settings, (state) => state.coordinateFormat);
  const operatorName = useStore(settings, (state) => state.operatorName);
  const [opened, setOpened] = useState(false);
  const { set } = settings.getState();
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      trapFocus
      returnFocus
      shadow="none"
      width={340}
      zIndex={2000}
    >
      <Popover.Target>
        <button
          type="button"
          className="icon-button"
          title={t("top.settings")}
          aria-label={t("top.settings")}
          onClick={() => setOpened((before) => !before)}
        >
          <IconSettings size={20} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="settings">
        <h2>{t("settings.title")}</h2>
        <span className="field-label">{t("settings.units")}</span>
        <SegmentedControl
          fullWidth
          aria-label={t("settings.units")}
          value={units}
          onChange={(value) => set({ units: value })}
          data={unitChoices.map((value) => ({ value, label: t(`top.units.${value}`) }))}
        />
        <span className="field-label">{t("settings.coordinates")}</span>
        <SegmentedControl
          fullWidth
          aria-label={t("settings.coordinates")}
          value={coordinateFormat}
          onChange={(value) => set({ coordinateFormat: value })}
          data={coordinateFormats.map((value) => ({ value, label: t(`settings.coordinates.${value}`) }))}
        />
        <TextInput
          label={t("settings.operator")}
          description={t("settings.operatorHint")}
          maxLength={80}
          value={operatorName}
          onChange={(event) => set({ operatorName: event.currentTarget.value })}
        />
        <TileAddress />
        <button
          type="button"
          className="button"
          onClick={() => {
            setOpened(false);
            set({ folded: { ...settings.getState().folded, aids: false } });
          }}
        >
          <IconMapPins size={18} aria-hidden="true" />
          {t("settings.aids")}
        </button>
      </Popover.Dropdown>
    </Popover>
  );
};
