import { useState } from "react";
import { useStore } from "zustand";
import { distanceM } from "../../../shared/geo/geodesic.ts";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { EditPlace, EditText } from "./edit-fields.tsx";
import { FieldConflict } from "./field-conflict.tsx";
import { Choice, MomentField, placeText, TextField } from "./fields.tsx";
import { momentText } from "./read-moment.ts";
import { ReportClues } from "./report-clues.tsx";
import { usePut } from "./use-put.ts";

type Props = { readonly subject: Thing<"subject"> };
type LastSeen = NonNullable<Thing<"subject">["fields"]["lastSeen"]>;

/** A place with its time, as it was written: for the choice between two of them. */
const useSpot = () => {
  const format = useFormat();
  const coordinateFormat = useStore(useStores().settings, (state) => state.coordinateFormat);
  return (value: unknown): string => {
    const spot = value as { readonly place: LatLon; readonly utcMs: number } | null | undefined;
    return spot == null ? "–" : `${placeText(spot.place, coordinateFormat)} · ${format.localDateTime(spot.utcMs)}`;
  };
};

const LastSeenPlace = ({ subject }: Props) => {
  const t = useTranslate();
  const spot = useSpot();
  const { state, put } = usePut();
  const { stationUtcNow, deviceClock } = useStores();
  const [when, setWhen] = useState<{ readonly text: string; readonly utcMs: number | undefined } | undefined>();
  const seen = subject.fields.lastSeen;
  const change = (next: Partial<LastSeen>) => {
    const place = next.place ?? seen?.place;
    if (place === undefined) return;
    const utcMs = next.utcMs ?? seen?.utcMs ?? stationUtcNow() ?? deviceClock.utcMs();
    void put(subject, { lastSeen: { ...seen, kind: "PLS", ...next, place, utcMs } });
  };
  return (
    <>
      <EditPlace label={t("report.place")} place={seen?.place} onPlace={(place) => change({ place })} />
      <ReportClues
        onClue={(place, utcMs) => change({ place, kind: "LKP", ...(utcMs === undefined ? {} : { utcMs }) })}
      />
      <MomentField
        label={t("report.when")}
        text={when?.text ?? (seen === undefined ? "" : momentText(seen.utcMs))}
        utcMs={when === undefined ? seen?.utcMs : when.utcMs}
        onChange={(text, utcMs) => setWhen({ text, utcMs })}
        onDone={() => {
          if (when?.utcMs !== undefined) {
            change({ utcMs: when.utcMs });
            setWhen(undefined);
          }
        }}
      />
      <Choice
        label={t("subject.placeKind")}
        options={(["PLS", "LKP"] as const).map((value) => ({ value, text: t(`subject.placeKind.${value}`) }))}
        value={seen?.kind}
        onChange={(kind) => change({ kind })}
      />
      <FieldConflict thing={subject} field="lastSeen" show={spot} />
      <FaultNote state={state} />
    </>
  );
};

/** The planning point stays where it is: moving it asks why, and says what becomes of the searching. */
const PlanningPoint = ({ subject }: Props) => {
  const t = useTranslate();
  const format = useFormat();
  const spot = useSpot();
  const { state, put } = usePut();
  const { stationUtcNow, deviceClock, station } = useStores();
  const searched = useStore(station, ({ view }) => (view?.search?.coveredM2 ?? 0) > 0);
  const [to, setTo] = useState<LatLon | undefined>();
  const [reason, setReason] = useState("");
  const { ipp } = subject.fields;
  const move = async (place: LatLon, why: string) => {
    const utcMs = stationUtcNow() ?? deviceClock.utcMs();
    const outcome = await put(subject, { ipp: { place, utcMs, ...(why === "" ? {} : { reason: why }) } });
    if (!outcome.ok) return;
    setTo(undefined);
    setReason("");
  };
  const away = to === undefined || ipp === undefined ? undefined : format.length(distanceM(ipp.place, to));
  return (
    <>
      <EditPlace
        label={t("subject.ipp")}
        place={to ?? ipp?.place}
        onPlace={(place) => (ipp === undefined ? void move(place, "") : setTo(place))}
      />
      {ipp?.reason !== undefined && <p className="small">{t("subject.ippReasonWas", { reason: ipp.reason })}</p>}
      {to !== undefined && away !== undefined && (
        <div className="search-ask">
          <p>
            <strong>{t("subject.ippMove", { distance: `${away.value} ${away.unit}` })}</strong>
            {t(searched ? "subject.ippMoveSearched" : "subject.ippMoveTip")}
          </p>
          <TextField label={t("subject.ippReason")} value={reason} onChange={setReason} />
          <div className="deck-row two">
            <button type="button" className="button" onClick={() => setTo(undefined)}>
              {t("search.cancel")}
            </button>
            <button
              type="button"
              className="button primary"
              disabled={reason.trim() === "" || state.state === "pending"}
              title={reason.trim() === "" ? t("subject.ippNeedsReason") : undefined}
              onClick={() => void move(to, reason.trim())}
            >
              {t("subject.ippMoveDo")}
            </button>
          </div>
        </div>
      )}
      <FieldConflict thing={subject} field="ipp" show={spot} />
      <FaultNote state={state} />
    </>
  );
};

/** Where the subject was last, from where the search is planned, and how they were going. */
export const SubjectPlaces = ({ subject }: Props) => {
  const t = useTranslate();
  return (
    <>
      <LastSeenPlace subject={subject} />
      <PlanningPoint subject={subject} />
      <div className="search-two">
        <EditText
          thing={subject}
          field="headingDeg"
          label={t("subject.heading")}
          unit="°"
          range={{ least: 0, most: 360 }}
        />
        <EditText
          thing={subject}
          field="maxSpeedMps"
          label={t("subject.maxSpeed")}
          unit="m/s"
          range={{ least: 0, most: 60 }}
        />
      </div>
    </>
  );
};
