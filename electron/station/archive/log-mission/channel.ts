/** The name by which a log of a mission is a link of its vehicles. */
export const channelOf = (log: number): string => `log-${log}`;
