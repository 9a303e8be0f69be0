import { IconMapPin, IconNavigation } from "@tabler/icons-react";
import { useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle, useVehicleView } from "../use-vehicle.ts";
import { altitudeOf, type HeightDraft } from "./height-draft.ts";
import { HeightField } from "./height-field.tsx";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { Section } from "./section.tsx";
import { TargetNote } from "./target-note.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";
import { useTarget } from "./use-target.ts";

/** To a place on the map, at a height that says what it counts from; without one, at the height it has. */
export const GoSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const gate = useGate(id);
  const { command, run } = useCommand(id);
  const view = useVehicleView(id, ({ name, kind }) => ({ name, flies: kind !== "ground-robot" && kind !== "boat" }));
  const homeMslM = useVehicle(id, (vehicle) => vehicle.home?.altMslM);
  const [keepHeight, setKeepHeight] = useState(true);
  const [height, setHeight] = useState<HeightDraft>({ reference: "ground", m: 60 });
  const name = view?.name ?? "";
  const { target, pick, drop, send, canPick } = useTarget(id, t("fly.goToLabel", { name }), { kind: "place" });
  if (view === undefined) return undefined;
  const reason = gateText(t, gate);
  const position = target?.path[0];
  const altitude = altitudeOf(height);
  const wantsHeight = view.flies && !keepHeight;
  const ready = position !== undefined && (!wantsHeight || altitude !== undefined);
  return (
    <Section title={t("fly.goTo")} open>
      {view.flies && (
        <fieldset className="segments" aria-label={t("fly.height")}>
          <button type="button" aria-pressed={keepHeight} onClick={() => setKeepHeight(true)}>
            {t("fly.keepHeight")}
          </button>
          <button type="button" aria-pressed={!keepHeight} onClick={() => setKeepHeight(false)}>
            {t("fly.atHeight")}
          </button>
        </fieldset>
      )}
      {wantsHeight && <HeightField label={t("fly.height")} value={height} homeMslM={homeMslM} onChange={setHeight} />}
      {wantsHeight && height.reference === "ground" && (height.m ?? 0) > 120 && (
        <p className="caution">{t("fly.above120")}</p>
      )}
      {target === undefined ? (
        <p className="small">{t(canPick ? "fly.placeFirst" : "fly.noMap")}</p>
      ) : (
        <TargetNote id={id} target={target} onDrop={drop} />
      )}
      <div className="deck-row two">
        <button type="button" className="button" disabled={!gate.open || !canPick} title={reason} onClick={pick}>
          <IconMapPin size={20} aria-hidden="true" />
          {t(target === undefined ? "fly.showPlace" : "fly.otherPlace")}
        </button>
        <HoldButton
          label={t("fly.go")}
          spoken={t("action.spoken", { what: t("fly.go"), name })}
          icon={<IconNavigation size={20} aria-hidden="true" />}
          disabled={!gate.open || !ready}
          reason={reason ?? (position === undefined ? t("fly.placeFirst") : undefined)}
          onDone={() => {
            if (position === undefined) return;
            void send(
              run({
                kind: "go-to",
                position,
                ...(wantsHeight && altitude !== undefined ? { altitude } : {}),
              }),
            );
          }}
        />
      </div>
      <OutcomeNote command={command} />
    </Section>
  );
};
