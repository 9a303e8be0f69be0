import { IconCheck, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { FeedView } from "../../../shared/wire/feeds.ts";
import type { Translate } from "../../i18n/translate.ts";
import { useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { CameraFields } from "./camera-fields.tsx";
import { type FeedFields, fieldsOf, readFields, wrongFields } from "./feed-fields.ts";
import { searchText } from "./feed-line.tsx";

const useFacts = (t: Translate, feed: FeedView): readonly string[] => {
  const format = useFormat();
  const { picture, search } = feed;
  return [
    t(`feed.origin.${feed.origin}`),
    picture === undefined
      ? undefined
      : `${picture.widthPx}×${picture.heightPx} ${picture.codec} ${format.number(picture.framesPerS, 1)}/s`,
    picture?.radiometric === true ? t("feed.radiometric") : undefined,
    searchText(t, feed),
    search.skippedFraction >= 0.005
      ? t("feed.skipped", { percent: format.percent(search.skippedFraction) })
      : undefined,
    (search.quickFraction ?? 0) >= 0.05
      ? t("feed.quick", { percent: format.percent(search.quickFraction ?? 0) })
      : undefined,
    search.msPerFrame === undefined ? undefined : t("feed.perPicture", { ms: Math.round(search.msPerFrame) }),
  ].filter((fact) => fact !== undefined);
};

/** What a person says of one camera; an emptied field goes back to what the camera says itself. */
export const FeedSettings = ({ feed }: { readonly feed: FeedView }) => {
  const t = useTranslate();
  const facts = useFacts(t, feed);
  const { state, run } = useRequest();
  const [draft, setDraft] = useState<FeedFields | undefined>();
  const [removing, setRemoving] = useState(false);
  const fields = draft ?? fieldsOf(feed);
  const save = async () => {
    const { hfovRad = null, latencyMs = null, latencySigmaMs = null } = readFields(fields);
    const outcome = await run({ kind: "feed.set", feedId: feed.id, hfovRad, latencyMs, latencySigmaMs });
    if (outcome.ok) setDraft(undefined);
  };
  const pending = state.state === "pending";
  const title = feed.name === "" ? t(`feed.spectrum.${feed.spectrum}`) : feed.name;
  return (
    <form
      className="feed-settings"
      aria-label={t("feed.settingsOf", { name: title })}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrongFields(fields).length === 0) void save();
      }}
    >
      <h3>
        {title}{" "}
        {feed.name !== "" && feed.name.toLowerCase() !== feed.spectrum && (
          <span className="small">{t(`feed.spectrum.${feed.spectrum}`)}</span>
        )}
      </h3>
      <p className="feed-uri">{feed.uri}</p>
      <p className="small">{facts.join(" · ")}</p>
      {feed.fault !== undefined && (
        <p className="fault">
          {t.loose(`feed.fault.${feed.fault.code}`, {})} {t.loose(`feed.tip.${feed.fault.code}`, {})}
        </p>
      )}
      <CameraFields fields={fields} onChange={setDraft} />
      <FaultNote state={state} />
      <div className="feed-settings-actions">
        <button
          type="submit"
          className="button primary"
          disabled={draft === undefined || pending || wrongFields(fields).length > 0}
        >
          <IconCheck size={18} aria-hidden="true" />
          {t("common.save")}
        </button>
        <button
          type="button"
          className="button"
          disabled={pending}
          onClick={() => void run({ kind: "feed.retry", feedId: feed.id })}
        >
          <IconRefresh size={18} aria-hidden="true" />
          {t("feed.retry")}
        </button>
        {feed.origin === "typed" && (
          <button
            type="button"
            className="button"
            disabled={pending}
            onBlur={() => setRemoving(false)}
            onClick={() => {
              if (removing) void run({ kind: "feed.remove", feedId: feed.id });
              else setRemoving(true);
            }}
          >
            <IconTrash size={18} aria-hidden="true" />
            {t(removing ? "feed.removeSure" : "feed.remove")}
          </button>
        )}
      </div>
    </form>
  );
};
