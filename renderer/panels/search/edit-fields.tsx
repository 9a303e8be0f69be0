import { type ReactNode, useRef, useState } from "react";
import { useStore } from "zustand";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { Thing } from "../../../shared/incident/thing.ts";
import type { ThingFields, ThingKind } from "../../../shared/incident/things.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { FieldConflict } from "./field-conflict.tsx";
import { Choice, PlaceField, placeText, TextField, YesNo } from "./fields.tsx";
import { readNumber } from "./read-number.ts";
import { readPlace } from "./read-place.ts";
import { type FieldChange, usePut } from "./use-put.ts";

type FieldOf<K extends ThingKind> = keyof ThingFields[K] & string;

interface Edited<K extends ThingKind> {
  readonly thing: Thing<K>;
  readonly field: FieldOf<K>;
  readonly label: string;
}

const asText = (value: unknown): string => (value === undefined || value === null ? "" : String(value));
const oneField = <K extends ThingKind>(field: FieldOf<K>, value: unknown): FieldChange<K> =>
  ({ [field]: value }) as FieldChange<K>;

/** Text in place: kept when the field is left, or by Enter; what the station refused stays as it was typed. */
export const EditText = <K extends ThingKind>(
  props: Edited<K> & {
    readonly rows?: number;
    readonly hint?: string;
    readonly unit?: string;
    /** Of a number: what can be right. */
    readonly range?: { readonly least: number; readonly most: number };
  },
) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const { thing, field, range } = props;
  const shown = asText(thing.fields[field]);
  const [draft, setDraft] = useState<string | undefined>();
  // What was on the screen when the typing began is what the writer had seen.
  const began = useRef(thing);
  const clean = (draft ?? shown).trim();
  const value = clean === "" || range === undefined ? clean : readNumber(clean, range.least, range.most);
  const fault =
    value === undefined && range !== undefined
      ? t("search.badNumber", { least: range.least, most: range.most })
      : undefined;
  const save = async () => {
    if (draft === undefined || value === undefined) return;
    if (draft.trim() === shown.trim()) {
      setDraft(undefined);
      return;
    }
    const outcome = await put({ ...thing, seen: began.current.seen }, oneField<K>(field, clean === "" ? null : value));
    if (outcome.ok) setDraft((now) => (now === draft ? undefined : now));
  };
  return (
    <>
      <TextField
        label={props.label}
        value={draft ?? shown}
        fault={fault}
        numeric={range !== undefined}
        {...(props.unit === undefined ? {} : { unit: props.unit })}
        {...(props.hint === undefined ? {} : { hint: props.hint })}
        {...(props.rows === undefined ? {} : { rows: props.rows })}
        onChange={(text) => {
          if (draft === undefined) began.current = thing;
          setDraft(text);
        }}
        onDone={() => void save()}
      />
      <FieldConflict thing={thing} field={field} show={asText} />
      <FaultNote state={state} />
    </>
  );
};

/** One of a few in place. */
export const EditChoice = <K extends ThingKind, T extends string>(
  props: Edited<K> & {
    readonly options: readonly { readonly value: T; readonly text: string }[];
    /** What counts where nothing is set. */
    readonly usual?: T;
  },
) => {
  const { state, put } = usePut();
  const { thing, field, options } = props;
  const value = options.find((option) => option.value === thing.fields[field])?.value ?? props.usual;
  return (
    <>
      <Choice
        label={props.label}
        options={options}
        value={value}
        onChange={(next) => {
          if (next !== thing.fields[field]) void put(thing, oneField<K>(field, next));
        }}
      />
      <FieldConflict
        thing={thing}
        field={field}
        show={(one) => options.find((option) => option.value === one)?.text ?? asText(one)}
      />
      <FaultNote state={state} />
    </>
  );
};

/** Yes, no or not known in place. */
export const EditYesNo = <K extends ThingKind>({ thing, field, label }: Edited<K>) => {
  const t = useTranslate();
  const { state, put } = usePut();
  const value: unknown = thing.fields[field];
  return (
    <>
      <YesNo
        label={label}
        value={typeof value === "boolean" ? value : undefined}
        onChange={(next) => void put(thing, oneField<K>(field, next ?? null))}
      />
      <FieldConflict
        thing={thing}
        field={field}
        show={(one) =>
          t(one === true ? "search.answer.yes" : one === false ? "search.answer.no" : "search.answer.unknown")
        }
      />
      <FaultNote state={state} />
    </>
  );
};

/** A place that is kept once it is whole; `onPlace` says to whom. */
export const EditPlace = (props: {
  readonly label: string;
  readonly place: LatLon | undefined;
  readonly onPlace: (place: LatLon) => void;
  readonly children?: ReactNode;
}) => {
  const format = useStore(useStores().settings, (state) => state.coordinateFormat);
  const [typed, setTyped] = useState<string | undefined>();
  const { place, onPlace } = props;
  const keep = () => {
    if (typed === undefined) return;
    const read = readPlace(typed);
    if (read === undefined) return;
    setTyped(undefined);
    // A place that was only looked at isn't moved by the digits that its text leaves out.
    if (place === undefined || typed.trim() !== placeText(place, format)) onPlace(read);
  };
  return (
    <PlaceField
      label={props.label}
      text={typed ?? ""}
      place={typed === undefined ? place : undefined}
      onText={setTyped}
      onPlace={(next) => {
        setTyped(undefined);
        onPlace(next);
      }}
      onDone={keep}
    />
  );
};
