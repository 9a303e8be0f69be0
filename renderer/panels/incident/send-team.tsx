import { IconMapPin, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { placeText, TextField } from "../search/fields.tsx";
import { useRequest } from "../use-request.ts";
import { SelectField } from "./select-field.tsx";

/** Sends one team: to segments that are chosen on the map, or to a place. */
export const SendTeam = ({ team, onDone }: { readonly team: Thing<"team">; readonly onDone: () => void }) => {
  const t = useTranslate();
  const { mapTool, fly, settings, commander, searchSelection, incident } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const coordinates = useStore(settings, (state) => state.coordinateFormat);
  const segments = useStore(incident, ({ things }) => things.segment);
  const chosen = useStore(searchSelection, (state) => state.segmentIds);
  const [byName, setByName] = useState("");
  const [place, setPlace] = useState<LatLon | undefined>();
  const [text, setText] = useState("");
  const { state, run } = useRequest();
  const segmentIds = byName === "" ? chosen.filter((id) => segments[id] !== undefined) : [byName];
  const send = async () => {
    const words = text.trim() === "" ? {} : { text: text.trim() };
    const to = { kind: "team" as const, id: team.id };
    const goal =
      place !== undefined
        ? { task: "go-to" as const, place: { latDeg: place.latDeg, lonDeg: place.lonDeg } }
        : segmentIds.length > 0
          ? { task: "search" as const, segmentIds: [...segmentIds] }
          : { task: "other" as const };
    const outcome = await run({
      kind: "incident.send",
      assignment: { to, ...goal, ...words },
      operator: commander.operator(),
    });
    if (outcome.ok) onDone();
  };
  const sorted = Object.values(segments).toSorted((a, b) => (a.fields.name ?? "").localeCompare(b.fields.name ?? ""));
  return (
    <form
      className="send-team"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {sorted.length > 0 && (
        <SelectField
          label={t("send.segment")}
          options={[
            { value: "", text: "–" },
            ...sorted.map(({ id, fields }) => ({ value: id, text: fields.name ?? id })),
          ]}
          value={segmentIds[0] ?? ""}
          disabled={place !== undefined}
          onChange={setByName}
        />
      )}
      <button
        type="button"
        className="button"
        disabled={!hasMap}
        onClick={() =>
          place === undefined
            ? mapTool.getState().pick({
                kind: "place",
                colourIndex: 4,
                label: t("send.placeFor", { name: team.fields.name ?? team.id }),
                onDone: setPlace,
              })
            : setPlace(undefined)
        }
      >
        <IconMapPin size={18} aria-hidden="true" />
        {place === undefined ? t("send.toPlace") : t("send.placeChosen", { place: placeText(place, coordinates) })}
      </button>
      <TextField label={t("order.text")} value={text} rows={2} onChange={setText} />
      <div className="deck-row two">
        <button type="button" className="button" onClick={onDone}>
          {t("search.cancel")}
        </button>
        <button
          type="submit"
          className="button primary"
          disabled={state.state === "pending" || (place === undefined && segmentIds.length === 0 && text.trim() === "")}
        >
          <IconSend size={18} aria-hidden="true" />
          {t("send.send")}
        </button>
      </div>
      <FaultNote state={state} />
    </form>
  );
};
