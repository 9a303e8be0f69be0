/** 档案：任务列表、回看时的提示、时间轴。 */
export const archiveZhCn = {
  "fault.in-archive": "这是过去的画面，指令只对现在有效。请先回到现在。",
} as const;
