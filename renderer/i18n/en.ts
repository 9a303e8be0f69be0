import { mapEn } from "./map-en.ts";

/** English: the catalogue that defines the keys. */
export const en = {
  ...mapEn,
  "app.name": "Lantern",
} as const;
