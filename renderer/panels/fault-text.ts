import type { MessageKey, Translate } from "../i18n/translate.ts";

const linkFaults: Readonly<Record<string, MessageKey>> = {
  "port-taken": "links.fault.port-taken",
  "connection-refused": "links.fault.connection-refused",
  "host-unknown": "links.fault.host-unknown",
  "device-missing": "links.fault.device-missing",
  "device-busy": "links.fault.device-busy",
  "permission-denied": "links.fault.permission-denied",
  lost: "links.fault.lost",
};

const recordingFaults: Readonly<Record<string, MessageKey>> = {
  "disk-full": "recording.fault.disk-full",
  damaged: "recording.fault.damaged",
  "permission-denied": "recording.fault.permission-denied",
  "io-error": "recording.fault.io-error",
};

/** What to do about a link's fault. A code that is new to this client gets the general words; the station's own stand beside. */
export const linkFaultText = (t: Translate, code: string): string =>
  t.loose(linkFaults[code] ?? "links.fault.other", {});

/** What to do about a recording that failed. */
export const recordingFaultText = (t: Translate, code: string): string =>
  t.loose(recordingFaults[code] ?? "alert.recording-failed.tip", {});
