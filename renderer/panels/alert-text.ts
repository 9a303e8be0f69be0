import type { Alert } from "../../shared/wire/state.ts";
import type { Translate } from "../i18n/translate.ts";

/** What happened and what to do, in the reader's language. `vehicleName` stands for {vehicle}, which the station leaves to us. */
export const alertText = (
  t: Translate,
  alert: Pick<Alert, "code" | "params">,
  vehicleName: string | undefined,
): { readonly title: string; readonly tip: string } => {
  const params = vehicleName === undefined ? alert.params : { vehicle: vehicleName, ...alert.params };
  return {
    title: t.loose(`alert.${alert.code}.title`, params),
    tip: t.loose(`alert.${alert.code}.tip`, params),
  };
};

const rank: Readonly<Record<Alert["severity"], number>> = { critical: 0, warning: 1, info: 2 };

/** What still is so before what is over, the gravest first, then the newest. */
export const byGravity = (a: Alert, b: Alert): number =>
  Number(b.active) - Number(a.active) || rank[a.severity] - rank[b.severity] || b.firstMs - a.firstMs;
