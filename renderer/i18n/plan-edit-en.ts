/** The map's tool and the plan editor, in English; `plan-edit-zh-cn.ts` must have the same keys. */
export const planEditEn = {
  "tool.prompt.place": "Press the place on the map.",
  "tool.prompt.centre": "Press the middle of the circle.",
  "tool.prompt.radius": "Press where its rim is.",
  "tool.prompt.pathStart": "Press the first point.",
  "tool.prompt.areaStart": "Press the first corner.",
  "tool.prompt.more": "Set at least {count} more.",
  "tool.prompt.end": "Set more points, or press the last one again to end.",
  "tool.prompt.full": "{most} points are the most. End it now.",
  "tool.keys": "Keys: arrows move the map, Enter sets, Esc cancels",
  "tool.keysPath": "Keys: arrows, Enter sets, Enter again ends, ⌫ takes back, Esc cancels",
  "tool.takeBack": "Take the last point back",
  "tool.done": "Done",
  "tool.cancel": "Cancel",
} as const;
