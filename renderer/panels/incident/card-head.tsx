import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslate } from "../../stores/stores-context.tsx";

/** The head of what was opened from a list, with the way back. */
export const CardHead = (props: { readonly title: ReactNode; readonly onBack: () => void }) => {
  const t = useTranslate();
  return (
    <header className="card-head">
      <button
        type="button"
        className="button quiet square"
        aria-label={t("incident.back")}
        title={t("incident.back")}
        onClick={props.onBack}
      >
        <IconArrowLeft size={20} aria-hidden="true" />
      </button>
      <h3>{props.title}</h3>
    </header>
  );
};
