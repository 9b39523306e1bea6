/**
 * Histories as JSON that people can read in a review. Not `historyToJSON` of the SDK: it fails where npm installs
 * two copies of protobufjs ("type must be a Type").
 */
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
type History = proto.temporal.api.history.v1.IHistory;

/** Of a history as `fetchHistory` answers it. */
export function toText(history: History): string {
  const plain = History.toObject(History.fromObject(history), {
    longs: String,
    enums: String,
    bytes: String,
  });
  return `${JSON.stringify(plain, withoutPaths, 1)}\n`;
}

/** A failed activity's stack names the machine that recorded it; a replay needs none of it. */
function withoutPaths(key: string, value: unknown): unknown {
  return key === 'stackTrace' ? '' : value;
}

/** For `Worker.runReplayHistory`. */
export function fromText(text: string): History {
  return History.fromObject(JSON.parse(text));
}
