import { IconCopy, IconQrcode } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { roles } from "../../../shared/incident/roles.ts";
import { copyText } from "../../bridge/copy-text.ts";
import { qrCode } from "../../bridge/qr.ts";
import { useStores, useTranslate } from "../../stores/stores-context.tsx";
import { FaultNote } from "../fault-note.tsx";
import { Choice, TextField } from "../search/fields.tsx";
import { StateMark } from "../state-mark.tsx";
import { useRequest } from "../use-request.ts";
import { linkTrouble } from "./listening.ts";
import { SelectField } from "./select-field.tsx";

const validities = ["4", "12", "24", "72"] as const;
const purposes = ["join", "locate"] as const;

interface Made {
  readonly url: string;
  readonly name: string;
}

/** The way in, to be read by a camera or copied; it is told once. */
const Link = ({ made, onDone }: { readonly made: Made; readonly onDone: () => void }) => {
  const t = useTranslate();
  const [copied, setCopied] = useState(false);
  const part = useRef<HTMLDivElement>(null);
  // The button that made it stood far below: whoever holds up a phone must see the whole code at once.
  useEffect(() => {
    // Not handed on: newer browsers answer with a promise, which React would take for what ends the effect.
    part.current?.scrollIntoView({ block: "start" });
  }, []);
  const { sizeModules, path } = qrCode(made.url);
  const trouble = linkTrouble(made.url);
  return (
    <div ref={part} className="invite-link">
      <p>
        <strong>{t("invite.for", { name: made.name })}</strong>
      </p>
      {trouble !== undefined && (
        <p className="need-note warn" role="status">
          <StateMark state="warn" />
          <span>{t(`invite.trouble.${trouble}`)}</span>
        </p>
      )}
      <svg className="qr" viewBox={`0 0 ${sizeModules} ${sizeModules}`} role="img" aria-label={t("invite.qr")}>
        <rect width={sizeModules} height={sizeModules} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <input
        className="text-field"
        readOnly
        aria-label={t("invite.url")}
        value={made.url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p className="small">{t("invite.once")}</p>
      <div className="deck-row two">
        <button type="button" className="button" onClick={() => void copyText(made.url).then(() => setCopied(true))}>
          <IconCopy size={18} aria-hidden="true" />
          {t(copied ? "invite.copied" : "invite.copy")}
        </button>
        <button type="button" className="button primary" onClick={onDone}>
          {t("invite.another")}
        </button>
      </div>
    </div>
  );
};

/** Lets somebody in by a link or a QR code; or asks where a phone is. */
export const InviteForm = () => {
  const t = useTranslate();
  const teams = useStore(useStores().incident, ({ things }) => things.team);
  const { state, run } = useRequest();
  const [purpose, setPurpose] = useState<(typeof purposes)[number]>("join");
  const [role, setRole] = useState<(typeof roles)[number]>("searcher");
  const [name, setName] = useState("");
  const [teamId, setTeamId] = useState("");
  const [hours, setHours] = useState<(typeof validities)[number]>("24");
  const [made, setMade] = useState<Made | undefined>();
  const invite = async () => {
    const clean = name.trim();
    if (clean === "") return;
    const outcome = await run({
      kind: "incident.invite",
      purpose,
      name: clean.slice(0, 80),
      validH: Number(hours),
      ...(purpose === "join" ? { role } : {}),
      ...(purpose === "join" && teamId !== "" ? { teamId } : {}),
    });
    if (outcome.ok && "url" in outcome && outcome.url !== undefined) setMade({ url: outcome.url, name: clean });
  };
  const here = linkTrouble(window.location.origin);
  if (made !== undefined)
    return (
      <Link
        made={made}
        onDone={() => {
          setMade(undefined);
          setName("");
        }}
      />
    );
  return (
    <form
      className="search-fields bare"
      onSubmit={(event) => {
        event.preventDefault();
        void invite();
      }}
    >
      {here !== undefined && (
        <p className="need-note warn" role="status">
          <StateMark state="warn" />
          <span>{t(`invite.trouble.${here}`)}</span>
        </p>
      )}
      <Choice
        label={t("invite.purpose")}
        options={purposes.map((value) => ({ value, text: t(`invite.purpose.${value}`) }))}
        value={purpose}
        onChange={setPurpose}
      />
      <TextField label={t(purpose === "join" ? "invite.name" : "invite.whose")} value={name} onChange={setName} />
      {purpose === "join" && (
        <>
          <SelectField
            label={t("invite.role")}
            options={roles.toReversed().map((value) => ({ value, text: t(`search.role.${value}`) }))}
            value={role}
            onChange={setRole}
          />
          <SelectField
            label={t("invite.team")}
            options={[
              { value: "", text: t("invite.noTeam") },
              ...Object.values(teams)
                .map(({ id, fields }) => ({ value: id, text: fields.name ?? id }))
                .toSorted((a, b) => a.text.localeCompare(b.text, undefined, { numeric: true })),
            ]}
            value={teamId}
            onChange={setTeamId}
          />
        </>
      )}
      <Choice
        label={t("invite.validity")}
        options={validities.map((value) => ({ value, text: t("invite.hours", { n: value }) }))}
        value={hours}
        onChange={setHours}
      />
      {purpose === "locate" && <p className="small">{t("invite.locateTip")}</p>}
      <button type="submit" className="button primary" disabled={name.trim() === "" || state.state === "pending"}>
        <IconQrcode size={18} aria-hidden="true" />
        {t("invite.make")}
      </button>
      <FaultNote state={state} />
    </form>
  );
};
