/** Everything that Closeloop tells goes to one topic of SNS. */
import { callAws } from '../aws/failures.ts';

/** The topic, and who may publish there. */
export interface Publisher {
  /** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  readonly sns: { publish(input: Publication): Promise<unknown> };
  readonly topicArn: string;
}

interface Publication {
  readonly TopicArn: string;
  readonly Message: string;
  MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
}

/** `attributes`: by what subscribers choose. Throws as `callAws` does. */
export async function publishTo(
  { sns, topicArn }: Publisher,
  message: object,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const named = Object.entries(attributes).map(
    ([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const,
  );
  const input = {
    TopicArn: topicArn,
    Message: JSON.stringify(message),
    MessageAttributes: Object.fromEntries(named),
  };
  await callAws(`sns:Publish to ${topicArn}`, () => sns.publish(input));
}
