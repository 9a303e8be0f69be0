import { useStore } from "zustand";
import { type PreArmItem, preArmChecklist } from "../../../shared/vehicle/prearm.ts";
import type { VehicleId } from "../../../shared/vehicle/vehicle-state.ts";
import type { MessageKey } from "../../i18n/translate.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { type StateKind, StateMark } from "../state-mark.tsx";

const marks: Readonly<Record<PreArmItem["state"], StateKind>> = {
  good: "ok",
  warn: "warn",
  bad: "bad",
  unknown: "idle",
};
const rank: Readonly<Record<PreArmItem["state"], number>> = { bad: 0, warn: 1, unknown: 2, good: 3 };

/** What is said of a value beside the verdict, where there is one. */
const values: Partial<Readonly<Record<PreArmItem["code"], MessageKey>>> = {
  sensors: "prearmValue.sensors",
  "gps-fix": "prearmValue.gps-fix",
  satellites: "prearmValue.satellites",
  hdop: "prearmValue.hdop",
  position: "prearmValue.position",
  battery: "prearmValue.battery",
};

const Line = ({ item }: { readonly item: PreArmItem }) => {
  const t = useTranslate();
  const { code, params } = item;
  const value = values[code];
  if (code === "own-text")
    return (
      <li>
        <StateMark state="bad" />
        <span className="words">{params.text}</span>
      </li>
    );
  return (
    <li>
      <StateMark state={marks[item.state]} />
      <span>
        {t(`prearm.${code}`)}
        <span className="small">
          {` ${t(`prearmState.${item.state}`)}`}
          {value !== undefined && Object.keys(params).length > 0 && ` · ${t.loose(value, params)}`}
        </span>
      </span>
    </li>
  );
};

const Lines = ({ items }: { readonly items: readonly PreArmItem[] }) => (
  <ul className="prearm-list">
    {items.map((item) => (
      <Line key={`${item.code} ${item.params.text ?? ""}`} item={item} />
    ))}
  </ul>
);

/** What speaks for or against arming, the gravest first; folded away while all is well. The vehicle decides by its own checks. */
export const PrearmList = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const { fleet, ticker } = useStores();
  // As text, so that it renders only when a line changes and not with every position.
  const json = useStore(fleet, ({ byId }) => {
    const vehicle = byId[id];
    const { nowMs } = ticker.getState();
    if (vehicle === undefined || nowMs === undefined) return "[]";
    const checked = preArmChecklist(vehicle, { nowMs, frozen: vehicle.frozen === true });
    // The age of a fresh position says nothing and never stands still.
    return JSON.stringify(
      checked.map((item) => (item.code === "position" && item.state === "good" ? { ...item, params: {} } : item)),
    );
  });
  const items: readonly PreArmItem[] = JSON.parse(json);
  const sorted = [...items].sort((a, b) => rank[a.state] - rank[b.state]);
  const worst = sorted[0]?.state ?? "unknown";
  const good = items.filter(({ state }) => state === "good").length;
  const against = items.filter(({ state }) => state === "bad" || state === "warn").length;
  return (
    <details className="prearm-fold" open={against > 0}>
      <summary>
        <StateMark state={marks[worst]} />
        <span>
          {against === 0 ? t("prearm.allGood", { count: items.length }) : t("prearm.against", { count: against })}
        </span>
      </summary>
      <Lines items={against === 0 ? sorted : sorted.slice(0, sorted.length - good)} />
      {against > 0 && good > 0 && (
        // What is well stays folded, so that the controls below are in sight.
        <details className="prearm-fold">
          <summary>
            <StateMark state="ok" />
            <span>{t("prearm.good", { count: good })}</span>
          </summary>
          <Lines items={sorted.slice(-good)} />
        </details>
      )}
    </details>
  );
};
