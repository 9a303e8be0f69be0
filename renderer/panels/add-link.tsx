import { IconPlus, IconRefresh } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { SerialPortInfo } from "../../shared/wire/requests.ts";
import { useTranslate } from "../stores/stores-context.tsx";
import { FaultNote } from "./fault-note.tsx";
import { linkSchemes, schemeOf } from "./link-schemes.ts";
import { useRequest } from "./use-request.ts";

const SerialPorts = ({ onPick }: { readonly onPick: (path: string) => void }) => {
  const t = useTranslate();
  const { state, run } = useRequest();
  const [ports, setPorts] = useState<readonly SerialPortInfo[] | undefined>();
  const [lookN, setLookN] = useState(0);
  useEffect(() => {
    void lookN;
    let current = true;
    void run({ kind: "serial.list" }).then((outcome) => {
      if (current && outcome.ok) setPorts(outcome.ports ?? []);
    });
    return () => {
      current = false;
    };
  }, [run, lookN]);
  return (
    <div className="ports">
      <div className="block-head">
        <h3>{t("links.ports")}</h3>
        <button
          type="button"
          className="button quiet square"
          title={t("links.refreshPorts")}
          aria-label={t("links.refreshPorts")}
          disabled={state.state === "pending"}
          onClick={() => setLookN((n) => n + 1)}
        >
          <IconRefresh size={18} />
        </button>
      </div>
      <FaultNote state={state} />
      {ports?.length === 0 && <p className="small">{t("links.noPorts")}</p>}
      {ports?.map((port) => (
        <button key={port.path} type="button" className="choice" onClick={() => onPick(port.path)}>
          <span>{port.path}</span>
          <span className="small">{port.label}</span>
        </button>
      ))}
    </div>
  );
};

/** Adds a link by its string, with an example of each kind to start from and the serial ports of the station. */
export const AddLink = () => {
  const t = useTranslate();
  const { state, run, clear } = useRequest();
  const [spec, setSpec] = useState("");
  const scheme = schemeOf(spec);
  const change = (text: string) => {
    clear();
    setSpec(text);
  };
  const add = async () => {
    const outcome = await run({ kind: "link.add", spec: spec.trim() });
    if (outcome.ok) setSpec("");
  };
  return (
    <form
      className="add-link block"
      onSubmit={(event) => {
        event.preventDefault();
        if (spec.trim() !== "") void add();
      }}
    >
      <label className="field-label" htmlFor="add-link-spec">
        {t("links.addLabel")}
      </label>
      <div className="inline-form">
        <input
          id="add-link-spec"
          className="text-field"
          spellCheck={false}
          autoComplete="off"
          maxLength={500}
          placeholder={t("links.addPlaceholder")}
          value={spec}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <button type="submit" className="button primary" disabled={spec.trim() === "" || state.state === "pending"}>
          <IconPlus size={18} aria-hidden="true" />
          {t("common.add")}
        </button>
      </div>
      {scheme !== undefined && <p className="small">{t(`links.scheme.${scheme}`)}</p>}
      <FaultNote state={state} />
      <fieldset className="schemes" aria-label={t("links.schemes")}>
        {linkSchemes.map(({ scheme: name, example }) => (
          <button key={name} type="button" className="choice" onClick={() => change(example)}>
            <span>{example}</span>
            <span className="small">{t(`links.scheme.${name}`)}</span>
          </button>
        ))}
      </fieldset>
      <SerialPorts onPick={(path) => change(`serial:${path}:57600`)} />
    </form>
  );
};
