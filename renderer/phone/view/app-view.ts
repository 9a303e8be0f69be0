import { element, Part } from "../element.ts";
import type { PhoneModel, Tab } from "../phone-model.ts";
import { helpButton } from "./help-button.ts";
import { jobView } from "./job-view.ts";
import { locateView } from "./locate-view.ts";
import { mapView } from "./map-view.ts";
import { messagesView, toAcknowledge } from "./messages-view.ts";
import { statusBar } from "./status-bar.ts";
import { subjectView } from "./subject-view.ts";

const tabs: readonly Tab[] = ["job", "map", "messages", "subject"];

/** The whole page: for who searches, or for who only tells where they are. */
export const showApp = (model: PhoneModel, root: HTMLElement): void => {
  let isLocate: boolean | undefined;
  let update = () => {};
  model.onChanged(() => {
    // Before the station has said who this is, nothing is shown that only some may see.
    const me = model.watch.state?.me;
    const locate = me === undefined ? undefined : me.locateOnly === true;
    if (locate !== isLocate || root.childElementCount === 0) {
      isLocate = locate;
      update =
        locate === undefined ? showWaiting(model, root) : locate ? showLocate(model, root) : showSearch(model, root);
    }
    update();
  });
};

const showWaiting = (model: PhoneModel, root: HTMLElement): (() => void) => {
  const status = statusBar(model);
  root.replaceChildren(status.root);
  return () => status.update();
};

const showLocate = (model: PhoneModel, root: HTMLElement): (() => void) => {
  const locate = locateView(model);
  root.replaceChildren(locate.root);
  return () => locate.update();
};

const showSearch = (model: PhoneModel, root: HTMLElement): (() => void) => {
  const { t } = model;
  const status = statusBar(model);
  const views = {
    job: jobView(model),
    map: mapView(model),
    messages: messagesView(model),
    subject: subjectView(model),
  };
  const help = helpButton(model);
  const tabBar = new Part(
    "tabs",
    () => [model.tab, toAcknowledge(model).length],
    () =>
      tabs.map((tab) => {
        const count = tab === "messages" ? toAcknowledge(model).length : 0;
        return element(
          "button",
          {
            class: "tab",
            onClick: () => model.show(tab),
            attributes: { type: "button", "aria-current": tab === model.tab ? "page" : undefined },
          },
          t(`phone.tab.${tab}`),
          count === 0
            ? undefined
            : element(
                "b",
                { class: "count", attributes: { "aria-label": t("phone.messages.unread", { n: count }) } },
                String(count),
              ),
        );
      }),
  );
  root.replaceChildren(
    status.root,
    element("main", {}, ...tabs.map((tab) => views[tab].root)),
    help.root,
    element("nav", {}, tabBar.root),
  );
  return () => {
    for (const tab of tabs) views[tab].root.hidden = tab !== model.tab;
    status.update();
    views[model.tab].update();
    help.update();
    tabBar.update();
  };
};
