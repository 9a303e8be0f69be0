import { columnsOf } from "../../../../shared/archive/index/message-columns.ts";
import type { StreamIdentity } from "../../../../shared/archive/index/super-block.ts";
import type { LogField, LogStream } from "../../../../shared/archive/log-stream.ts";
import { messageName, specOfId } from "../../../../shared/mavlink/dialect.ts";

type Sender = Omit<StreamIdentity, "columns">;

/** "1/1/ATTITUDE" */
export const streamKey = ({ systemId, componentId, messageId }: Sender): string =>
  `${systemId}/${componentId}/${messageName(messageId)}`;

/** A number for each stream that there can be. */
export const streamCode = ({ systemId, componentId, messageId }: Sender): number =>
  messageId * 0x10000 + componentId * 0x100 + systemId;

export const fieldsOf = (messageId: number): readonly LogField[] => {
  const spec = specOfId(messageId);
  if (spec === undefined) return [];
  return columnsOf(spec).map(({ name, unit }) => (unit === undefined ? { name } : { name, unit }));
};

export const toLogStream = (identity: StreamIdentity, count: number): LogStream => ({
  key: streamKey(identity),
  systemId: identity.systemId,
  componentId: identity.componentId,
  message: messageName(identity.messageId),
  count,
  fields: fieldsOf(identity.messageId),
});
