import { IconPlus } from "@tabler/icons-react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Thing } from "../../../shared/incident/thing.ts";
import { terrainClasses } from "../../../shared/search/lost-person/lost-person-table.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Section } from "../fly/section.tsx";
import { CategoryChoice } from "./category-choice.tsx";
import { categoryName } from "./category-name.ts";
import { EditChoice, EditText, EditYesNo } from "./edit-fields.tsx";
import { FieldConflict } from "./field-conflict.tsx";
import { LeadPart } from "./lead-part.tsx";
import { PhotosField } from "./photos-field.tsx";
import { SubjectPlaces } from "./subject-places.tsx";
import { usePut } from "./use-put.ts";
import { WeatherSection } from "./weather-section.tsx";

type SubjectProps = { readonly subject: Thing<"subject"> };

const Behaviour = ({ subject }: SubjectProps) => {
  const t = useTranslate();
  const { state, put } = usePut();
  return (
    <>
      <CategoryChoice value={subject.fields.category ?? ""} onChange={(category) => void put(subject, { category })} />
      <FieldConflict thing={subject} field="category" show={(value) => categoryName(t, String(value))} />
      <div className="form-field">
        <label htmlFor="terrain-class">{t("subject.terrain")}</label>
        <select
          id="terrain-class"
          className="text-field"
          value={subject.fields.terrainClass ?? ""}
          onChange={(event) => {
            const terrainClass = event.currentTarget.value;
            void put(subject, { terrainClass: terrainClass === "" ? null : terrainClass });
          }}
        >
          <option value="">{t("terrain.unset")}</option>
          {terrainClasses.map((one) => (
            <option key={one} value={one}>
              {t(`terrain.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <FaultNote state={state} />
    </>
  );
};

const Photos = ({ subject }: SubjectProps) => {
  const { state, put } = usePut();
  return (
    <>
      <PhotosField
        photos={subject.fields.photos ?? []}
        onChange={(photos) => void put(subject, { photos: [...photos] })}
      />
      <FaultNote state={state} />
    </>
  );
};

const Person = ({ subject }: SubjectProps) => {
  const t = useTranslate();
  const thing = subject;
  return (
    <>
      <EditText thing={thing} field="name" label={t("subject.name")} />
      <div className="search-two">
        <EditText
          thing={thing}
          field="age"
          label={t("subject.age")}
          unit={t("subject.years")}
          range={{ least: 0, most: 130 }}
        />
        <EditChoice
          thing={thing}
          field="sex"
          label={t("subject.sex")}
          usual="unknown"
          options={(["female", "male", "unknown"] as const).map((value) => ({
            value,
            text: t(`subject.sex.${value}`),
          }))}
        />
      </div>
      <Photos subject={subject} />
      <EditText thing={thing} field="clothing" label={t("subject.clothing")} rows={2} />
      <EditText thing={thing} field="health" label={t("subject.health")} rows={2} />
      <EditText thing={thing} field="mobility" label={t("subject.mobility")} />
      <EditYesNo thing={thing} field="responsive" label={t("subject.responsive")} />
      <EditYesNo thing={thing} field="injured" label={t("subject.injured")} />
      <EditText thing={thing} field="language" label={t("subject.language")} />
      <EditText thing={thing} field="phone" label={t("subject.phone")} />
    </>
  );
};

const IncidentSection = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  return (
    <>
      <EditText thing={incident} field="name" label={t("report.incidentName")} />
      <EditText thing={incident} field="commander" label={t("incident.commander")} />
      <EditText thing={incident} field="objectives" label={t("incident.objectives")} rows={3} />
      <EditText thing={incident} field="safety" label={t("incident.safety")} rows={3} />
      <EditText thing={incident} field="radio" label={t("incident.radio")} />
      <EditText thing={incident} field="period" label={t("incident.period")} range={{ least: 1, most: 999 }} />
    </>
  );
};

const AnotherSubject = () => {
  const t = useTranslate();
  const { state, make } = usePut();
  return (
    <div className="search-block">
      <button
        type="button"
        className="button"
        disabled={state.state === "pending"}
        onClick={() => void make("subject", { sex: "unknown" })}
      >
        <IconPlus size={18} aria-hidden="true" />
        {t("subject.another")}
      </button>
      <FaultNote state={state} />
    </div>
  );
};

/** Who is missing, where they were last, and what everybody must know; each value is changed where it stands. */
export const SubjectTab = ({ incident }: { readonly incident: Thing<"incident"> }) => {
  const t = useTranslate();
  const subjects = useStore(
    useStores().incident,
    useShallow(({ things }) => Object.values(things.subject)),
  );
  return (
    <LeadPart>
      {subjects.map((subject) => (
        <div key={subject.id}>
          <div className="search-fields">
            <Behaviour subject={subject} />
            <SubjectPlaces subject={subject} />
          </div>
          <Section title={subject.fields.name || t("report.part.person")} open>
            <Person subject={subject} />
          </Section>
        </div>
      ))}
      <Section title={t("report.part.weather")}>
        <WeatherSection incident={incident} />
      </Section>
      <Section title={t("incident.part")}>
        <IncidentSection incident={incident} />
      </Section>
      <AnotherSubject />
    </LeadPart>
  );
};
