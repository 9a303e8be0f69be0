import type { Thing } from "../../../shared/incident/thing.ts";
import type { ThingKind } from "../../../shared/incident/things.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { type FieldChange, usePut } from "./use-put.ts";

/** Two people wrote without knowing of each other: both values, who and when; one press chooses. */
export const FieldConflict = <K extends ThingKind>(props: {
  readonly thing: Thing<K>;
  readonly field: string;
  /** A value in words. */
  readonly show: (value: unknown) => string;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { state, put } = usePut();
  const { thing, field, show } = props;
  const alternatives = thing.conflicts?.[field];
  if (alternatives === undefined || alternatives.length < 2) return undefined;
  return (
    <div className="search-conflict" role="status">
      <strong>{t("search.conflict")}</strong>
      {alternatives.map(({ value, by, utcMs }) => (
        <div key={`${by.id} ${utcMs}`} className="search-conflict-row">
          <span>
            <span className="search-conflict-value">{show(value)}</span>
            <span className="small">{t("search.conflictBy", { name: by.name, time: format.localTime(utcMs) })}</span>
          </span>
          <button
            type="button"
            className="button"
            disabled={state.state === "pending"}
            onClick={() => void put(thing, { [field]: value ?? null } as FieldChange<K>)}
          >
            {t("search.conflictTake")}
          </button>
        </div>
      ))}
      <FaultNote state={state} />
    </div>
  );
};
