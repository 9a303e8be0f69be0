import { IconArrowBackUp, IconCopy, IconMapPin, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { formatCoordinate } from "../../../shared/geo/coordinate-format.ts";
import type { FeedLook } from "../../../shared/wire/feeds.ts";
import { copyText } from "../../bridge/copy-text.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote, StationWords } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import type { Marking } from "./marking.ts";

const CloseButton = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTranslate();
  return (
    <button type="button" className="button quiet square" aria-label={t("common.close")} onClick={onClose}>
      <IconX size={18} aria-hidden="true" />
    </button>
  );
};

/** Where the pressed point lies, how far away and how surely; on the map and into the clipboard with a press each. */
const Point = ({ look, onClose }: { readonly look: FeedLook; readonly onClose: () => void }) => {
  const t = useTranslate();
  const format = useFormat();
  const { settings, selection } = useStores();
  const coordinateFormat = useStore(settings, (state) => state.coordinateFormat);
  const [copied, setCopied] = useState<"copied" | "failed" | undefined>();
  const { position, slantM, ellipse95M } = look;
  if (position === undefined)
    return (
      <>
        <p className="note-words" role="status">
          {t(`heat.notLocated.${look.reason ?? "no-ground"}`)}
        </p>
        <CloseButton onClose={onClose} />
      </>
    );
  const place = formatCoordinate(position, coordinateFormat) ?? formatCoordinate(position, "decimal") ?? "";
  const length = (m: number) => {
    const { value, unit } = format.length(m);
    return `${value} ${unit}`;
  };
  return (
    <>
      <p className="note-words" role="status">
        <strong className="note-place">{place}</strong>
        <span className="small">
          {[
            slantM === undefined ? undefined : t("feed.away", { distance: length(slantM) }),
            ellipse95M === undefined
              ? undefined
              : t("heat.ellipse", { major: length(ellipse95M[0]), minor: length(ellipse95M[1]) }),
            copied === undefined ? undefined : t(`feed.${copied}`),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </p>
      <span className="note-actions">
        <button type="button" className="button to-map" onClick={() => selection.getState().requestFlyTo(position)}>
          <IconMapPin size={18} aria-hidden="true" />
          {t("feed.onMap")}
        </button>
        <button
          type="button"
          className="button square"
          title={t("feed.copy")}
          aria-label={t("feed.copy")}
          onClick={() => void copyText(place).then((done) => setCopied(done ? "copied" : "failed"))}
        >
          <IconCopy size={18} aria-hidden="true" />
        </button>
        <CloseButton onClose={onClose} />
      </span>
    </>
  );
};

/** A person was marked: which source that made, and the way back. */
const Person = ({ heatId, onClose }: { readonly heatId: string; readonly onClose: () => void }) => {
  const t = useTranslate();
  const { heat, settings } = useStores();
  const source = useStore(heat, (state) => state.byId[heatId]);
  const { state, run } = useRequest();
  const undo = async () => {
    const by = settings.getState().operatorName.trim();
    const outcome = await run({
      kind: "heat.decide",
      heatId,
      // Not "dismissed": nobody looked and found nobody, and no example of that is to be learnt from.
      decision: "new",
      was: source?.decision.state ?? "confirmed",
      ...(by === "" ? {} : { by }),
    });
    if (outcome.ok) onClose();
  };
  const undone = source !== undefined && source.decision.state !== "confirmed";
  return (
    <>
      <p className="note-words" role="status">
        <strong>{t("feed.markedPerson", { number: source?.number ?? "–" })}</strong>
        <span className="small">{t("feed.markedPersonTip")}</span>
        <FaultNote state={state} />
      </p>
      <span className="note-actions">
        {!undone && (
          <button type="button" className="button" disabled={state.state === "pending"} onClick={() => void undo()}>
            <IconArrowBackUp size={18} aria-hidden="true" />
            {t("heat.undo")}
          </button>
        )}
        <CloseButton onClose={onClose} />
      </span>
    </>
  );
};

/** What came of the last press on the picture; undefined where there is nothing to say. */
export const MarkedNote = ({ marking }: { readonly marking: Marking }) => {
  const t = useTranslate();
  const { marked, clear } = marking;
  switch (marked.state) {
    case "none":
      return undefined;
    case "pending":
      return <p className="note-words small">{t("feed.marking")}</p>;
    case "failed":
      return (
        <>
          <p className="note-words fault" role="alert">
            {t.loose(`fault.${marked.code}`, {})}
            <StationWords text={marked.detail} />
          </p>
          <CloseButton onClose={clear} />
        </>
      );
    case "point":
      return <Point look={marked.look} onClose={clear} />;
    case "person":
      return <Person heatId={marked.heatId} onClose={clear} />;
  }
};
