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
    const found = wrapper(value);
    if (found !== null && found.length > 0) return found;
  }
  return null;
}

type Wrapper = (value: unknown) => readonly Nested[] | null;

const sqsBatch = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});
const sqsAnswer = z.object({
  Messages: z.array(z.object({ MessageId: z.string(), Body: z.string() })),
});
const snsMessage = z.object({ TopicArn: z.string(), MessageId: z.string(), Message: z.string() });
const snsBatch = z.object({ Records: z.array(z.object({ Sns: snsMessage })) });
const logMessage = z.object({ message: z.string() });
const logEvents = z.union([
  z.object({ logEvents: z.array(logMessage) }).transform((stream) => stream.logEvents),
  z.object({ events: z.array(logMessage) }).transform((stream) => stream.events),
]);
const logRecord = z.object({ message: z.string(), timestamp: z.union([z.number(), z.string()]) });
const insights = z.object({
  results: z.array(z.array(z.object({ field: z.string(), value: z.string() }))),
});

const WRAPPERS: readonly Wrapper[] = [
  (value) =>
    sqsBatch.safeParse(value).data?.Records.map(({ messageId, body }) => sqs(messageId, body)) ??
    null,
  // aws sqs receive-message
  (value) =>
    sqsAnswer.safeParse(value).data?.Messages.map(({ MessageId, Body }) => sqs(MessageId, Body)) ??
    null,
  (value) => {
    const { data } = snsMessage.safeParse(value);
    return data === undefined ? null : [sns(data)];
  },
  (value) => snsBatch.safeParse(value).data?.Records.map(({ Sns }) => sns(Sns)) ?? null,
  // aws logs filter-log-events, get-log-events, and what a subscription delivers
  (value) => logEvents.safeParse(value).data?.map(({ message }, at) => log(message, at)) ?? null,
  (value) => {
    const { data } = logRecord.safeParse(value);
    return data === undefined ? null : [log(data.message, 0)];
  },
  // aws logs get-query-results
  (value) =>
    insights
      .safeParse(value)
      .data?.results.flatMap((row, at) =>
        row.filter(({ field }) => field === '@message').map((one) => log(one.value, at)),
      ) ?? null,
];

function sqs(id: string, text: string): Nested {
  return { where: `the body of SQS message ${id}`, text };
}

function sns({ MessageId, Message }: z.output<typeof snsMessage>): Nested {
  return { where: `the text of SNS message ${MessageId}`, text: Message };
}

function log(text: string, at: number): Nested {
  return { where: `the message of log record ${at}`, text };
}
