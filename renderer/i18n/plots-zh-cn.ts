import type { plotsEn } from "./plots-en.ts";

/** 任务遥测的文字：随时间的曲线，和逐条消息。 */
export const plotsZhCn: Record<keyof typeof plotsEn, string> = {
  "panel.telemetry": "遥测",
  "keys.telemetry": "打开或收起任务遥测：曲线和消息（档案中）",
  "telemetry.plots": "曲线",
  "telemetry.messages": "消息",
  "telemetry.none": "这次任务没有记录遥测。",
  "plots.empty": "在右侧选择字段：各条曲线叠放显示，各用各的刻度。",
  "plots.find": "查找字段",
  "plots.findExample": "attitude roll",
  "plots.full": "最多 {n} 条，请先移除一条。",
  "plots.ofLog": "日志 {n}",
  "plots.noFields": "日志字段还在读取中。",
  "plots.noneFound": "没有字段名同时包含这些词。",
  "plots.whole": "整个任务",
  "plots.remove": "从曲线中移除 {field}",
  "messages.log": "日志",
  "messages.kind": "消息类型",
  "messages.all": "全部",
  "messages.words": "包含文字",
  "messages.none": "该时刻前后没有这样的消息。",
  "messages.fault": "暂时无法读取消息。{detail}",
};
