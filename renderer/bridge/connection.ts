/**
 * How this client stands with the station. `lost` counts from the last good moment on this device's own monotonic clock;
 * `unauthorised` means that the station answered but wants the token of its printed address.
 */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "open" }
  | { readonly state: "lost"; readonly sinceDeviceMs: number; readonly retryAtDeviceMs: number }
  | { readonly state: "unauthorised"; readonly retryAtDeviceMs: number };

const firstRetryMs = 500;
const lastRetryMs = 5_000;

/** How long to wait before the next try, ms. @param attempts that came to nothing before */
export const retryDelayMs = (attempts: number): number =>
  Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(attempts, 8));
