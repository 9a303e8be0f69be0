import { button, element, Part } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";
import { clueForm } from "./clue-form.ts";
import type { PhoneMap } from "./phone-map.ts";

/** The map, and what is done on it: looking, marking a clue, setting one's own place. */
export const mapView = (model: PhoneModel): { readonly root: HTMLElement; update(): void } => {
  const { t } = model;
  const canvas = element("div", { class: "map" });
  const cross = element("div", { class: "cross", attributes: { "aria-hidden": "true" } });
  const clue = clueForm(model);
  let map: PhoneMap | undefined;
  let isLoading = false;

  const load = async () => {
    if (isLoading) return;
    isLoading = true;
    try {
      const { PhoneMap } = await import("./phone-map.ts");
      map = new PhoneMap(model, canvas);
      map.shown();
      new ResizeObserver(() => map?.shown()).observe(canvas);
    } catch {
      // No network for the map's code: tried again when the view is looked at.
      isLoading = false;
    }
  };

  const takePlace = () => {
    const at = map?.middle;
    if (at !== undefined && model.pointing === "clue") clue.place(at);
    if (at !== undefined && model.pointing === "me") model.position.setByHand(at);
    model.pointing = undefined;
    model.changed();
  };

  const bar = new Part(
    "map-bar",
    () => [model.pointing, model.reporting, model.position.fix === undefined, model.watch.state?.jobs.length],
    () => {
      if (model.pointing !== undefined)
        return [
          element("p", {}, t("phone.tapMap")),
          button(t("phone.thisPlace"), takePlace, "main"),
          button(
            t("phone.cancel"),
            () => {
              model.pointing = undefined;
              model.changed();
            },
            "plain",
          ),
        ];
      if (model.reporting) return [];
      return [
        button(
          t("phone.markClue"),
          () => {
            model.reporting = true;
            model.changed();
          },
          "main",
        ),
        model.position.fix === undefined ? undefined : button(t("phone.whereAmI"), () => map?.toMe(), "plain"),
        (model.watch.state?.jobs.length ?? 0) === 0
          ? undefined
          : button(t("phone.whereIsJob"), () => map?.toJob(), "plain"),
      ];
    },
  );
  const noMap = new Part(
    "no-map",
    () => model.watch.state?.hasBaseMap === false,
    () => (model.watch.state?.hasBaseMap === false ? [element("p", { class: "dim" }, t("phone.noMap"))] : []),
  );
  const root = element(
    "div",
    { class: "view map-page" },
    element("div", { class: "map-frame" }, canvas, cross),
    noMap.root,
    bar.root,
    clue.root,
  );
  return {
    root,
    update: () => {
      if (model.tab === "map") void load();
      cross.hidden = model.pointing === undefined;
      clue.root.hidden = !model.reporting || model.pointing !== undefined;
      noMap.update();
      bar.update();
      clue.update();
      map?.update();
    },
  };
};
