import type { planEditEn } from "./plan-edit-en.ts";

/** The map's tool and the plan editor, in Chinese. */
export const planEditZhCn: Readonly<Record<keyof typeof planEditEn, string>> = {
  "tool.prompt.place": "请在地图上点选位置。",
  "tool.prompt.centre": "请点选圆心。",
  "tool.prompt.radius": "请点选圆周位置。",
  "tool.prompt.pathStart": "请点选第一个点。",
  "tool.prompt.areaStart": "请点选第一个角点。",
  "tool.prompt.more": "至少还需 {count} 个点。",
  "tool.prompt.end": "继续加点，或再次点按最后一点结束。",
  "tool.prompt.full": "最多 {most} 个点，请结束。",
  "tool.keys": "键盘：方向键移动地图，回车确定，Esc 取消",
  "tool.keysPath": "键盘：方向键移动，回车设点，再按回车结束，⌫ 撤回，Esc 取消",
  "tool.takeBack": "撤回上一点",
  "tool.done": "完成",
  "tool.cancel": "取消",
};
