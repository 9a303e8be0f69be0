import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { AddLink } from "./add-link.tsx";
import { LinkRow } from "./link-row.tsx";
import { NowOnly } from "./now-only.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import { StateMark } from "./state-mark.tsx";
import { useLinkCounts } from "./use-link-counts.ts";

const LinksSummary = () => {
  const { open, total, faulty } = useLinkCounts();
  return (
    <>
      {faulty && <StateMark state="warn" />}
      <span>{`${open}/${total}`}</span>
    </>
  );
};

/** The ways in and out: what state each is in, what to do where one fails, and a place to add another. */
export const LinksPanel = ({ alone }: { readonly alone: boolean }) => {
  const t = useTranslate();
  const ids = useStore(
    useStores().links,
    useShallow(({ byId }) => Object.keys(byId).sort((a, b) => a.localeCompare(b, "en", { numeric: true }))),
  );
  return (
    <PanelFrame name="links" alone={alone} summary={<LinksSummary />}>
      {ids.length === 0 ? (
        <p className="empty">
          <strong>{t("links.empty")}</strong>
          {t("links.emptyTip")}
        </p>
      ) : (
        <ul className="link-list">
          {ids.map((id) => (
            <li key={id}>
              <LinkRow id={id} />
            </li>
          ))}
        </ul>
      )}
      <NowOnly>
        <AddLink />
      </NowOnly>
    </PanelFrame>
  );
};
