import type { FieldSubject } from "../../../shared/wire/field.ts";
import { element, Part } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";
import { ageText } from "../words.ts";
import { picture } from "./picture.ts";

/** Who is missing, as far as everybody may know. */
export const subjectView = (model: PhoneModel): { readonly root: HTMLElement; update(): void } => {
  const { t, watch } = model;
  const subjects = () => watch.state?.subjects ?? [];
  const seenAge = ({ lastSeen }: FieldSubject) =>
    lastSeen === undefined ? "" : ageText(t, watch.stationUtcMs - lastSeen.utcMs);

  const card = (subject: FieldSubject) => {
    const { name, age, sex, clothing, mobility, language, responsive, photos, lastSeen } = subject;
    const about = [
      age === undefined ? undefined : t("phone.subject.age", { age }),
      sex === undefined ? undefined : t(`phone.subject.${sex}`),
    ].filter((text) => text !== undefined);
    const line = (text: string | undefined) => (text === undefined ? undefined : element("p", {}, text));
    return element(
      "section",
      { class: "card" },
      element("h2", {}, [name, ...about].filter((text) => text !== undefined).join(" · ")),
      ...photos.map((fileId) => picture(model, fileId, t("phone.subject.photo"))),
      clothing === undefined ? undefined : line(t("phone.subject.clothing", { text: clothing })),
      mobility === undefined ? undefined : line(t("phone.subject.mobility", { text: mobility })),
      language === undefined ? undefined : line(t("phone.subject.language", { text: language })),
      responsive === undefined ? undefined : line(t(responsive ? "phone.subject.answers" : "phone.subject.noAnswer")),
      lastSeen === undefined
        ? undefined
        : line(
            t("phone.subject.lastSeen", {
              age: seenAge(subject),
              place: `${lastSeen.place.latDeg.toFixed(5)}, ${lastSeen.place.lonDeg.toFixed(5)}`,
            }),
          ),
    );
  };

  const part = new Part(
    "view",
    () => [subjects(), subjects().map(seenAge), watch.state?.me.role],
    () => [
      ...(subjects().length === 0 ? [element("p", { class: "empty" }, t("phone.subject.none"))] : subjects().map(card)),
      watch.state?.me.role === "leader"
        ? element("a", { class: "button plain", attributes: { href: `/?token=${model.token}` } }, t("phone.wholeMap"))
        : undefined,
    ],
  );
  return part;
};
