import { button, element, Part } from "../element.ts";
import type { WaitingPhoto } from "../phone-database.ts";
import type { PhoneModel } from "../phone-model.ts";
import { shrinkPhoto } from "../shrink-photo.ts";

const natures = ["object", "track", "witness", "sound", "other"] as const;

interface Draft {
  nature: (typeof natures)[number];
  place: { readonly latDeg: number; readonly lonDeg: number } | undefined;
  sigmaM: number | undefined;
  photos: readonly WaitingPhoto[];
  said: "none" | "kept" | "bad-photo";
}

/** A finger on a map of this scale. */
const byHandSigmaM = 25;

const emptyDraft = (): Draft => ({ nature: "object", place: undefined, sigmaM: undefined, photos: [], said: "none" });

/** Something found or heard: what it is, a photo, and where. */
export const clueForm = (
  model: PhoneModel,
): {
  readonly root: HTMLElement;
  update(): void;
  place(at: { readonly latDeg: number; readonly lonDeg: number }): void;
} => {
  const { t } = model;
  let draft = emptyDraft();

  const words = element("textarea", {
    class: "line",
    attributes: {
      rows: "3",
      maxlength: "2000",
      placeholder: t("phone.clue.words"),
      "aria-label": t("phone.clue.words"),
    },
  });
  const camera = element("input", {
    class: "hidden",
    attributes: {
      type: "file",
      accept: "image/*",
      capture: "environment",
      multiple: true,
      "aria-label": t("phone.clue.photo"),
    },
  });
  camera.addEventListener("change", () => void takePhotos());

  const takePhotos = async () => {
    for (const file of camera.files ?? []) {
      const bytes = await shrinkPhoto(file);
      if (bytes === undefined) draft = { ...draft, said: "bad-photo" };
      else
        draft = {
          ...draft,
          said: "none",
          photos: [...draft.photos, { fileId: model.makeId(), name: file.name, bytes }],
        };
    }
    camera.value = "";
    model.changed();
  };

  const here = () => {
    const { fix } = model.position;
    if (fix === undefined) return;
    draft = { ...draft, place: { latDeg: fix.latDeg, lonDeg: fix.lonDeg }, sigmaM: fix.sigmaM };
    model.changed();
  };

  const send = async () => {
    const { nature, place, sigmaM, photos } = draft;
    if (place === undefined) return;
    await model.outbox.add(
      {
        kind: "clue",
        ...{ nature, text: words.value.trim(), place },
        ...(sigmaM === undefined ? {} : { sigmaM }),
        ...(photos.length === 0 ? {} : { photos: photos.map(({ fileId }) => fileId) }),
      },
      photos,
    );
    words.value = "";
    draft = { ...emptyDraft(), said: "kept" };
    model.changed();
  };

  const choice = new Part(
    "natures",
    () => draft.nature,
    () =>
      natures.map((nature) =>
        element(
          "button",
          {
            class: "button choice",
            attributes: { type: "button", "aria-pressed": String(nature === draft.nature) },
            onClick: () => {
              draft = { ...draft, nature, said: "none" };
              model.changed();
            },
          },
          t(`phone.clue.${nature}`),
        ),
      ),
  );
  const rest = new Part(
    "clue-rest",
    () => [draft.place, draft.photos.length, draft.said, model.position.fix !== undefined],
    () => [
      button(t("phone.clue.photo"), () => camera.click(), "plain"),
      draft.photos.length > 0
        ? element("p", { class: "good" }, t("phone.clue.photos", { n: draft.photos.length }))
        : undefined,
      draft.said === "bad-photo" ? element("p", { class: "warning" }, t("phone.photo.bad")) : undefined,
      model.position.fix === undefined ? undefined : button(t("phone.clue.here"), here, "plain"),
      button(
        t("phone.clue.onMap"),
        () => {
          model.pointing = "clue";
          model.changed();
        },
        "plain",
      ),
      element(
        "p",
        { class: draft.place === undefined ? "warning" : "good" },
        draft.place === undefined
          ? t("phone.clue.noPlace")
          : t("phone.clue.placeSet", {
              place: `${draft.place.latDeg.toFixed(5)}, ${draft.place.lonDeg.toFixed(5)}`,
            }),
      ),
      draft.place === undefined ? undefined : button(t("phone.clue.send"), () => void send(), "main"),
      draft.said === "kept"
        ? element("p", { class: "good", attributes: { role: "status" } }, t("phone.clue.kept"))
        : undefined,
      button(
        t("phone.cancel"),
        () => {
          draft = emptyDraft();
          words.value = "";
          model.reporting = false;
          model.changed();
        },
        "plain",
      ),
    ],
  );
  return {
    root: element("div", { class: "clue-form card" }, choice.root, words, camera, rest.root),
    update: () => {
      choice.update();
      rest.update();
    },
    place: (at) => {
      draft = { ...draft, place: at, sigmaM: byHandSigmaM };
    },
  };
};
