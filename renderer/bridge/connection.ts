/**
 * How this client stands with the station. `lost` counts from the last good moment on this device's own monotonic clock;
 * `unauthorised` means that the station answered but wants the token of its printed address.
 */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "open" }
  | { readonly state: "lost"; readonly sinceDeviceMs: number; readonly retryAtDeviceMs: number }
  | { readonly state: "unauthorised"; readonly retryAtDeviceMs: number };
