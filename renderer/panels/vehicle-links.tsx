import type { VehicleId, VehicleLink } from "../../shared/vehicle/vehicle-state.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { Aged } from "./aged.tsx";
import { useFormat } from "./format-context.tsx";
import { LinkBars } from "./meters.tsx";
import { useVehicle } from "./use-vehicle.ts";

const LinkLine = ({ id, link }: { readonly id: VehicleId; readonly link: VehicleLink }) => {
  const t = useTranslate();
  const format = useFormat();
  return (
    <li>
      <Aged vehicleId={id} atMs={link.lastHeardMs} limitMs={3_500}>
        <span className="fact-line">
          <LinkBars quality={1 - link.lossFraction} />
          <span className="words" title={link.channelId}>
            {link.channelId}
          </span>
        </span>
        <span className="fact-line small">
          {t("vehicle.rate", { rate: format.number(link.messagesPerS, 0) })}
          <span>{t("vehicle.loss", { percent: format.percent(link.lossFraction) })}</span>
          {link.primary && <span className="chip">{t("vehicle.primary")}</span>}
        </span>
      </Aged>
    </li>
  );
};

/** Each path by which it is heard. */
export const VehicleLinks = ({ id }: { readonly id: VehicleId }) => {
  const t = useTranslate();
  const links = useVehicle(id, (vehicle) => vehicle.links) ?? [];
  const firmware = useVehicle(id, (vehicle) => vehicle.firmware);
  const systemId = useVehicle(id, (vehicle) => vehicle.systemId);
  return (
    <div className="block">
      <h3>{t("vehicle.links")}</h3>
      <ul className="vehicle-links">
        {links.map((link) => (
          <LinkLine key={link.channelId} id={id} link={link} />
        ))}
      </ul>
      <p className="small identity">
        {t("vehicle.systemId")} {systemId}
        {firmware !== undefined && <span>{`${t("vehicle.firmware")} ${firmware}`}</span>}
      </p>
    </div>
  );
};
