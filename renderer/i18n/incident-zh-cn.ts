import type { incidentEn } from "./incident-en.ts";

/** Texts of teams, orders, clues, messages and invitations, in Chinese. */
export const incidentZhCn: Readonly<Record<keyof typeof incidentEn, string>> = {
  "fault.not-allowed": "您的角色无此权限。",
  "fault.no-incident": "尚未建立任务。",
  "fault.unknown-thing": "该内容已不在本次任务中。",
  "fault.bad-field": "有一项数值不正确。",
  "fault.unknown-invite": "此链接已失效。",
  "fault.search-not-ready": "概率图尚未就绪。",
};
