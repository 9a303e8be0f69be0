import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { PanelName } from "../stores/settings-store.ts";
import { useStores, useTranslate } from "../stores/stores-context.tsx";
import { panelKeys } from "./panel-keys.ts";

/** A panel over the map's edge: a head that folds it, and a body that scrolls. Alone in a window it has no fold. */
export const PanelFrame = (props: {
  readonly name: PanelName;
  readonly alone: boolean;
  /** Stays visible when folded: what matters in three seconds. */
  readonly summary?: ReactNode;
  /** Absent where there is nothing to show: the head alone says so. */
  readonly children?: ReactNode;
}) => {
  const t = useTranslate();
  const { settings } = useStores();
  const folded = useStore(settings, (state) => state.folded[props.name]) && !props.alone;
  const title = t(`panel.${props.name}`);
  const key = panelKeys[props.name];
  const Chevron = folded ? IconChevronRight : IconChevronDown;
  return (
    <section className={`panel panel-${props.name} ${folded ? "folded" : ""}`} aria-label={title}>
      {props.alone ? (
        <header className="panel-head">
          <h2>{title}</h2>
          <span className="panel-summary">{props.summary}</span>
          <a className="button quiet" href="#/">
            {t("panel.backToMap")}
          </a>
        </header>
      ) : (
        <button
          type="button"
          className="panel-head"
          aria-expanded={!folded}
          title={`${t(folded ? "panel.unfold" : "panel.fold", { panel: title })} (${t("panel.keyHint", { key })})`}
          onClick={() => settings.getState().setFolded(props.name, !folded)}
        >
          <Chevron size={18} aria-hidden="true" />
          <h2>{title}</h2>
          <span className="panel-summary">{props.summary}</span>
        </button>
      )}
      {!folded && props.children !== undefined && <div className="panel-body">{props.children}</div>}
    </section>
  );
};
