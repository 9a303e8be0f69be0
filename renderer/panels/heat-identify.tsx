import { IconArrowBackUp, IconFlag, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { distanceM } from "../../shared/geo/geodesic.ts";
import type { LatLon } from "../../shared/geo/lat-lon.ts";
import type { HeatIdentity, HeatSource } from "../../shared/heat/heat-source.ts";
import type { Request } from "../../shared/wire/requests.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { vehicleColour } from "../stores/vehicle-colour.ts";
import { FaultNote } from "./fault-note.tsx";
import { useFormat } from "./format-context.tsx";
import { useRequest } from "./use-request.ts";

interface Choice {
  readonly identity: HeatIdentity;
  readonly name: string;
  readonly colourIndex?: number;
  readonly awayM: number | undefined;
}

/** Everyone and everything that it could be, the nearest first. */
const useChoices = (source: HeatSource): readonly Choice[] => {
  const stores = useStores();
  // Looked up once when the list opens: nothing in it may move under a finger.
  const [choices] = useState(() => {
    const awayM = (place: LatLon | undefined) =>
      source.location.located && place !== undefined ? distanceM(place, source.location.position) : undefined;
    const vehicles = Object.values(stores.fleet.getState().byId).map(
      ({ id, name, colourIndex, position }): Choice => ({
        identity: { kind: "vehicle", vehicleId: id },
        name,
        colourIndex,
        awayM: awayM(position),
      }),
    );
    const landmarks = Object.values(stores.landmarks.getState().byId).map(
      ({ id, name, position }): Choice => ({
        identity: { kind: "landmark", landmarkId: id },
        name,
        awayM: awayM(position),
      }),
    );
    return [...vehicles, ...landmarks].sort((a, b) => (a.awayM ?? 1e9) - (b.awayM ?? 1e9));
  });
  return choices;
};

const Choices = (props: {
  readonly source: HeatSource;
  readonly disabled: boolean;
  readonly onChoose: (identity: HeatIdentity) => void;
  readonly onClose: () => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { source } = props;
  const choices = useChoices(source);
  const label = t("heat.identifyWhich", { number: source.number });
  return (
    <fieldset className="identify" aria-label={label}>
      <div className="identify-head">
        <span>{label}</span>
        <button
          type="button"
          className="button quiet square"
          aria-label={t("common.close")}
          title={t("common.close")}
          onClick={props.onClose}
        >
          <IconX size={18} aria-hidden="true" />
        </button>
      </div>
      <p className="small">{t(choices.length === 0 ? "heat.identifyNone" : "heat.identifyWhy")}</p>
      {choices.map(({ identity, name, colourIndex, awayM }) => {
        const away = awayM === undefined ? undefined : format.length(awayM);
        return (
          <button
            key={identity.kind === "vehicle" ? `v ${identity.vehicleId}` : `l ${identity.landmarkId}`}
            type="button"
            className="choice"
            disabled={props.disabled}
            onClick={() => props.onChoose(identity)}
          >
            <span className="choice-name">
              {colourIndex === undefined ? (
                <IconFlag size={16} aria-hidden="true" />
              ) : (
                <span className="colour-dot" style={{ background: vehicleColour(colourIndex) }} aria-hidden="true" />
              )}
              {name}
            </span>
            {away !== undefined && <Away value={away.value} unit={away.unit} />}
          </button>
        );
      })}
    </fieldset>
  );
};

const Away = ({ value, unit }: { readonly value: string; readonly unit: string }) => (
  <span className="small">{`${value} ${unit}`}</span>
);

/** Says that a source is one of our own or a known place, or takes that back. */
export const HeatIdentify = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const { state, run } = useRequest();
  const [open, setOpen] = useState(false);
  const pending = state.state === "pending";
  const identify = async (identity: Extract<Request, { kind: "heat.identify" }>["identity"]) => {
    const outcome = await run({ kind: "heat.identify", heatId: source.id, identity });
    if (outcome.ok) setOpen(false);
  };
  return (
    <>
      {source.identity !== undefined ? (
        <button type="button" className="button" disabled={pending} onClick={() => void identify(null)}>
          <IconArrowBackUp size={18} aria-hidden="true" />
          {t("heat.identifyUndo")}
        </button>
      ) : open ? (
        <Choices
          source={source}
          disabled={pending}
          onChoose={(identity) => void identify(identity)}
          onClose={() => setOpen(false)}
        />
      ) : (
        <button type="button" className="button" aria-expanded={false} onClick={() => setOpen(true)}>
          <IconFlag size={18} aria-hidden="true" />
          {t("heat.identify")}
        </button>
      )}
      <FaultNote state={state} />
    </>
  );
};
