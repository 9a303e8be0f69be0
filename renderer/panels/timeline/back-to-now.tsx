import { IconPlayerTrackNextFilled } from "@tabler/icons-react";
import { useTranslate } from "../../stores/stores-context.tsx";
import { timelineKeys } from "./timeline-keys.ts";

/** Large, and always in the same corner. */
export const BackToNow = () => {
  const t = useTranslate();
  return (
    <a className="button back-to-now" href="#/" title={`${t("timeline.backToNow")} (${timelineKeys.now})`}>
      <IconPlayerTrackNextFilled size={20} aria-hidden="true" />
      {t("timeline.backToNow")}
      <kbd>{timelineKeys.now}</kbd>
    </a>
  );
};
