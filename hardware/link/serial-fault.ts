import type { LinkFault } from "./link.ts";
import { errorText } from "./network-fault.ts";

/** serialport gives words, not codes; these are the words of its Linux, macOS and Windows bindings. */
export const serialFault = (error: unknown, path: string): LinkFault => {
  const text = errorText(error);
  if (/no such (file|device)|file not found|ENOENT|ENXIO|unknown error code 2\b/i.test(text))
    return {
      code: "device-missing",
      detail: `${path} isn't there. Plug the radio or autopilot in, or choose another device; it is opened as soon as it appears.`,
    };
  if (/lock|busy|temporarily unavailable|access denied/i.test(text))
    return { code: "device-busy", detail: `${path} is in use by another program. Close that program.` };
  if (/permission|EACCES|EPERM/i.test(text))
    return {
      code: "permission-denied",
      detail: `This user may not open ${path}. On Linux: sudo usermod -aG dialout $USER, then sign in again.`,
    };
  if (/inappropriate ioctl|not a typewriter|ENOTTY|get attributes|not a serial/i.test(text))
    return { code: "other", detail: `${path} is no serial device. Choose one from the list.` };
  return { code: "other", detail: `${path}: ${text}.` };
};
