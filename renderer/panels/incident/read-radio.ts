/** What was said on the air. */
export interface RadioWords {
  readonly from: string;
  readonly to: string;
  readonly channel?: string;
  readonly text: string;
}

/**
 * A line of the radio log as it is typed in one go: "Team 3 > Post: at the bridge" or "3组>指挥部 CH2：到桥头了"; the channel, if
 * any, stands before the colon.
 * @returns undefined where it isn't such a line
 */
export const readRadio = (line: string): RadioWords | undefined => {
  const match = /^([^>＞→:：]*)[>＞→]([^:：]*)[:：](.*)$/s.exec(line);
  if (match === null) return undefined;
  const [from = "", called = "", text = ""] = match.slice(1).map((part) => part.trim());
  if (from === "" || called === "" || text === "") return undefined;
  const channel = /^(.*\S)\s+((?:ch|信道|频道)\s*\S+|\d{2,3}\.\d{2,5})$/i.exec(called);
  if (channel === null) return { from, to: called, text };
  const [, to = "", on = ""] = channel;
  return { from, to, channel: on, text };
};
