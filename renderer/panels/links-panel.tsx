import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { AddLink } from "./add-link.tsx";
import { LinkRow } from "./link-row.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import { StateMark } from "./state-mark.tsx";

const LinksSummary = () => {
  const { open, total, faulty } = useStore(
    useStores().links,
    useShallow(({ byId }) => {
      const all = Object.values(byId);
      return {
        open: all.filter((link) => link.state === "open" || link.state === "ended").length,
        total: all.length,
        faulty: all.some((link) => link.state === "waiting"),
      };
    }),
  );
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
  const mode = useStore(useStores().station, (state) => state.view?.mode);
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
      {mode !== "replay" && <AddLink />}
    </PanelFrame>
  );
};
