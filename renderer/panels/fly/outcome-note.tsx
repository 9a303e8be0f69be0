import { IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { OperationView } from "../../../shared/wire/operations.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { StationWords } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { operationText } from "../operation-text.ts";
import type { CommandState } from "./use-command.ts";

/** Turns while something is awaited. */
export const Spinner = ({ sizePx = 18 }: { readonly sizePx?: number }) => (
  <IconLoader2 className="spinner" size={sizePx} aria-hidden="true" />
);

/** Where an operation stands, in one line: waiting, its step and how far, done, or why not with the vehicle's words. */
export const OperationNote = (props: {
  readonly operation: OperationView;
  /** Beside the vehicle's name, which says whose it is. */
  readonly brief?: boolean;
}) => {
  const { operation, brief = false } = props;
  const t = useTranslate();
  const format = useFormat();
  const said = operationText(t, operation);
  const { state, progress } = operation;
  if (state === "failed")
    return (
      <p className="fault" role="alert">
        {said?.text ?? t("operation.failed")}
        <StationWords text={said?.vehicleWords} />
      </p>
    );
  if (state === "done")
    return (
      <p className="outcome done">
        <IconCheck size={18} aria-hidden="true" />
        {t(brief ? "outcome.doneBrief" : "outcome.done")}
      </p>
    );
  return (
    <p className="outcome">
      <Spinner />
      {state === "waiting" ? t("outcome.waiting") : (said?.text ?? t("outcome.running"))}
      {progress !== undefined && state === "running" && (
        <>
          <span className="outcome-percent">{format.percent(progress)}</span>
          <span className="outcome-bar" aria-hidden="true">
            <span style={{ width: `${Math.round(progress * 100)}%` }} />
          </span>
        </>
      )}
    </p>
  );
};

const saysMore: ReadonlySet<string> = new Set([
  "bad-request",
  "not-possible",
  "not-for-this-vehicle",
  "operation-failed",
]);

/** What went well is said for a while and then needs no place. */
const doneShownMs = 8_000;

/** What became of what a control asked for, in its own place. */
export const OutcomeNote = ({ command }: { readonly command: CommandState }) => {
  const t = useTranslate();
  const doneMs =
    command.state === "asked" && command.operation.state === "done" ? command.operation.endedMs : undefined;
  const isOver = useStore(
    useStores().ticker,
    ({ nowMs }) => doneMs !== undefined && nowMs !== undefined && nowMs - doneMs > doneShownMs,
  );
  if (isOver) return undefined;
  switch (command.state) {
    case "idle":
      return undefined;
    case "sending":
      return (
        <p className="outcome">
          <Spinner />
          {t("outcome.sending")}
        </p>
      );
    case "refused":
      return (
        <p className="fault" role="alert">
          {t.loose(`fault.${command.code}` as "fault.not-possible", {})}
          <StationWords text={saysMore.has(command.code) ? command.detail : undefined} />
        </p>
      );
    case "asked":
      return <OperationNote operation={command.operation} />;
  }
};
