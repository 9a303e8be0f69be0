import type { planEn } from "./plan-en.ts";

/** Plans: drawing, checking, files. */
export const planZhCn: Readonly<Record<keyof typeof planEn, string>> = {
  "planNote.unsupported-item": "{what}：未识别，已略去",
  "planNote.unsupported-frame": "{what}：高度基准未知，已略去",
  "planNote.survey-rebuilt": "{what}：保留航线，未保留其设置",
  "planNote.no-height": "{what}：无高度，采用计划高度",
  "planNote.area-only": "{what}：作为待搜区域导入",
  "planNote.truncated": "{what}：仅读取前 {kept} 项，共 {of} 项",
  "planNote.too-many-points": "{what}：有 {points} 个点，超过上限 {most}，已略去",
  "planNote.bad-place": "{count} 个位置不在地球上，已略去",
  "planNote.bad-value": "{what}：数值超出范围，改用计划的值或略去",
  "planNote.other-vehicle": "为其他类型载具制作：{what}",
  "planNote.styles-left-out": "已略去颜色与样式",
  "planNote.changed-elsewhere": "文件被其他程序改过，其中仅 Lantern 保存的内容已失效",
  "planNote.bad-text": "文件不是 UTF-8 编码，名称可能有乱码",
  "planNote.fences-left-out": "该格式容不下 {count} 个围栏",
  "planNote.rally-left-out": "该格式容不下 {count} 个备降点",
  "planNote.path-only": "{what}：该格式只保存其航点，不含生成方式",
  "planNote.settings-left-out": "该格式容不下 {what} 的设置",
};
