import { IconCheck, IconPolygon, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import { segmentNames } from "../../../shared/search/segments/segment-names.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Spinner } from "../fly/outcome-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { boxRing, circleRing, sizeFor, sizeLog10M2 } from "./division-area.ts";
import { Choice } from "./fields.tsx";
import { SliderField } from "./slider-field.tsx";

type Ring = readonly LatLon[];

/** Segments in the things' own form, with free names where the station gave none. */
const segmentsToKeep = (rings: readonly Ring[], names: readonly string[] | undefined, taken: readonly string[]) => {
  const free = segmentNames(rings.length, taken);
  return rings.map((ring, i) => ({
    thing: "segment" as const,
    fields: {
      name: names?.[i] ?? free[i] ?? String(i + 1),
      ring: ring.map(({ latDeg, lonDeg }) => ({ latDeg, lonDeg })),
    },
  }));
};

/** Rings that would come of the chosen area, size and manner; asked anew as these change, and shown on the map meanwhile. */
const useDivision = (area: Ring | undefined, by: "grid" | "lines", sizeM2: number) => {
  const { searchPanel } = useStores();
  const { state, run } = useRequest();
  const [made, setMade] = useState<{ rings: readonly Ring[]; names: readonly string[] | undefined } | undefined>();
  const askedN = useRef(0);
  useEffect(() => {
    if (area === undefined) {
      setMade(undefined);
      searchPanel.getState().setPreview([]);
      return;
    }
    const n = ++askedN.current;
    void run({ kind: "search.divide", ring: area.map((corner) => ({ ...corner })), by, sizeM2 }).then((outcome) => {
      // Only the newest question's answer counts.
      if (n !== askedN.current) return;
      const rings = outcome.ok && "rings" in outcome ? (outcome.rings ?? []) : [];
      setMade(outcome.ok ? { rings, names: "names" in outcome ? outcome.names : undefined } : undefined);
      searchPanel.getState().setPreview(rings);
    });
  }, [area, by, sizeM2, run, searchPanel]);
  useEffect(() => () => searchPanel.getState().setPreview([]), [searchPanel]);
  return { state, made };
};

/** Rings that enclose much of the probability: what is worth dividing first. */
const offeredShares = [0.25, 0.5, 0.75] as const;

/** Which ground: drawn, within a ring that a share of such people was found in, or all of the map. */
const AreaChoice = ({ onArea }: { readonly onArea: (ring: Ring) => void }) => {
  const t = useTranslate();
  const format = useFormat();
  const { mapTool, fly, station } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const bounds = useStore(station, ({ view }) => view?.search?.bounds);
  const rings = useStore(station, ({ view }) => view?.search?.rings);
  const draw = () =>
    mapTool.getState().pick({ kind: "area", colourIndex: 4, label: t("segments.drawArea"), onDone: onArea });
  return (
    <div className="form-field">
      <span className="search-label">{t("segments.area")}</span>
      <div className="area-choice">
        <button type="button" className="button" disabled={!hasMap} onClick={draw}>
          <IconPolygon size={20} aria-hidden="true" />
          {t("segments.drawArea")}
        </button>
        <button
          type="button"
          className="button"
          disabled={bounds === undefined}
          onClick={() => bounds !== undefined && onArea(boxRing(bounds))}
        >
          {t("segments.wholeMap")}
        </button>
        {offeredShares.map((share) => {
          const radiusM = rings?.quantiles.find((one) => one.share === share)?.distanceM;
          return (
            <button
              key={share}
              type="button"
              className="button area-ring"
              disabled={radiusM === undefined}
              aria-label={t("segments.ringLabel", { share: format.percent(share) })}
              title={t("segments.ringLabel", { share: format.percent(share) })}
              onClick={() => {
                if (rings !== undefined && radiusM !== undefined) onArea(circleRing(rings, radiusM));
              }}
            >
              {t("segments.ring", { share: format.percent(share) })}
            </button>
          );
        })}
      </div>
    </div>
  );
};

/** Divides the ground: an area, a manner, a size; nothing is kept before somebody looked at it. */
export const DivideSection = () => {
  const t = useTranslate();
  const format = useFormat();
  const { fly, incident, commander } = useStores();
  const hasMap = useStore(fly, (state) => state.hasMap);
  const [area, setArea] = useState<Ring | undefined>();
  const [by, setBy] = useState<"grid" | "lines">("grid");
  const [log, setLog] = useState<number>(sizeLog10M2.usual);
  const sizeM2 = Number((10 ** log).toPrecision(2));
  const { state, made } = useDivision(area, by, sizeM2);
  const keeping = useRequest();
  const asking = useRef<HTMLDivElement>(null);
  const isAsking = area !== undefined && made !== undefined;
  // On a field laptop the answer lies below the panel's edge: nobody would know that something waits to be kept.
  useEffect(() => {
    if (isAsking) asking.current?.scrollIntoView({ block: "nearest" });
  }, [isAsking]);
  const sizeText = (value: number) => {
    const km2 = 10 ** value / 1e6;
    return `${format.number(Number(km2.toPrecision(2)), km2 < 0.1 ? 2 : km2 < 10 ? 1 : 0)} km²`;
  };
  const keep = async () => {
    if (made === undefined) return;
    const taken = Object.values(incident.getState().things.segment).map(({ fields }) => fields.name ?? "");
    const things = segmentsToKeep(made.rings, made.names, taken);
    if ((await keeping.run({ kind: "incident.put-many", things, operator: commander.operator() })).ok)
      setArea(undefined);
  };
  return (
    <>
      <AreaChoice
        onArea={(ring) => {
          setArea(ring);
          setLog(sizeFor(ring));
        }}
      />
      {!hasMap && <p className="small">{t("search.needsMap")}</p>}
      <Choice
        label={t("segments.by")}
        options={(["grid", "lines"] as const).map((value) => ({ value, text: t(`segments.by.${value}`) }))}
        value={by}
        onChange={setBy}
      />
      <SliderField
        label={t("segments.size")}
        value={log}
        least={sizeLog10M2.least}
        most={sizeLog10M2.most}
        step={sizeLog10M2.step}
        show={sizeText}
        onSet={(value) => {
          setLog(value);
          return undefined;
        }}
      />
      {state.state === "pending" && (
        <p className="search-working" role="status">
          <Spinner />
          {t("segments.working")}
        </p>
      )}
      <FaultNote state={state} />
      {isAsking && (
        <div ref={asking} className="search-ask" role="status">
          <p>
            <strong>{t("segments.wouldBe", { count: made.rings.length })}</strong>
            {t(made.rings.length === 0 ? "segments.wouldBeNone" : "segments.wouldBeTip")}
          </p>
          <div className="deck-row two">
            <button type="button" className="button" onClick={() => setArea(undefined)}>
              <IconX size={18} aria-hidden="true" />
              {t("segments.discard")}
            </button>
            <button
              type="button"
              className="button primary"
              disabled={made.rings.length === 0 || keeping.state.state === "pending"}
              onClick={() => void keep()}
            >
              <IconCheck size={18} aria-hidden="true" />
              {t("segments.keep")}
            </button>
          </div>
          <FaultNote state={keeping.state} />
        </div>
      )}
    </>
  );
};
