import { useLayoutEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { useVehicle } from "../use-vehicle.ts";
import { FeedLine } from "./feed-line.tsx";
import { FeedNotice } from "./feed-notice.tsx";
import type { FeedPainter } from "./feed-painter.ts";
import { FeedPointer } from "./feed-pointer.tsx";
import { fitPicture, type Size } from "./fit-picture.ts";
import type { Marking } from "./marking.ts";
import { useFeedPlayer } from "./use-feed-player.ts";

/** A thermal picture's usual proportions, until its own are known. */
const usual: Size = { width: 640, height: 512 };

const useRoom = () => {
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { room, size };
};

/** One feed's live picture with boxes, and one line about it. */
export const FeedTile = (props: {
  readonly feedId: string;
  readonly painter: FeedPainter;
  /** Takes presses on the picture; absent on a wall and in a corner, where a press chooses the picture itself. */
  readonly marking?: Marking;
  /** A press on the whole picture. */
  readonly press?: { readonly label: string; readonly on: () => void };
  /** In another's corner there is no room for a line. */
  readonly bare?: boolean;
}) => {
  const { feedId, painter, marking, press, bare = false } = props;
  const t = useTranslate();
  const { feeds } = useStores();
  const feed = useStore(feeds, (state) => state.byId[feedId]);
  const name = useVehicle(feed?.vehicleId ?? "", (vehicle) => vehicle.name) ?? "";
  const canvas = useRef<HTMLCanvasElement>(null);
  const boxes = useRef<HTMLDivElement>(null);
  const { room, size } = useRoom();
  const { status, shownMs } = useFeedPlayer({ feedId, painter, canvas, boxes });
  if (feed === undefined) return undefined;
  const config = status.config;
  const picture: Size =
    config !== undefined
      ? { width: config.widthPx, height: config.heightPx }
      : feed.picture !== undefined
        ? { width: feed.picture.widthPx, height: feed.picture.heightPx }
        : usual;
  const { width, height } = fitPicture(size, picture);
  const label = t("feed.picture", { name, spectrum: t(`feed.spectrum.${feed.spectrum}`) });
  const stale = feed.state !== "streaming" || feed.warnings.includes("frozen");
  return (
    <figure className={`feed-tile ${bare ? "bare" : ""} ${stale ? "stale-picture" : ""}`} data-feed-id={feed.id}>
      <div ref={room} className="feed-room">
        <div className="feed-frame" style={{ width, height }}>
          <canvas ref={canvas} role="img" aria-label={label} width={picture.width} height={picture.height} />
          {marking !== undefined && (
            <FeedPointer
              feed={feed}
              mode={marking.mode}
              label={t("feed.pointer", { name, what: t(`feed.mode.${marking.mode}`) })}
              onAct={(at, box) =>
                void marking.act({
                  feed,
                  at,
                  box,
                  captureMs: shownMs(),
                  picture: { widthPx: picture.width, heightPx: picture.height },
                })
              }
              onLeave={() => marking.setMode("watch")}
            />
          )}
          {press !== undefined && (
            <button
              type="button"
              className="feed-press"
              aria-label={press.label}
              title={press.label}
              onClick={press.on}
            />
          )}
          <div ref={boxes} className="feed-boxes" />
          <FeedNotice feed={feed} status={status} />
        </div>
      </div>
      {!bare && <FeedLine feed={feed} status={status} />}
    </figure>
  );
};
