import type { planEn } from "./plan-en.ts";

/** Plans: drawing, checking, files. */
export const planZhCn: Readonly<Record<keyof typeof planEn, string>> = {
  "planNote.unsupported-item": "{what}：未识别，已略去",
  "planNote.unsupported-frame": "{what}：高度基准未知，已略去",
  "planNote.survey-rebuilt": "{what}：保留航线，未保留其设置",
  "planNote.no-height": "{what}：无高度，采用计划高度",
  "planNote.area-only": "{what}：作为待搜区域导入",
  "planNote.truncated": "仅读取前 {kept} 项，共 {of} 项",
  "planNote.other-vehicle": "为其他类型载具制作：{what}",
  "planNote.styles-left-out": "已略去颜色与样式",
};
