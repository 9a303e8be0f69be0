import { Modal } from "@mantine/core";
import { mapKeys } from "../stores/map-keys.ts";
import { sceneKey } from "../stores/scene/scene-key.ts";
import { panelNames } from "../stores/settings-store.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { flyKeys } from "./fly/fly-keys.ts";
import { panelKeys } from "./panel-keys.ts";
import { timelineKeys } from "./timeline/timeline-keys.ts";

const groupOrder = ["everywhere", "flying", "map", "panels", "heat", "archive"] as const;

const useGroups = () => {
  const t = useTranslate();
  return {
    everywhere: [
      { keys: ["1", "…", "9"], text: t("keys.select") },
      { keys: [t("keys.name.escape")], text: t("keys.clear") },
      { keys: ["G"], text: t("keys.findVehicle") },
      { keys: ["W"], text: t("keys.watch") },
      { keys: ["M"], text: t("keys.mute") },
      { keys: ["T"], text: t("keys.theme") },
      { keys: ["?"], text: t("keys.help") },
    ],
    flying: [
      { keys: [flyKeys.hold], text: t("keys.holdPosition") },
      { keys: [flyKeys.return], text: t("keys.return") },
      { keys: [flyKeys.land], text: t("keys.land") },
      { keys: [`⇧ ${flyKeys.emergency}`], text: t("keys.emergency") },
      { keys: [flyKeys.nextTab], text: t("keys.nextTab") },
      { keys: ["⇧ 1…9"], text: t("keys.mark") },
      { keys: ["⇧ 0"], text: t("keys.markAll") },
      { keys: [t("keys.name.space")], text: t("keys.holdControl") },
    ],
    map: [
      { keys: [mapKeys.showAll], text: t("map.showAll") },
      { keys: [mapKeys.centre], text: t("map.centre") },
      { keys: [mapKeys.zoomIn, mapKeys.zoomOut], text: t("keys.zoom") },
      { keys: ["← → ↑ ↓"], text: t("keys.pan") },
      { keys: [mapKeys.copy], text: t("map.copyCoordinates") },
      { keys: [`⇧ ${sceneKey}`], text: t("keys.scene") },
    ],
    panels: panelNames.map((name) => ({ keys: [panelKeys[name]], text: t(`keys.${name}`) })),
    heat: [
      { keys: ["N"], text: t("keys.nextHeat") },
      { keys: ["Y"], text: t("keys.confirmHeat") },
      { keys: ["X"], text: t("keys.dismissHeat") },
      { keys: ["U"], text: t("keys.undoHeat") },
    ],
    archive: [
      { keys: [`⇧ ${timelineKeys.archive}`], text: t("archive.open") },
      { keys: [timelineKeys.stepBack, `⇧ ${timelineKeys.stepBack}`], text: t("keys.lookBack") },
      { keys: [timelineKeys.now], text: t("timeline.backToNow") },
      { keys: [t("keys.name.space")], text: t("keys.playPause") },
      { keys: [`⇧ ${t("keys.name.space")}`], text: t("timeline.playBack") },
      { keys: ["←", "→"], text: t("keys.step") },
      { keys: ["⇧ ←", "⇧ →"], text: t("keys.stepLong") },
      { keys: [timelineKeys.stepBack, timelineKeys.stepOn], text: t("keys.messageStep") },
      { keys: [`⇧ ${timelineKeys.stepBack}`, `⇧ ${timelineKeys.stepOn}`], text: t("keys.playSpeed") },
      { keys: [t("keys.name.pageUp"), t("keys.name.pageDown")], text: t("keys.jump") },
      { keys: [`⇧ ${timelineKeys.note}`], text: t("keys.note") },
      { keys: [`⇧ ${timelineKeys.telemetry}`], text: t("keys.telemetry") },
      { keys: [`⇧ ${timelineKeys.fold}`], text: t("timeline.fold") },
    ],
  } as const;
};

const Addresses = () => {
  const t = useTranslate();
  return (
    <div className="key-addresses">
      <p>{t("keys.alone")}</p>
      <p>
        {panelNames.map((name) => (
          <a key={name} className="button" href={`#/panel/${name}`}>
            {t(`panel.${name}`)}
          </a>
        ))}
      </p>
    </div>
  );
};

/** The sheet of keys. */
export const KeysSheet = ({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) => {
  const t = useTranslate();
  const groups = useGroups();

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("keys.title")}
      size={820}
      zIndex={2000}
      centered
      // The page never scrolls, and the lock would need a <style> element that a strict security policy forbids.
      lockScroll={false}
      closeButtonProps={{ "aria-label": t("common.close"), size: 44 }}
      classNames={{ content: "keys-sheet" }}
    >
      <div className="key-groups">
        {groupOrder.map((group) => (
          <section key={group}>
            <h3>{t(`keys.group.${group}`)}</h3>
            <dl>
              {groups[group].map(({ keys, text }) => (
                <div key={text}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Addresses />
    </Modal>
  );
};
