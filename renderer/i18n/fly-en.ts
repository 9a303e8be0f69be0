/** Flying on screen: the bar of actions, the sections of a vehicle, custody, several at once, operations. */
export const flyEn = {
  "operator.unnamed": "Operator {code}",
  "panel.plan": "Plan",
  "panel.operations": "Orders",
  "keys.plan": "Fold or unfold the plan",
  "keys.operations": "Fold or unfold orders under way",
} as const;
