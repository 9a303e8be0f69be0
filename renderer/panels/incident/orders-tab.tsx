import { IconRoute } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { thingKey } from "../../../shared/incident/thing.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { StateMark } from "../state-mark.tsx";
import { ShortTime } from "./age-note.tsx";
import { CardHead } from "./card-head.tsx";
import { JobCard } from "./job-card.tsx";
import { jobTitle } from "./job-title.ts";
import { matchesFilter, type OrderFilter, type OrderRow, orderFilters, orderRows } from "./order-rows.ts";
import { RowList } from "./row-list.tsx";
import { useThings } from "./things-context.tsx";
import { useSelected } from "./use-selected.ts";
import { useTeamTimes } from "./use-times.ts";
import { WhoName } from "./who-name.tsx";

/** As the style sheet has it, px. */
const rowPx = 68;

const Row = ({ row }: { readonly row: OrderRow }) => {
  const t = useTranslate();
  const format = useFormat();
  const things = useThings();
  const { job, status, overdueSinceUtcMs } = row;
  const { to, number } = job.fields;
  const isOverdue = overdueSinceUtcMs !== undefined;
  return (
    <>
      <strong className="order-number">{number ?? "–"}</strong>
      <span className="row-main">
        <span className="row-line">
          <span className="row-name">{to === undefined ? "–" : <WhoName who={`${to.kind}/${to.id}`} />}</span>
          <span className={isOverdue ? "row-state bad" : "row-state"}>
            <StateMark
              state={isOverdue ? "bad" : status.state === "declined" ? "warn" : status.isUnderWay ? "ok" : "idle"}
            />
            {isOverdue ? t("order.overdue") : t(`order.step.${status.state}`)}
          </span>
        </span>
        <span className="row-line small">
          <span className="row-what">{jobTitle(job, things, t, format)}</span>
          <ShortTime utcMs={status.sinceUtcMs} />
        </span>
      </span>
    </>
  );
};

/** All orders by how they stand; one of them opened. */
export const OrdersTab = () => {
  const t = useTranslate();
  const { selection } = useStores();
  const things = useThings();
  const times = useTeamTimes();
  const [filter, setFilter] = useState<OrderFilter>("open");
  const rows = useMemo(() => orderRows(things, times), [things, times]);
  const shown = rows.filter((row) => matchesFilter(row, filter));
  const selectedId = useSelected("assignment");
  const chosen = useStore(useStores().incident, (state) => state.things.assignment[selectedId ?? ""]);
  const { selectThing, hoverThing } = selection.getState();
  if (chosen !== undefined)
    return (
      <>
        <CardHead title={t("order.all")} onBack={() => selectThing(undefined)} />
        <JobCard key={chosen.id} job={chosen} />
      </>
    );
  return (
    <>
      <fieldset className="segments list-filter" aria-label={t("order.filter")}>
        {orderFilters.map((one) => (
          <button key={one} type="button" aria-pressed={one === filter} onClick={() => setFilter(one)}>
            {t(`order.filter.${one}`)}
            <span className="small">{rows.filter((row) => matchesFilter(row, one)).length}</span>
          </button>
        ))}
      </fieldset>
      {shown.length === 0 ? (
        <p className="empty">
          <IconRoute size={18} aria-hidden="true" /> {t(rows.length === 0 ? "order.none" : "order.noneOfThese")}
        </p>
      ) : (
        <RowList
          label={t("order.all")}
          rows={shown}
          rowPx={rowPx}
          keyOf={({ job }) => job.id}
          onOpen={({ job }) => selectThing(thingKey("assignment", job.id))}
          onHover={(row) => hoverThing(row === undefined ? undefined : thingKey("assignment", row.job.id))}
        >
          {(row) => <Row row={row} />}
        </RowList>
      )}
    </>
  );
};
