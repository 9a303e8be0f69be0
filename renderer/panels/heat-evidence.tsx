import type { HeatSource } from "../../shared/heat/heat-source.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { useFormat } from "./format-context.tsx";
import { barOf, evidenceParts, priorProbability, weightOf } from "./heat-words.ts";

/** To the right what speaks for a person, to the left what speaks against; in words beside it. */
const Bar = ({ logOdds }: { readonly logOdds: number | undefined }) => {
  const share = logOdds === undefined ? 0 : barOf(logOdds);
  const widthPercent = Math.max(logOdds === undefined ? 0 : 3, Math.abs(share) * 50);
  return (
    <span className="evidence-bar" aria-hidden="true">
      <span
        className={share < 0 ? "against" : "for"}
        style={{ width: `${widthPercent}%`, left: share < 0 ? `${50 - widthPercent}%` : "50%" }}
      />
    </span>
  );
};

/** Why a source's probability is what it is. */
export const HeatEvidence = ({ source }: { readonly source: HeatSource }) => {
  const t = useTranslate();
  const format = useFormat();
  const { evidence } = source;
  if (evidence === undefined) return <p className="small">{t("evidence.none")}</p>;
  return (
    <div className="evidence">
      <h3>{t("evidence.title")}</h3>
      <dl>
        {evidenceParts.map((part) => {
          const logOdds = evidence[part];
          return (
            <div key={part} className={logOdds === undefined ? "unknown" : ""}>
              <dt>{t(`evidence.${part}`)}</dt>
              <dd>
                <Bar logOdds={logOdds} />
                <span className="evidence-word">
                  {logOdds === undefined ? t("evidence.unknown") : t(`evidence.${weightOf(logOdds)}`)}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="small">
        {evidence.looks <= 1 ? t("evidence.looksOne") : t("evidence.looks", { count: Math.round(evidence.looks) })}{" "}
        {t("evidence.prior", { percent: format.percent(priorProbability(evidence)) })}
      </p>
    </div>
  );
};
