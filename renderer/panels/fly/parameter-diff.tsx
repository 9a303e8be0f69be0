import { IconX } from "@tabler/icons-react";
import type { ParameterFileDiff } from "../../../shared/wire/parameters.ts";
import type { ParameterAnswer } from "../../bridge/parameters.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { useFormat } from "../format-context.tsx";
import { valueText } from "./parameter-search.ts";

const shownNames = 12;

/** How a file differs from the vehicle: each value, what only one of them has, and lines that say nothing. */
export const ParameterDiffNote = (props: {
  readonly answer: ParameterAnswer<ParameterFileDiff>;
  readonly onTake: (values: Readonly<Record<string, number>>) => void;
  readonly onClose: () => void;
}) => {
  const t = useTranslate();
  const format = useFormat();
  const { answer, onTake, onClose } = props;
  const close = (
    <button type="button" className="button square quiet" aria-label={t("common.close")} onClick={onClose}>
      <IconX size={18} aria-hidden="true" />
    </button>
  );
  if (!answer.ok)
    return (
      <div className="parameter-diff">
        <p className="fault" role="alert">
          {t(answer.code === "bad-file" ? "parameters.badFile" : `fault.${answer.code}`)}
        </p>
        {close}
      </div>
    );
  const { changed, missing, unknown, same, leftOut } = answer.value;
  const named = (names: readonly string[]) =>
    format.list(names.slice(0, shownNames)) + (names.length > shownNames ? " …" : "");
  return (
    <div className="parameter-diff">
      <div className="deck-head">
        <strong>{t("parameters.diff", { changed: changed.length, same })}</strong>
        {close}
      </div>
      <ul>
        {changed.map(({ name, vehicle, file, type, concern }) => (
          <li key={name}>
            <span className="words">{name}</span>
            <span className="small">{`${valueText(vehicle, type)} → ${valueText(file, type)}`}</span>
            {concern !== undefined && <span className="caution">{t("parameters.unusual")}</span>}
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <p className="small">{t("parameters.missing", { count: missing.length, names: named(missing) })}</p>
      )}
      {unknown.length > 0 && (
        <p className="small">{t("parameters.unknown", { count: unknown.length, names: named(unknown) })}</p>
      )}
      {leftOut.map(({ line, text, reason }) => (
        <p key={line} className="small words">
          {t("parameters.leftOut", { line, text, reason: t(`parameters.leftOut.${reason}`) })}
        </p>
      ))}
      {changed.length > 0 && (
        <button
          type="button"
          className="button"
          onClick={() => {
            onTake(Object.fromEntries(changed.map(({ name, file }) => [name, file])));
            onClose();
          }}
        >
          {t("parameters.take", { count: changed.length })}
        </button>
      )}
    </div>
  );
};
