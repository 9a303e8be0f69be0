import { useState } from "react";
import type { Thing } from "../../../shared/incident/thing.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { FieldConflict } from "./field-conflict.tsx";
import { TextField } from "./fields.tsx";
import { readNumber } from "./read-number.ts";
import { usePut } from "./use-put.ts";

const asPercent = (share: number | undefined): string =>
  share === undefined ? "" : String(Number((share * 100).toPrecision(6)));

/** The probability of a segment before any searching, by hand, in per cent; empty: as the map says. */
export const PoaField = ({ segment }: { readonly segment: Thing<"segment"> }) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const [typed, setTyped] = useState<string | undefined>();
  const shown = asPercent(segment.fields.poa);
  const text = typed ?? shown;
  const percent = text.trim() === "" ? undefined : readNumber(text.replace("%", ""), 0, 100);
  const wrong = text.trim() !== "" && percent === undefined;
  const save = async () => {
    if (typed === undefined || wrong) return;
    if (typed.trim() === shown) {
      setTyped(undefined);
      return;
    }
    const outcome = await put(segment, { poa: percent === undefined ? null : percent / 100 });
    if (outcome.ok) setTyped(undefined);
  };
  return (
    <>
      <TextField
        label={t("segment.poaByHand")}
        unit="%"
        numeric
        hint={t("segment.poaByMap")}
        value={text}
        fault={wrong ? t("search.badNumber", { least: 0, most: 100 }) : undefined}
        onChange={setTyped}
        onDone={() => void save()}
      />
      <FieldConflict
        thing={segment}
        field="poa"
        show={(value) => (typeof value === "number" ? `${asPercent(value)} %` : t("segment.poaByMap"))}
      />
      <FaultNote state={state} />
    </>
  );
};
