import type { NativeRecord } from "./native-record.ts";

/** Events of EV. Source: ArduPilot, AP_Logger.h, LogEvent. */
const eventArmed = 10;
const eventDisarmed = 11;

/** The custom mode that a MODE message says. */
export const ardupilotMode = (record: NativeRecord): number | undefined => {
  const mode = record.first("ModeNum", "Mode");
  return mode >= 0 && mode <= 255 ? mode : undefined;
};

/** Whether this message says that it was armed (true) or disarmed (false); undefined where it is about something else. */
export const ardupilotArming = (record: NativeRecord): boolean | undefined => {
  const { message } = record.layout;
  if (message === "ARM") return record.number("ArmState") === 1;
  if (message !== "EV") return undefined;
  const event = record.number("Id");
  return event === eventArmed ? true : event === eventDisarmed ? false : undefined;
};
