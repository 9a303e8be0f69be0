/** A number of a message that changes over time: an array has one for each element, "voltages[0]". */
export interface LogField {
  readonly name: string;
  /** As the message's definition writes it: "cm", "degE7", "c%"; absent where it says none. */
  readonly unit?: string;
}

/** One kind of message of one sender: what plots and the inspector choose from. */
export interface LogStream {
  /** Names it in its log: "1/1/ATTITUDE" (system, component, message); of a DataFlash log or ULog "ATT", "BAT[1]", "battery_status[1]". */
  readonly key: string;
  /** 0 in logs that don't say. */
  readonly systemId: number;
  readonly componentId: number;
  readonly message: string;
  readonly count: number;
  readonly fields: readonly LogField[];
}

/** A field over time as it is drawn: the least and the greatest value in each of some equal steps that hold any. */
export interface PlotSeries {
  /** Middle of each step, ms since the log's beginning; where there are few messages, theirs, and least equals greatest. */
  readonly positionMs: readonly number[];
  readonly least: readonly number[];
  readonly greatest: readonly number[];
  readonly unit?: string;
  /** How many messages lie behind it. */
  readonly messages: number;
}

/** A message as the inspector shows it. */
export interface LoggedMessage {
  /** Ms since the log's beginning; never steps back. */
  readonly positionMs: number;
  /** As the log stamped it, ms since 1970; absent where it doesn't. */
  readonly utcMs?: number;
  /** Of its first byte in the file: names it. */
  readonly offset: number;
  readonly stream: string;
  readonly systemId: number;
  readonly componentId: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, number | string | readonly number[]>>;
}
