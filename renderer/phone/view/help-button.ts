import { element, Part } from "../element.ts";
import type { PhoneModel } from "../phone-model.ts";
import { timeText } from "../words.ts";

const holdMs = 2_000;

/** The call for help: held for 2 s, so that no pocket makes it; says whether it got through, and who has heard it. */
export const helpButton = (model: PhoneModel): { readonly root: HTMLElement; update(): void } => {
  const { t, outbox, watch } = model;
  let calledId: string | undefined;
  let timer: number | undefined;

  const bar = element("span", { class: "hold-bar" });
  const label = element("span", { class: "hold-label" }, t("phone.help.hold"));
  const press = element("button", { class: "help", attributes: { type: "button" } }, bar, label);

  const call = async () => {
    const { fix } = model.position;
    const place = fix === undefined ? {} : { place: { latDeg: fix.latDeg, lonDeg: fix.lonDeg } };
    calledId = await outbox.add({ kind: "help", ...place });
    model.changed();
  };
  const end = () => {
    window.clearTimeout(timer);
    timer = undefined;
    press.classList.remove("holding");
    label.textContent = t("phone.help.hold");
  };
  const begin = () => {
    if (timer !== undefined) return;
    press.classList.add("holding");
    label.textContent = t("phone.help.holding");
    timer = window.setTimeout(() => {
      end();
      navigator.vibrate?.(200);
      void call();
    }, holdMs);
  };
  press.addEventListener("pointerdown", (event) => {
    press.setPointerCapture(event.pointerId);
    begin();
  });
  for (const ending of ["pointerup", "pointercancel", "lostpointercapture"] as const)
    press.addEventListener(ending, end);
  press.addEventListener("contextmenu", (event) => event.preventDefault());
  press.addEventListener("keydown", ({ key, repeat }) => {
    if ((key === " " || key === "Enter") && !repeat) begin();
  });
  press.addEventListener("keyup", end);

  const isWaiting = () => outbox.waiting.some(({ kind }) => kind === "help");
  const receivedUtcMs = () => (calledId === undefined ? undefined : outbox.receivedUtcMs(calledId));
  const heardBy = () => {
    const call = (watch.state?.messages ?? []).findLast(({ nature, mine }) => nature === "help" && mine);
    return call?.acknowledgedBy.at(-1);
  };
  const said = new Part(
    "help-said",
    () => [isWaiting(), receivedUtcMs(), heardBy()],
    () => {
      const [received, heard] = [receivedUtcMs(), heardBy()];
      const line = (text: string, className: string) =>
        element("p", { class: className, attributes: { role: "alert" } }, text);
      if (isWaiting()) return [line(t("phone.help.waiting"), "warning")];
      const isOurs = received !== undefined && (heard === undefined || heard.utcMs < received);
      if (isOurs) return [line(t("phone.help.received", { time: timeText(t, received) }), "good")];
      if (heard !== undefined)
        return [line(t("phone.help.heard", { name: heard.name, time: timeText(t, heard.utcMs) }), "good")];
      return [];
    },
  );
  return { root: element("div", { class: "help-area" }, said.root, press), update: () => said.update() };
};
