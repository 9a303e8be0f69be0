import { IconLock, IconLockOpen, IconMinus, IconPlus } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { Figure } from "../aged.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { stepRange } from "./step-range.ts";

type Range = NonNullable<FeedView["range"]>;
type End = "lowK" | "highK";

/** One end of a locked scale, a degree up or down. */
const Steppers = (props: {
  readonly end: End;
  readonly range: Range;
  readonly onRange: (range: { readonly lowK: number; readonly highK: number }) => void;
}) => {
  const t = useTranslate();
  const { end, range, onRange } = props;
  const imperial = useStore(useStores().settings, (state) => state.units === "imperial");
  const label = t(`feed.scale.${end}`);
  return (
    <span className="scale-steps">
      {([1, -1] as const).map((by) => (
        <button
          key={by}
          type="button"
          className="button square"
          aria-label={t(by > 0 ? "field.more" : "field.less", { label })}
          onClick={() => onRange(stepRange(range, end, by, imperial ? "F" : "C"))}
        >
          {by > 0 ? <IconPlus size={18} aria-hidden="true" /> : <IconMinus size={18} aria-hidden="true" />}
        </button>
      ))}
    </span>
  );
};

/**
 * What the colours mean, beside the picture: degrees where the camera measures them, to be locked so that a colour stays the
 * same temperature; else only which end is warmer.
 */
export const FeedScale = ({ feed }: { readonly feed: FeedView }) => {
  const t = useTranslate();
  const format = useFormat();
  const { settings } = useStores();
  const palette = useStore(settings, (state) => state.thermalPalette);
  const { state, run } = useRequest();
  const { range } = feed;
  const set = (rangeK: { readonly lowK: number; readonly highK: number } | null) =>
    void run({ kind: "feed.set", feedId: feed.id, rangeK });
  return (
    <fieldset className="feed-scale" aria-label={t("feed.scale")}>
      {range?.locked === true && <Steppers end="highK" range={range} onRange={set} />}
      <span className="scale-value">
        {range === undefined ? t("thermal.hot") : <Figure quantity={format.temperature(range.highK)} />}
      </span>
      <span className={`scale-ramp ramp-${palette}`} aria-hidden="true" />
      <span className="scale-value">
        {range === undefined ? t("thermal.cold") : <Figure quantity={format.temperature(range.lowK)} />}
      </span>
      {range?.locked === true && <Steppers end="lowK" range={range} onRange={set} />}
      {range !== undefined && (
        <button
          type="button"
          className="button scale-lock"
          aria-pressed={range.locked}
          title={t(range.locked ? "feed.scaleUnlock" : "feed.scaleLock")}
          aria-label={t(range.locked ? "feed.scaleUnlock" : "feed.scaleLock")}
          disabled={state.state === "pending"}
          onClick={() => set(range.locked ? null : { lowK: range.lowK, highK: range.highK })}
        >
          {range.locked ? <IconLock size={18} aria-hidden="true" /> : <IconLockOpen size={18} aria-hidden="true" />}
          {t(range.locked ? "feed.scaleLocked" : "feed.scaleAuto")}
        </button>
      )}
      <FaultNote state={state} />
    </fieldset>
  );
};
