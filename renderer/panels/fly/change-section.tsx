import { type ReactNode, useState } from "react";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { VehicleAction } from "../../../shared/wire/actions.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle, useVehicleView } from "../use-vehicle.ts";
import { altitudeOf, type HeightDraft } from "./height-draft.ts";
import { HeightField } from "./height-field.tsx";
import { HoldButton } from "./hold-button.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { QuantityField } from "./quantity-field.tsx";
import { Section } from "./section.tsx";
import { useCommand } from "./use-command.ts";
import { gateText, useGate } from "./use-gate.ts";

/** One number that is set on the vehicle, with its own button and its own outcome. */
const Change = (props: {
  readonly id: VehicleId;
  readonly what: string;
  readonly action: VehicleAction | undefined;
  readonly children: ReactNode;
}) => {
  const t = useTranslate();
  const gate = useGate(props.id);
  const { command, run } = useCommand(props.id);
  const name = useVehicle(props.id, (vehicle) => vehicle.name) ?? "";
  const { action, what } = props;
  return (
    <div className="change">
      {props.children}
      <HoldButton
        label={what}
        spoken={t("action.spoken", { what, name })}
        disabled={!gate.open || action === undefined}
        reason={gateText(t, gate)}
        onDone={() => {
          if (action !== undefined) void run(action);
        }}
      />
      <OutcomeNote command={command} />
    </div>
  );
};

/** Height, speed and heading, in flight or on the way. */
export const ChangeSection = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const view = useVehicleView(id, ({ kind }) => ({ flies: kind !== "ground-robot" && kind !== "boat" }));
  const { fleet } = useStores();
  // As it is when this opens; what is typed then stays.
  const [start] = useState(() => fleet.getState().byId[id]);
  const homeMslM = useVehicle(id, (vehicle) => vehicle.home?.altMslM);
  const [height, setHeight] = useState<HeightDraft>(() => ({
    reference: "home",
    m: Math.max(1, Math.round(start?.position?.altHomeM ?? 30)),
  }));
  const [speedMps, setSpeedMps] = useState<number | undefined>(() =>
    Math.max(1, Math.round(start?.velocity?.groundMps ?? 5)),
  );
  const [headingRad, setHeadingRad] = useState<number | undefined>(() => start?.headingRad ?? 0);
  if (view === undefined) return undefined;
  const altitude = altitudeOf(height);
  return (
    <Section title={t(view.flies ? "fly.change" : "fly.changeGround")}>
      {view.flies && (
        <Change
          id={id}
          what={t("fly.setHeight")}
          action={altitude === undefined ? undefined : { kind: "set-altitude", altitude }}
        >
          <HeightField label={t("fly.height")} value={height} homeMslM={homeMslM} onChange={setHeight} />
        </Change>
      )}
      <Change
        id={id}
        what={t("fly.setSpeed")}
        action={speedMps === undefined ? undefined : { kind: "set-speed", speedMps }}
      >
        <QuantityField
          label={t("fly.speed")}
          kind="speed"
          value={speedMps}
          least={0.1}
          most={view.flies ? 60 : 5}
          onChange={setSpeedMps}
        />
      </Change>
      <Change
        id={id}
        what={t("fly.setHeading")}
        action={headingRad === undefined ? undefined : { kind: "set-heading", headingRad }}
      >
        <QuantityField
          label={t("vehicle.heading")}
          kind="angle"
          value={headingRad}
          least={0}
          most={2 * Math.PI}
          onChange={setHeadingRad}
        />
      </Change>
    </Section>
  );
};
