import { button, element, Part } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";
import { ageText } from "../words.ts";

/** Whether the station hears this phone, how old is what is shown, and what still waits. */
export const statusBar = (model: PhoneModel): Part => {
  const { t, watch, outbox } = model;
  const ageNow = () => (watch.phoneMs === undefined ? undefined : ageText(t, model.nowMs() - watch.phoneMs));
  const shows = () => ({
    online: watch.online,
    ended: watch.ended,
    age: watch.online ? undefined : ageNow(),
    waiting: outbox.waiting.length,
    photos: outbox.waitingPhotos,
    refused: outbox.refused.map(({ detail }) => detail),
    name: watch.state?.me.name,
    team: watch.state?.team?.name,
  });
  const part = new Part("status", shows, () => {
    const age = ageNow();
    const who = [watch.state?.team?.name, watch.state?.me.name].filter((name) => name !== undefined).join(" · ");
    const said = watch.ended
      ? t("phone.ended", { n: outbox.waiting.length + outbox.waitingPhotos })
      : watch.online
        ? t("phone.online")
        : age === undefined
          ? t("phone.offlineEmpty")
          : t("phone.offline", { age });
    const state = watch.ended ? "ended" : watch.online ? "online" : "offline";
    return [
      element("div", { class: "status-line" }, element("strong", {}, who), element("span", { class: "dot" })),
      element("p", { class: "status-said", attributes: { role: "status" } }, said),
      outbox.waiting.length > 0
        ? element("p", { class: "queued" }, t("phone.waiting", { n: outbox.waiting.length }))
        : undefined,
      outbox.waitingPhotos > 0
        ? element("p", { class: "queued" }, t("phone.waitingPhotos", { n: outbox.waitingPhotos }))
        : undefined,
      ...outbox.refused
        .slice(-2)
        .map(({ detail }) => element("p", { class: "refused" }, t("phone.refused", { detail }))),
      outbox.refused.length > 0 ? button(t("phone.dismiss"), () => outbox.dismissRefused()) : undefined,
      element("i", { class: `edge ${state}` }),
    ];
  });
  return part;
};
