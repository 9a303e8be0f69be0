import { IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { Thing } from "../../../shared/incident/thing.ts";
import { thingKey } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { ShortTime } from "./age-note.tsx";
import { CardHead } from "./card-head.tsx";
import { ClueCard } from "./clue-card.tsx";
import { ClueForm } from "./clue-form.tsx";
import { type ClueOrder, clueOrders, clueRows } from "./clue-rows.ts";
import { CorrelationSection } from "./correlation-section.tsx";
import { RowList } from "./row-list.tsx";
import { useMay } from "./use-may.ts";
import { useSelected } from "./use-selected.ts";

/** As the style sheet has it, px. */
const rowPx = 62;

const marks = { new: "warn", checking: "ok", confirmed: "ok", dismissed: "idle" } as const;

const Row = ({ clue }: { readonly clue: Thing<"clue"> }) => {
  const t = useTranslate();
  const format = useFormat();
  const { number, nature = "other", text, state = "new", reliability, utcMs, photos = [] } = clue.fields;
  return (
    <>
      <strong className="order-number">{number ?? "–"}</strong>
      <span className="row-main">
        <span className="row-line">
          <span className="row-name">{text === undefined || text === "" ? t(`map.clue.nature.${nature}`) : text}</span>
          <span className="row-state">
            <StateMark state={marks[state]} />
            {t(`map.clue.state.${state}`)}
          </span>
        </span>
        <span className="row-line small">
          <span className="row-what">
            {[
              t(`map.clue.nature.${nature}`),
              reliability === undefined ? undefined : format.percent(reliability),
              photos.length === 0 ? undefined : t("clue.photoCount", { n: photos.length }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
          {utcMs !== undefined && <ShortTime utcMs={utcMs} />}
        </span>
      </span>
    </>
  );
};

/** What may tell where the subject is: what weighs most first. */
export const CluesTab = () => {
  const t = useTranslate();
  const { incident, selection } = useStores();
  const clues = useStore(incident, ({ things }) => things.clue);
  const [order, setOrder] = useState<ClueOrder>("weight");
  const [adding, setAdding] = useState(false);
  const may = useMay()({ kind: "incident.put", thing: "clue", fields: {} });
  const mayCompare = useMay()({ kind: "search.correlate" });
  const rows = useMemo(() => clueRows(Object.values(clues), order), [clues, order]);
  const selectedId = useSelected("clue");
  const chosen = clues[selectedId ?? ""];
  const { selectThing, hoverThing, requestFlyTo } = selection.getState();
  if (chosen !== undefined)
    return (
      <>
        <CardHead
          title={t("clue.title", { n: chosen.fields.number ?? chosen.id })}
          onBack={() => selectThing(undefined)}
        />
        <ClueCard key={chosen.id} clue={chosen} />
      </>
    );
  if (adding) return <ClueForm onDone={() => setAdding(false)} />;
  return (
    <>
      {rows.length === 0 ? (
        <p className="empty">
          <strong>{t("clue.none")}</strong>
          {t("clue.noneTip")}
        </p>
      ) : (
        <fieldset className="segments list-filter" aria-label={t("segments.order")}>
          {clueOrders.map((one) => (
            <button key={one} type="button" aria-pressed={one === order} onClick={() => setOrder(one)}>
              {t(`clue.order.${one}`)}
            </button>
          ))}
        </fieldset>
      )}
      {may && (
        <div className="list-foot one">
          <button type="button" className="button" onClick={() => setAdding(true)}>
            <IconPlus size={18} aria-hidden="true" />
            {t("clue.add")}
          </button>
        </div>
      )}
      {mayCompare && (
        <Section title={t("correlate.title")}>
          <CorrelationSection />
        </Section>
      )}
      <RowList
        label={t("clue.list")}
        rows={rows}
        rowPx={rowPx}
        keyOf={({ id }) => id}
        className={({ fields }) => (fields.state === "dismissed" ? "is-off" : "")}
        onOpen={({ id, fields }) => {
          selectThing(thingKey("clue", id));
          if (fields.place !== undefined) requestFlyTo(fields.place);
        }}
        onHover={(clue) => hoverThing(clue === undefined ? undefined : thingKey("clue", clue.id))}
      >
        {(clue) => <Row clue={clue} />}
      </RowList>
    </>
  );
};
