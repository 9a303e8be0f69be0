import { button, element, Part } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";
import { ageText } from "../words.ts";

/** Whether this phone's place is shared, how good and how old it is, and what stands in the way. */
export const positionPart = (model: PhoneModel, { byHand = true } = {}): Part => {
  const { t, position } = model;
  const age = () => (position.fix === undefined ? "" : ageText(t, model.nowMs() - position.fix.phoneMs));
  const shows = () => [position.state.state, position.state.state === "none" ? position.state.why : "", age()];
  return new Part("position card", shows, () => {
    const { state } = position;
    const { fix } = position;
    const setByHand = byHand
      ? button(
          t("phone.setPlace"),
          () => {
            model.pointing = "me";
            model.show("map");
          },
          "plain",
        )
      : undefined;
    switch (state.state) {
      case "off":
        return [button(t("phone.share"), () => model.share(), "main"), setByHand];
      case "waiting":
        return [
          element("p", {}, t("phone.noFix")),
          button(t("phone.stopSharing"), () => model.stopSharing(), "plain"),
          setByHand,
        ];
      case "shared": {
        const m = Math.round((fix?.sigmaM ?? 0) * 2);
        return [
          element("p", { class: "good" }, t("phone.sharing")),
          element("p", { class: "dim" }, t("phone.accuracy", { m, age: age() })),
          button(t("phone.stopSharing"), () => model.stopSharing(), "plain"),
        ];
      }
      case "none":
        return [
          element("p", { class: "warning" }, t(`phone.position.${state.why}`)),
          fix === undefined ? undefined : element("p", { class: "dim" }, t("phone.position.byHand", { age: age() })),
          setByHand,
        ];
    }
  });
};
