import type { en } from "./en.ts";
import { mapZhCn } from "./map-zh-cn.ts";

/** Chinese (simplified). A missing key does not compile. */
export const zhCn: Readonly<Record<keyof typeof en, string>> = {
  ...mapZhCn,
  "app.name": "提灯",
};
