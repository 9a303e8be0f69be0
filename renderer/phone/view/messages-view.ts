import type { FieldMessage } from "../../../shared/wire/field.ts";
import { button, element, Part } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";
import { timeText } from "../words.ts";
import { picture } from "./picture.ts";

/** Those that this phone still has to acknowledge, by what it knows. */
export const toAcknowledge = (model: PhoneModel): readonly FieldMessage[] => {
  const told = new Set(model.outbox.waiting.flatMap((item) => (item.kind === "acknowledge" ? [item.messageId] : [])));
  return (model.watch.state?.messages ?? []).filter(
    ({ needsAck, acknowledged, mine, id }) => needsAck && !acknowledged && !mine && !told.has(id),
  );
};

/** What is said in the search to everybody, my team and me, the newest last; and a line to write. */
export const messagesView = (model: PhoneModel): { readonly root: HTMLElement; update(): void } => {
  const { t, watch, outbox } = model;
  const unsent = () => outbox.waiting.filter(({ kind }) => kind === "message");
  const told = () => new Set(outbox.waiting.flatMap((item) => (item.kind === "acknowledge" ? [item.messageId] : [])));

  const card = (message: FieldMessage) => {
    const { id, nature, text, by, utcMs, mine, needsAck, acknowledged, photos } = message;
    const mark = nature === "order" || nature === "help" ? t(`phone.messages.${nature}`) : undefined;
    const isTold = told().has(id);
    return element(
      "section",
      { class: `card message ${nature} ${mine ? "mine" : ""}`.trim(), attributes: { "data-message": id } },
      element("p", { class: "dim" }, [mark, by, timeText(t, utcMs)].filter((part) => part !== undefined).join(" · ")),
      element("p", { class: "words" }, text),
      ...photos.map((fileId) => picture(model, fileId, t("phone.photoOf"))),
      needsAck && !mine
        ? acknowledged || isTold
          ? element(
              "p",
              { class: "good" },
              [t("phone.messages.acknowledged"), isTold ? t("phone.notSent") : undefined]
                .filter((part) => part !== undefined)
                .join(" · "),
            )
          : button(t("phone.messages.acknowledge"), () => acknowledge(id), "main")
        : undefined,
    );
  };

  const acknowledge = (messageId: string) => void outbox.add({ kind: "acknowledge", messageId });

  const list = new Part(
    "messages",
    () => [watch.state?.messages, [...told()], unsent()],
    () => {
      const messages = watch.state?.messages ?? [];
      return [
        messages.length + unsent().length === 0
          ? element("p", { class: "empty" }, t("phone.messages.none"))
          : undefined,
        ...messages.map(card),
        ...unsent().map((item) =>
          element(
            "section",
            { class: "card message mine unsent" },
            element("p", { class: "dim" }, t("phone.notSent")),
            element("p", { class: "words" }, item.kind === "message" ? item.text : ""),
          ),
        ),
      ];
    },
  );

  const line = element("textarea", {
    class: "line",
    attributes: {
      rows: "2",
      maxlength: "2000",
      placeholder: t("phone.messages.write"),
      "aria-label": t("phone.messages.write"),
    },
  });
  const send = () => {
    const text = line.value.trim();
    if (text === "") return;
    line.value = "";
    const { fix } = model.position;
    const place = fix === undefined ? {} : { place: { latDeg: fix.latDeg, lonDeg: fix.lonDeg } };
    void outbox.add({ kind: "message", text, ...place });
  };
  const root = element("div", { class: "view" }, list.root, line, button(t("phone.messages.send"), send, "main"));
  return {
    root,
    update: () => {
      const before = list.root.childElementCount;
      list.update();
      // A new one is read without a finger's help.
      if (list.root.childElementCount > before) root.scrollTop = root.scrollHeight;
    },
  };
};
