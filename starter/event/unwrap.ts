/** What people have instead of an event: the answers, queues and logs that carry events and findings. */
import { z } from 'zod';

/** A text inside a value that carries JSON itself. */
export interface Nested {
  /** For people, for example `the body of SQS message m-1`. */
  readonly where: string;
  readonly text: string;
}

/** The texts that a queue, a topic or a log carries; null for a value that is none of them. */
export function nestedTexts(value: unknown): readonly Nested[] | null {
  for (const wrapper of WRAPPERS) {
    const { data = [] } = wrapper.safeParse(value);
    if (data.length > 0) return data;
  }
  return null;
}

const snsMessage = z
  .object({ TopicArn: z.string(), MessageId: z.string(), Message: z.string() })
  .transform(({ MessageId, Message }) => ({
    where: `the text of SNS message ${MessageId}`,
    text: Message,
  }));
const logMessages = z
  .array(z.object({ message: z.string() }))
  .transform((all) => all.map(({ message }, at) => log(message, at)));

const WRAPPERS: readonly z.ZodType<readonly Nested[]>[] = [
  z
    .object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) })
    .transform(({ Records }) => Records.map(({ messageId, body }) => sqs(messageId, body))),
  // aws sqs receive-message
  z
    .object({ Messages: z.array(z.object({ MessageId: z.string(), Body: z.string() })) })
    .transform(({ Messages }) => Messages.map(({ MessageId, Body }) => sqs(MessageId, Body))),
  snsMessage.transform((message) => [message]),
  z
    .object({ Records: z.array(z.object({ Sns: snsMessage })) })
    .transform(({ Records }) => Records.map(({ Sns }) => Sns)),
  // aws logs filter-log-events, get-log-events, and what a subscription delivers
  z.union([
    z.object({ logEvents: logMessages }).transform(({ logEvents }) => logEvents),
    z.object({ events: logMessages }).transform(({ events }) => events),
  ]),
  z
    .object({ message: z.string(), timestamp: z.union([z.number(), z.string()]) })
    .transform(({ message }) => [log(message, 0)]),
  // aws logs get-query-results
  z
    .object({ results: z.array(z.array(z.object({ field: z.string(), value: z.string() }))) })
    .transform(({ results }) =>
      results.flatMap((row, at) =>
        row.filter(({ field }) => field === '@message').map((one) => log(one.value, at)),
      ),
    ),
];

function sqs(id: string, text: string): Nested {
  return { where: `the body of SQS message ${id}`, text };
}

function log(text: string, at: number): Nested {
  return { where: `the message of log record ${at}`, text };
}
