import { roles } from "../../shared/incident/roles.ts";
import type { Alert } from "../../shared/wire/state.ts";
import type { Translate } from "../i18n/translate.ts";
import { linkFaultText, recordingFaultText } from "./fault-text.ts";

/** What happened and what to do, in the reader's language. `vehicleName` stands for {vehicle}, which the station leaves to us. */
export const alertText = (
  t: Translate,
  alert: Pick<Alert, "code" | "params">,
  vehicleName: string | undefined,
): { readonly title: string; readonly tip: string; readonly stationWords: string | undefined } => {
  const params = vehicleName === undefined ? alert.params : { vehicle: vehicleName, ...alert.params };
  const { detail } = alert.params;
  return {
    title: t.loose(`alert.${alert.code}.title`, params),
    tip: tipOf(t, alert.code, params),
    stationWords: typeof detail === "string" ? detail : undefined,
  };
};

/** Whom the station names by a role has its name in the reader's language. */
const named = (t: Translate, who: Alert["params"][string] | undefined): string =>
  String(who ?? "")
    .split(", ")
    .map((one) => (roles.map(String).includes(one) ? t.loose(`search.role.${one}` as never, {}) : one))
    .join(t.language === "zh-CN" ? "、" : ", ");

/** A fault's own code says more than the alert's. */
const tipOf = (t: Translate, code: Alert["code"], params: Alert["params"]): string => {
  if (code === "link-fault" && typeof params.fault === "string") return linkFaultText(t, params.fault);
  if (code === "recording-failed" && typeof params.fault === "string") return recordingFaultText(t, params.fault);
  if (code === "record-recovered" && params.events !== undefined)
    return t.loose("alert.record-recovered.counts", params);
  if (code === "order-unacknowledged")
    return t.loose(`alert.${code}.tip`, { ...params, missing: named(t, params.missing) });
  return t.loose(`alert.${code}.tip`, params);
};

const rank: Readonly<Record<Alert["severity"], number>> = { critical: 0, warning: 1, info: 2 };

/** What still is so before what is over, the gravest first, then the newest. */
export const byGravity = (a: Alert, b: Alert): number =>
  Number(b.active) - Number(a.active) || rank[a.severity] - rank[b.severity] || b.firstMs - a.firstMs;

/** Whether this person's screen is meant: what goes between two operators is nobody else's matter. */
export const concerns = ({ params: { forId, alsoForId } }: Pick<Alert, "params">, operatorId: string): boolean =>
  forId === undefined || forId === operatorId || alsoForId === operatorId;
