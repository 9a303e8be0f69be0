import { createStores, type Stores, type StoresOptions } from "../../renderer/stores/create-stores.ts";

/** Stores on a device clock that the test moves. */
export const buildStores = (
  options: Partial<StoresOptions> = {},
): { readonly stores: Stores; readonly device: { nowMs: number } } => {
  const device = { nowMs: 50_000 };
  const stores = createStores({
    send: () => Promise.resolve({ ok: true }),
    deviceClock: { nowMs: () => device.nowMs, utcMs: () => 0 },
    system: { dark: false, language: "en" },
    ...options,
  });
  return { stores, device };
};
