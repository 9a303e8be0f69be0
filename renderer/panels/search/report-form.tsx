import { IconSearch, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { LatLon } from "../../../shared/geo/lat-lon.ts";
import type { ReportDraft, ReportText } from "../../stores/report-draft-store.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { HoldButton } from "../fly/hold-button.tsx";
import { Section } from "../fly/section.tsx";
import { useFormat } from "../format-context.tsx";
import { useRequest } from "../use-request.ts";
import { CategoryChoice } from "./category-choice.tsx";
import { categoryName } from "./category-name.ts";
import { Choice, MomentField, PlaceField, TextField, YesNo } from "./fields.tsx";
import { PhotosField } from "./photos-field.tsx";
import { ReportClues } from "./report-clues.tsx";
import { type ReportProblem, reportProblems, reportRequest } from "./report-request.ts";

type Problems = Readonly<Partial<Record<ReportText, ReportProblem>>>;

interface Part {
  readonly draft: ReportDraft;
  /** What is wrong with a field in words, once it may be said. */
  readonly fault: (field: ReportText) => string | undefined;
}

const useDraft = () => useStores().reportDraft.getState();

/** A field of the report that is plain text. */
const Text = (
  props: Part & { readonly field: ReportText; readonly label: string; readonly unit?: string; readonly rows?: number },
) => {
  const { type } = useDraft();
  return (
    <TextField
      label={props.label}
      value={props.draft.texts[props.field] ?? ""}
      fault={props.fault(props.field)}
      numeric={props.unit !== undefined}
      {...(props.unit === undefined ? {} : { unit: props.unit })}
      {...(props.rows === undefined ? {} : { rows: props.rows })}
      onChange={(text) => type(props.field, text)}
    />
  );
};

/** All that is needed: who, where, when. */
const Needed = (part: Part) => {
  const t = useTranslate();
  const { type, change } = useDraft();
  const { draft, fault } = part;
  return (
    <div className="search-fields">
      <Choice
        label={t("report.nature")}
        options={(["lost", "sea"] as const).map((value) => ({ value, text: t(`report.nature.${value}`) }))}
        value={draft.nature}
        onChange={(nature) => change({ nature })}
      />
      <CategoryChoice
        value={draft.texts.category ?? ""}
        fault={fault("category")}
        onChange={(category) => type("category", category)}
      />
      <PlaceField
        label={t("report.place")}
        text={draft.texts.placeText ?? ""}
        place={draft.place}
        fault={fault("placeText")}
        onText={(text) => {
          change({ place: undefined });
          type("placeText", text);
        }}
        onPlace={(place) => change({ place })}
      />
      <ReportClues
        onClue={(place: LatLon, utcMs: number | undefined) =>
          change({ place, placeKind: "LKP", ...(utcMs === undefined ? {} : { whenUtcMs: utcMs }) })
        }
      />
      <MomentField
        label={t("report.when")}
        text={draft.texts.whenText ?? ""}
        utcMs={draft.whenUtcMs}
        fault={fault("whenText")}
        chips
        onChange={(text, whenUtcMs) => {
          type("whenText", text);
          change({ whenUtcMs });
        }}
      />
    </div>
  );
};

const Person = (part: Part) => {
  const t = useTranslate();
  const { change } = useDraft();
  const { draft } = part;
  return (
    <>
      <Text {...part} field="name" label={t("subject.name")} />
      <div className="search-two">
        <Text {...part} field="age" label={t("subject.age")} unit={t("subject.years")} />
        <Choice
          label={t("subject.sex")}
          options={(["female", "male", "unknown"] as const).map((value) => ({
            value,
            text: t(`subject.sex.${value}`),
          }))}
          value={draft.sex}
          onChange={(sex) => change({ sex })}
        />
      </div>
      <PhotosField photos={draft.photos} onChange={(photos) => change({ photos })} />
      <Text {...part} field="clothing" label={t("subject.clothing")} rows={2} />
      <Text {...part} field="health" label={t("subject.health")} rows={2} />
      <Text {...part} field="mobility" label={t("subject.mobility")} />
      <YesNo
        label={t("subject.responsive")}
        value={draft.responsive}
        onChange={(responsive) => change({ responsive })}
      />
      <YesNo label={t("subject.injured")} value={draft.injured} onChange={(injured) => change({ injured })} />
      <Text {...part} field="language" label={t("subject.language")} />
      <Text {...part} field="phone" label={t("subject.phone")} />
    </>
  );
};

const PlanningPoint = (part: Part) => {
  const t = useTranslate();
  const { type, change } = useDraft();
  const { draft, fault } = part;
  return (
    <>
      <Choice
        label={t("subject.placeKind")}
        options={(["PLS", "LKP"] as const).map((value) => ({ value, text: t(`subject.placeKind.${value}`) }))}
        value={draft.placeKind}
        onChange={(placeKind) => change({ placeKind })}
      />
      <p className="small">{t("report.ippTip")}</p>
      <PlaceField
        label={t("subject.ipp")}
        text={draft.texts.ippText ?? ""}
        place={draft.ipp}
        fault={fault("ippText")}
        onText={(text) => {
          change({ ipp: undefined });
          type("ippText", text);
        }}
        onPlace={(ipp) => change({ ipp })}
      />
    </>
  );
};

const Weather = (part: Part) => {
  const t = useTranslate();
  const { change } = useDraft();
  return (
    <>
      <div className="search-two">
        <Text {...part} field="temperature" label={t("weather.temperature")} unit="°C" />
        <Text {...part} field="visibility" label={t("weather.visibility")} unit="m" />
      </div>
      <div className="search-two">
        <Text {...part} field="wind" label={t("weather.wind")} unit="m/s" />
        <Text {...part} field="windFrom" label={t("weather.windFrom")} unit="°" />
      </div>
      <Choice
        label={t("weather.rain")}
        options={(["none", "drizzle", "rain", "snow"] as const).map((value) => ({
          value,
          text: t(`weather.rain.${value}`),
        }))}
        value={part.draft.rain}
        onChange={(rain) => change({ rain })}
      />
      <Text {...part} field="weatherText" label={t("weather.text")} />
    </>
  );
};

const Reporter = (part: Part) => {
  const t = useTranslate();
  return (
    <>
      <Text {...part} field="reporterName" label={t("report.reporterName")} />
      <Text {...part} field="reporterPhone" label={t("report.reporterPhone")} />
      <Text {...part} field="reporterRelation" label={t("report.reporterRelation")} />
      <Text {...part} field="incidentName" label={t("report.incidentName")} />
    </>
  );
};

/** What is typed is wrong at once; what is missing is said only after somebody tried to open. */
const faultsOf = (problems: Problems, tried: boolean) => (field: ReportText) => {
  const problem = problems[field];
  return problem === undefined || (!tried && problem.startsWith("needs-")) ? undefined : problem;
};

/** The report of a missing person: three answers open the search, everything else can follow. */
export const ReportForm = ({ draft }: { readonly draft: ReportDraft }) => {
  const t = useTranslate();
  const format = useFormat();
  const { reportDraft, commander, stationUtcNow, deviceClock, searchPanel, selection, ticker } = useStores();
  const { state, run } = useRequest();
  const [tried, setTried] = useState(false);
  const now = () => stationUtcNow() ?? deviceClock.utcMs();
  // Anew when the minute changes: what lies in the future now may not in a while.
  useStore(ticker, ({ utcMs }) => (utcMs === undefined ? undefined : Math.floor(utcMs / 60_000)));
  const problems = reportProblems(draft, now());
  const problemAt = faultsOf(problems, tried);
  const fault = (field: ReportText) => {
    const problem = problemAt(field);
    return problem === undefined ? undefined : t(`report.problem.${problem}`);
  };
  const open = async () => {
    setTried(true);
    const nowUtcMs = now();
    const who = draft.texts.name?.trim() || categoryName(t, draft.texts.category || "none");
    const name = t("report.defaultName", { who, time: format.localDateTime(nowUtcMs) });
    const request = reportRequest(draft, { nowUtcMs, name, operator: commander.operator() });
    if (request === undefined) return;
    const outcome = await run(request);
    if (!outcome.ok) return;
    reportDraft.getState().drop();
    searchPanel.getState().showTab("model");
    const place = request.subject.ipp?.place;
    if (place !== undefined) selection.getState().requestFlyTo(place, { opens: "search" });
  };
  const part = { draft, fault };
  const missing = Object.keys(problems).length;
  return (
    <form
      className="search-report"
      aria-label={t("report.title")}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <h3 className="search-title">{t(draft.nature === "sea" ? "report.titleSea" : "report.title")}</h3>
      <Needed {...part} />
      <Section title={t("report.part.person")}>
        <Person {...part} />
      </Section>
      <Section title={t("report.part.place")}>
        <PlanningPoint {...part} />
      </Section>
      <Section title={t("report.part.weather")}>
        <Weather {...part} />
      </Section>
      <Section title={t("report.part.reporter")}>
        <Reporter {...part} />
      </Section>
      <div className="search-foot">
        {tried && missing > 0 && (
          <p className="fault" role="alert">
            {t("report.missing", { count: missing })}
          </p>
        )}
        <FaultNote state={state} />
        <div className="report-row">
          <HoldButton
            label={t("report.drop")}
            spoken={t("report.drop")}
            icon={<IconTrash size={18} aria-hidden="true" />}
            onDone={() => reportDraft.getState().drop()}
          />
          <button type="submit" className="button primary" disabled={state.state === "pending"}>
            <IconSearch size={20} aria-hidden="true" />
            {t("report.open")}
          </button>
        </div>
        <p className="small">{t("report.kept")}</p>
      </div>
    </form>
  );
};
