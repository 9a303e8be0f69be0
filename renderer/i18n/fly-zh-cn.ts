import type { flyEn } from "./fly-en.ts";

/** Flying on screen: the bar of actions, the sections of a vehicle, custody, several at once, operations. */
export const flyZhCn: Readonly<Record<keyof typeof flyEn, string>> = {
  "operator.unnamed": "操作员 {code}",
  "panel.plan": "计划",
  "panel.operations": "指令",
  "keys.plan": "折叠或展开计划",
  "keys.operations": "折叠或展开进行中的指令",
};
