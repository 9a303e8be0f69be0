import type { VehicleView } from "../../../shared/wire/state.ts";
import { type Translate, translator } from "../../i18n/translate.ts";
import type { Stores } from "../../stores/create-stores.ts";
import { languageOf } from "../../stores/settings-store.ts";
import { vehicleColour } from "../../stores/vehicle-colour.ts";
import type { HeatLayer, HeatLook } from "./heat-layer.ts";
import type { LabelWish } from "./label-layer.ts";
import type { PinLayer } from "./pin-layer.ts";
import type { DrawnVehicle, VehicleLayer } from "./vehicle-layer.ts";

const footM = 0.3048;
const knotMps = 1852 / 3600;

interface Words {
  readonly t: Translate;
  readonly imperial: boolean;
}

/** "42 m HOME", with its reference; else that no height is known. */
const heightWords = ({ position, home }: VehicleView, { t, imperial }: Words): string => {
  const reference = position?.altHomeM === undefined ? "msl" : "home";
  const heightM = position?.altHomeM ?? position?.altMslM;
  if (heightM === undefined || (reference === "home" && home === undefined && position?.altMslM === undefined))
    return t("scene.noHeight");
  const height = imperial ? `${Math.round(heightM / footM) || 0} ft` : `${Math.round(heightM) || 0} m`;
  return t("map.height", { height, reference: t(`vehicle.heightShort.${reference}`) });
};

const speedWords = ({ velocity }: VehicleView, { imperial }: Words): string => {
  const mps = velocity?.groundMps;
  if (mps === undefined) return "";
  return imperial ? `${(mps / knotMps).toFixed(0)} kn` : `${mps.toFixed(1)} m/s`;
};

const vehicleLabel = (drawn: DrawnVehicle, words: Words, called: boolean, selected: boolean): LabelWish => {
  const { id, view, place } = drawn;
  const { t } = words;
  const detail = called ? [heightWords(view, words), speedWords(view, words)].filter((one) => one !== "") : [];
  const kind = t("map.vehicle", { kind: t(`vehicle.kind.${view.kind}`), name: view.name });
  const isSilent = view.presence.state === "lost" || view.presence.state === "stale" || view.frozen === true;
  return {
    key: `vehicle/${id}`,
    name: view.name,
    detail: detail.join(" · "),
    spoken: [kind, view.mode?.name, heightWords(view, words)].filter(Boolean).join(t("common.listSeparator")),
    colour: vehicleColour(view.colourIndex),
    rank: selected ? 99 : called ? 95 : isSilent ? 60 : 50,
    pressed: selected,
    place,
    shape: "tag",
    faded: isSilent,
  };
};

const shapes: Readonly<Record<HeatLook, LabelWish["shape"]>> = {
  new: "ring",
  confirmed: "confirmed",
  dismissed: "dismissed",
  own: "own",
};
const heatRanks: Readonly<Record<HeatLook, number>> = { confirmed: 40, new: 30, own: 20, dismissed: 5 };

/** All names that may stand in the scene now. */
export const sceneLabels = (
  stores: Stores,
  layers: { readonly vehicles: VehicleLayer; readonly heat: HeatLayer; readonly pins: PinLayer },
): readonly LabelWish[] => {
  const settings = stores.settings.getState();
  const t = translator(languageOf(settings));
  const words: Words = { t, imperial: settings.units === "imperial" };
  const { selectedVehicleId, hoveredVehicleId, selectedHeatId, hoveredHeatId, selectedThingKey, hoveredThingKey } =
    stores.selection.getState();
  const labels: LabelWish[] = [];
  for (const drawn of layers.vehicles.entries) {
    if (drawn.id === layers.vehicles.hidden) continue;
    const selected = drawn.id === selectedVehicleId;
    labels.push(vehicleLabel(drawn, words, selected || drawn.id === hoveredVehicleId, selected));
  }
  for (const { source, look, top } of layers.heat.labelled(selectedHeatId, hoveredHeatId)) {
    const selected = source.id === selectedHeatId;
    labels.push({
      key: `heat/${source.id}`,
      name: String(source.number),
      detail: "",
      spoken: t("scene.heat", { n: source.number, state: t(`scene.heat.${look}`) }),
      colour: "",
      rank: selected ? 98 : source.id === hoveredHeatId ? 94 : heatRanks[look],
      pressed: selected,
      place: top,
      shape: shapes[look],
      faded: false,
    });
  }
  for (const { key, name, colour, top } of layers.pins.teams)
    labels.push({
      key,
      name,
      detail: "",
      spoken: name,
      colour,
      rank: key === selectedThingKey ? 97 : key === hoveredThingKey ? 93 : 35,
      pressed: key === selectedThingKey,
      place: top,
      shape: "tag",
      faded: false,
    });
  return labels;
};
