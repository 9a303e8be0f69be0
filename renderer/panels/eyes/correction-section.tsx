import { Switch } from "@mantine/core";
import { IconArrowBackUp, IconEraser, IconMapPins, IconMinus, IconPlus } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { CameraCorrection } from "../../../shared/wire/feeds.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { useVehicle } from "../use-vehicle.ts";
import { estimateLines, manualDeg, manualLimitsDeg, manualRad, manualStepDeg, turnText } from "./correction-words.ts";

/** What known places told of it, each with its one sigma. */
const Estimate = ({ estimate }: { readonly estimate: NonNullable<CameraCorrection["estimate"]> }) => {
  const t = useTranslate();
  const format = useFormat();
  return (
    <div className="correction-estimate">
      <p className="small">{t("correction.estimate", { count: estimate.sightings })}</p>
      <dl>
        {estimateLines(t, format, estimate).map(({ what, value, sigma }) => (
          <div key={what}>
            <dt>{t(`correction.${what}`)}</dt>
            <dd>
              {value} <span className="small">{t("correction.sigma", { value: sigma })}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
};

/** Turned by hand: big buttons of half a degree each, and a slider between them. The station's word counts, not ours. */
const Manual = (props: {
  readonly name: string;
  readonly deg: number;
  readonly disabled: boolean;
  readonly onTurn: (deg: number) => Promise<boolean>;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { name, deg, disabled, onTurn } = props;
  const [draft, setDraft] = useState<number | undefined>();
  const shown = draft ?? deg;
  useEffect(() => {
    // The station has it: from here on its word is shown.
    setDraft((before) => (before === deg ? undefined : before));
  }, [deg]);
  const turn = async (to: number): Promise<void> => {
    const next = manualStepDeg(to);
    setDraft(next);
    if (!(await onTurn(next))) setDraft(undefined);
  };
  const slider = useRef<HTMLInputElement>(null);
  const turnTo = useRef(turn);
  turnTo.current = turn;
  useEffect(() => {
    const element = slider.current;
    // React's onChange is the browser's "input"; its own "change" comes when it is let go, by mouse, finger and key alike.
    const letGo = () => {
      if (element !== null) void turnTo.current(Number(element.value));
    };
    element?.addEventListener("change", letGo);
    return () => element?.removeEventListener("change", letGo);
  }, []);
  const { least, most, step } = manualLimitsDeg;
  const value = `${turnText(t, format, deg)}${draft === undefined ? "" : ` → ${turnText(t, format, shown)}`}`;
  return (
    <div className="correction-manual">
      <div className="correction-line">
        <span>{t("correction.manual")}</span>
        <strong className="figure">{value}</strong>
      </div>
      <div className="correction-turn">
        <button
          type="button"
          className="button square"
          aria-label={t("correction.turnLeft", { name })}
          title={t("correction.turnLeft", { name })}
          disabled={disabled || shown <= least}
          onClick={() => void turn(shown - step)}
        >
          <IconMinus size={20} aria-hidden="true" />
        </button>
        <input
          ref={slider}
          className="slider"
          type="range"
          min={least}
          max={most}
          step={step}
          value={shown}
          disabled={disabled}
          aria-label={t("correction.slider", { name })}
          aria-valuetext={turnText(t, format, shown)}
          onChange={(event) => setDraft(Number(event.currentTarget.value))}
        />
        <button
          type="button"
          className="button square"
          aria-label={t("correction.turnRight", { name })}
          title={t("correction.turnRight", { name })}
          disabled={disabled || shown >= most}
          onClick={() => void turn(shown + step)}
        >
          <IconPlus size={20} aria-hidden="true" />
        </button>
      </div>
      {shown !== 0 && (
        <button type="button" className="button" disabled={disabled} onClick={() => void turn(0)}>
          <IconArrowBackUp size={18} aria-hidden="true" />
          {t("correction.reset")}
        </button>
      )}
    </div>
  );
};

const Body = ({ id, name }: { readonly id: VehicleId; readonly name: string }) => {
  const t = useTranslate();
  const { settings, station } = useStores();
  const { state, run } = useRequest();
  const correction = useVehicle(id, (vehicle) => vehicle.correction);
  const [connected, mode] = useStore(
    station,
    useShallow(({ connection, view }) => [connection.state === "open", view?.mode]),
  );
  const disabled = !connected || mode === "replay";
  const correct = async (change: { manualHeadingRad?: number; apply?: boolean; reset?: boolean }): Promise<boolean> =>
    (await run({ kind: "camera.correct", vehicleId: id, ...change })).ok;
  const { estimate, apply = false } = correction ?? {};
  return (
    <div className="correction">
      {mode === "replay" && <p className="small">{t("correction.replay")}</p>}
      {estimate === undefined ? <p className="small">{t("correction.none")}</p> : <Estimate estimate={estimate} />}
      {(estimate !== undefined || apply) && (
        <Switch
          className="correction-apply"
          labelPosition="left"
          label={t("correction.apply")}
          checked={apply}
          disabled={disabled || state.state === "pending"}
          onChange={(event) => void correct({ apply: event.currentTarget.checked })}
        />
      )}
      <Manual
        name={name}
        deg={manualDeg(correction)}
        disabled={disabled}
        onTurn={(deg) => correct({ manualHeadingRad: manualRad(deg) })}
      />
      <p className="small">{t("correction.how")}</p>
      <div className="deck-row">
        <button type="button" className="button" onClick={() => settings.getState().setFolded("aids", false)}>
          <IconMapPins size={18} aria-hidden="true" />
          {t("correction.places")}
        </button>
        {estimate !== undefined && (
          <button type="button" className="button" disabled={disabled} onClick={() => void correct({ reset: true })}>
            <IconEraser size={18} aria-hidden="true" />
            {t("correction.forget")}
          </button>
        )}
      </div>
      <FaultNote state={state} />
    </div>
  );
};

/** How wrong a vehicle's camera points, and what is done about it. Stands in the vehicle panel's camera tab. */
export const CorrectionSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const format = useFormat();
  const name = useVehicle(id, (vehicle) => vehicle.name);
  const note = useVehicle(id, ({ correction }) => {
    const deg = manualDeg(correction);
    if (deg !== 0) return turnText(t, format, deg);
    return correction?.apply === true ? t("correction.on") : t("correction.off");
  });
  if (name === undefined) return undefined;
  return (
    <Section title={t("correction.title")} note={note}>
      <Body id={id} name={name} />
    </Section>
  );
};
