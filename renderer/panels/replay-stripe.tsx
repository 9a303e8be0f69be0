import { Slider } from "@mantine/core";
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { ReplayView } from "../../shared/wire/state.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { useFormat } from "./format-context.tsx";
import { replayPositionAt, replaySpeeds, stepReplay } from "./replay-position.ts";
import { useRequest } from "./use-request.ts";

const Position = ({ replay }: { readonly replay: ReplayView }) => {
  const t = useTranslate();
  const format = useFormat();
  const { ticker } = useStores();
  const { run } = useRequest();
  const [dragMs, setDragMs] = useState<number | undefined>();
  const liveMs = useStore(ticker, ({ utcMs }) => Math.round(replayPositionAt(replay, utcMs)));
  const positionMs = dragMs ?? liveMs;
  const text = t("replay.positionText", {
    position: format.span(positionMs),
    duration: format.span(replay.durationMs),
  });
  return (
    <>
      <Slider
        className="replay-slider"
        min={0}
        max={Math.max(1, replay.durationMs)}
        step={100}
        value={positionMs}
        label={(value) => `${format.span(value)} · ${format.localTime(replay.startUtcMs + value)}`}
        thumbLabel={t("replay.position")}
        thumbProps={{ "aria-valuetext": text }}
        onChange={setDragMs}
        onChangeEnd={(value) => {
          void run({ kind: "replay.set", positionMs: value }).then(() => setDragMs(undefined));
        }}
      />
      <span className="replay-time">{text}</span>
    </>
  );
};

/** A broad stripe that says "this is not now", and the controls of the log's clock. */
export const ReplayStripe = () => {
  const t = useTranslate();
  const format = useFormat();
  const { station, stationUtcNow } = useStores();
  const { state, run } = useRequest();
  const replay = useStore(station, (stationState) => stationState.view?.replay);
  if (replay === undefined) return undefined;
  const step = (byMs: number) => {
    const request = stepReplay(replay, replayPositionAt(replay, stationUtcNow()), byMs);
    if (request !== undefined) void run(request);
  };
  const playLabel = t(replay.playing ? "replay.pause" : "replay.play");
  return (
    <section className="replay-stripe" aria-label={t("replay.label")}>
      <div className="replay-warning">
        <strong>{t("replay.banner")}</strong>
        <span>{format.localDateTime(replay.startUtcMs)}</span>
        {state.state === "failed" && <span>{state.text}</span>}
      </div>
      <div className="replay-controls">
        <button
          type="button"
          className="icon-button"
          title={t("replay.back")}
          aria-label={t("replay.back")}
          onClick={() => step(-5_000)}
        >
          <IconPlayerSkipBack size={20} />
        </button>
        <button
          type="button"
          className="icon-button play"
          title={playLabel}
          aria-label={playLabel}
          onClick={() => void run({ kind: "replay.set", playing: !replay.playing })}
        >
          {replay.playing ? <IconPlayerPauseFilled size={22} /> : <IconPlayerPlayFilled size={22} />}
        </button>
        <button
          type="button"
          className="icon-button"
          title={t("replay.forward")}
          aria-label={t("replay.forward")}
          onClick={() => step(5_000)}
        >
          <IconPlayerSkipForward size={20} />
        </button>
        <Position replay={replay} />
        <fieldset className="segments" aria-label={t("replay.speed")}>
          {replaySpeeds.map((speed) => (
            <button
              key={speed}
              type="button"
              aria-pressed={speed === replay.speed}
              onClick={() => void run({ kind: "replay.set", speed })}
            >
              {`${format.number(speed, Number.isInteger(speed) ? 0 : 1)}×`}
            </button>
          ))}
        </fieldset>
      </div>
    </section>
  );
};
