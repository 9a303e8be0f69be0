import { IconCheck, IconChevronDown, IconChevronUp, IconPhotoOff } from "@tabler/icons-react";
import { memo, useEffect, useId, useRef, useState } from "react";
import { useStore } from "zustand";
import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { FaultNote } from "./fault-note.tsx";
import { HeatLook } from "./fly/heat-look.tsx";
import { HeatLookAgain } from "./fly/heat-look-again.tsx";
import { useFormat } from "./format-context.tsx";
import { JudgeButtons, UndoButton, useHeatDecision } from "./heat-decision.tsx";
import { HeatDetails } from "./heat-details.tsx";
import { HeatFacts } from "./heat-facts.tsx";
import { NowOnly } from "./now-only.tsx";
import { useNear } from "./use-near.ts";

const Thumbnail = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const { apiBase } = useStores();
  const [broken, setBroken] = useState<number | undefined>();
  if (source.thumbnailVersion === 0 || broken === source.thumbnailVersion)
    return (
      <span className="thumbnail none" title={t("heat.noThumbnail")}>
        <IconPhotoOff size={22} aria-hidden="true" />
      </span>
    );
  return (
    <img
      className="thumbnail"
      alt=""
      width={64}
      height={64}
      src={`${apiBase}/heat/${encodeURIComponent(source.id)}/thumbnail?v=${source.thumbnailVersion}`}
      onError={() => setBroken(source.thumbnailVersion)}
    />
  );
};

/** Number in a ring as on the map: confirmed solid with a check, dismissed thin and crossed, one of ours in a square. */
const NumberMark = ({ source }: { readonly source: HeatSource }) => (
  <span className={`number-mark heat-${source.decision.state} ${source.identity === undefined ? "" : "ours"}`}>
    {source.decision.state === "confirmed" && <IconCheck size={13} stroke={3} aria-hidden="true" />}
    {source.number}
  </span>
);

const Decisions = ({ source }: { readonly source: HeatSource }) => {
  const judgement = useHeatDecision(source);
  const { number, decision } = source;
  return (
    <>
      <div className={`heat-actions ${decision.state === "new" ? "open" : ""}`}>
        {decision.state === "new" ? (
          <NowOnly>
            <JudgeButtons number={number} {...judgement} />
            <HeatLookAgain source={source} />
          </NowOnly>
        ) : (
          <>
            <DecidedLine decision={decision} />
            <NowOnly>
              <UndoButton number={number} quiet {...judgement} />
            </NowOnly>
          </>
        )}
      </div>
      <FaultNote state={judgement.state} />
    </>
  );
};

const DecidedLine = ({
  decision,
}: {
  readonly decision: Exclude<HeatSource["decision"], { readonly state: "new" }>;
}) => {
  const t = useTranslate();
  const format = useFormat();
  return (
    <span className="decided small">
      {t("heat.decidedBy", {
        state: t(`heat.state.${decision.state}`),
        by: decision.by,
        time: format.localTime(decision.utcMs),
      })}
    </span>
  );
};

interface BodyProps {
  readonly source: HeatSource;
  readonly selected: boolean;
  readonly open: boolean;
  readonly onOpen: () => void;
}

const Body = ({ source, selected, open, onOpen }: BodyProps) => {
  const t = useTranslate();
  const { selection } = useStores();
  const detailsId = useId();
  const { id, number } = source;
  const show = () => {
    selection.getState().selectHeat(id);
    if (source.location.located) selection.getState().requestFlyTo(source.location.position);
  };
  return (
    <>
      <div className="heat-top">
        <button
          type="button"
          className="heat-show"
          aria-label={t("heat.show", { number })}
          aria-pressed={selected}
          onClick={show}
        >
          <Thumbnail source={source} />
          <NumberMark source={source} />
          <HeatFacts source={source} />
        </button>
        <button
          type="button"
          className="button quiet square heat-why"
          aria-expanded={open}
          aria-controls={detailsId}
          aria-label={t("heat.why", { number })}
          title={t("heat.why", { number })}
          onClick={onOpen}
        >
          {open ? <IconChevronUp size={20} aria-hidden="true" /> : <IconChevronDown size={20} aria-hidden="true" />}
        </button>
      </div>
      <Decisions source={source} />
      {open && <HeatDetails source={source} id={detailsId} />}
      <NowOnly>{selected && <HeatLook source={source} />}</NowOnly>
    </>
  );
};

interface CardProps {
  readonly id: string;
  /** One of those in sight at first. */
  readonly first: boolean;
}

/** One heat source; pressing it shows it on the map. Out of sight it only keeps its room. */
export const HeatCard = memo(({ id, first }: CardProps) => {
  const { selection } = useStores();
  const selected = useStore(selection, (state) => state.selectedHeatId === id);
  const [open, setOpen] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  const { near, heightPx } = useNear(card, { first });
  useEffect(() => {
    // Chosen on the map or by key: bring its card into sight.
    if (selected) card.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: "start", behavior: "instant" });
  }, [open]);
  return (
    <div
      ref={card}
      onPointerEnter={() => selection.getState().hoverHeat(id)}
      onPointerLeave={() => selection.getState().hoverHeat(undefined)}
    >
      {near || selected || open ? (
        <Card id={id} selected={selected} open={open} onOpen={() => setOpen((before) => !before)} />
      ) : (
        <div style={{ height: heightPx }} />
      )}
    </div>
  );
});

const Card = (props: Omit<BodyProps, "source"> & { readonly id: string }) => {
  const { id, ...rest } = props;
  const source = useStore(useStores().heat, (state) => state.byId[id]);
  if (source === undefined) return undefined;
  const names = [
    "heat-card",
    `heat-${source.decision.state}`,
    ...(rest.selected ? ["selected"] : []),
    ...(source.identity === undefined ? [] : ["ours"]),
  ];
  return (
    <div className={names.join(" ")}>
      <Body source={source} {...rest} />
    </div>
  );
};
