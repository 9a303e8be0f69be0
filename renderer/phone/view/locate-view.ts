import { button, element, Part } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";
import { timeText } from "../words.ts";

/** For a witness, or the missing person: one button, plain words, nothing else of the search. */
export const locateView = (model: PhoneModel): { readonly root: HTMLElement; update(): void } => {
  const { t, position, watch, outbox } = model;
  const sentUtcMs = () => watch.state?.whereabouts?.utcMs;
  const isSharing = () => position.state.state === "shared" || position.state.state === "waiting";
  const part = new Part(
    "view locate",
    () => [
      position.state.state,
      position.state.state === "none" ? position.state.why : "",
      sentUtcMs(),
      watch.online,
      watch.ended,
      outbox.waiting.length,
    ],
    () => {
      const sent = sentUtcMs();
      return [
        element("h1", {}, t("phone.locate.title")),
        element("p", {}, t("phone.locate.why")),
        element("p", {}, t("phone.locate.consent")),
        watch.ended ? element("p", { class: "warning" }, t("phone.ended", { n: outbox.waiting.length })) : undefined,
        isSharing()
          ? button(t("phone.stopSharing"), () => model.stopSharing(), "plain")
          : button(t("phone.share"), () => model.share(), "main huge"),
        position.state.state === "waiting" ? element("p", {}, t("phone.noFix")) : undefined,
        position.state.state === "none"
          ? element("p", { class: "warning" }, t(`phone.position.${position.state.why}`))
          : undefined,
        position.state.state === "none" ? element("p", {}, t("phone.locate.byHand")) : undefined,
        isSharing() && sent !== undefined
          ? element(
              "p",
              { class: "good", attributes: { role: "status" } },
              t("phone.locate.sent", { time: timeText(t, sent) }),
            )
          : undefined,
        outbox.waiting.length > 0 && !watch.online
          ? element("p", { class: "queued" }, t("phone.waiting", { n: outbox.waiting.length }))
          : undefined,
      ];
    },
  );
  return part;
};
