import { randomUUID } from 'node:crypto';

import type { Notice } from '../../../activities/ledger/notice/notices.ts';
import { compose } from '../../../activities/notify/compose.ts';
import { attributesOf } from '../../../activities/notify/message.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { controlById } from '../../../controls/index.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import { CliError } from '../../cli/cli-error.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Services } from '../../connect/services.ts';
import { wrapAfter } from '../../output/wrap.ts';

type From = Pick<Services, 'env' | 'policyTables' | 'sns' | 'now'>;

/** Publishes two notifications that say that they are a sample: it begins, and it is over. Throws CliError `no-topic` and `no-team`, or what AWS throws. */
export async function testChannels(from: From, team: string | null): Promise<Reply> {
  const { topicArn, securityHubRegion } = await from.env();
  if (topicArn === null) {
    const set =
      'Set it to the ARN of the SNS topic, here and for both workers: docs/notifications.md';
    const message = 'CLOSELOOP_TOPIC_ARN is not set: nobody is notified.';
    throw new CliError('no-topic', message, { next: [set], exitCode: 2 });
  }
  const ownership = await (await from.policyTables()).ownership();
  const begins = sample(knownTeam(team, ownership), from.now());
  const around = {
    controlOf: controlById,
    ownership,
    aliasOf: () => null,
    temporalUi: null,
    namespace: 'default',
    securityHubRegion,
  };
  const message = compose(begins, around, null);
  await publish(from, topicArn, message);
  await publish(from, topicArn, compose(ended(begins), around, null));
  return published(topicArn, message);
}

function knownTeam(team: string | null, { defaultTeam, teams }: OwnershipTable): string {
  const slug = team ?? defaultTeam;
  if (teams.some((one) => one.slug === slug)) return slug;
  const known = teams.map((one) => one.slug).join(', ');
  throw new CliError('no-team', `The ownership table has no team "${slug}".`, {
    next: [`One of: ${known}`],
    exitCode: 2,
  });
}

async function publish({ sns }: From, TopicArn: string, message: Message): Promise<void> {
  const attributes = Object.entries(attributesOf(message)).map(
    ([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const,
  );
  const MessageAttributes = Object.fromEntries(attributes);
  await (await sns()).publish({ TopicArn, Message: JSON.stringify(message), MessageAttributes });
}

/** About a bucket that cannot exist: its name has a capital letter. */
function sample(team: string, now: number): Notice {
  const at = new Date(now).toISOString();
  const resource = { type: 'AwsS3Bucket', id: 'arn:aws:s3:::Sample', name: 'Sample' };
  const problem = {
    control: 'S3.PublicAccess',
    findingType: 'S3.PublicAccess',
    unmappedReason: null,
  };
  return {
    workflowId: `sample:${randomUUID()}`,
    episode: 1,
    sequence: '000001#00000001',
    kind: 'routed',
    at,
    actor: 'closeloop channels test',
    text: 'This is a sample: nothing is wrong, and nothing is to be done.',
    row: {
      problem: { ...problem, account: '000000000000', region: 'eu-west-1', resource },
      title: 'A sample',
      phase: 'TRIAGE',
      reason: '',
      waitsFor: 'Nothing: it is a sample.',
      destiny: null,
      destinyReason: null,
      severity: 'INFORMATIONAL',
      owner: { team, because: 'a sample' },
      round: 1,
      planHash: null,
      planSummary: null,
      verificationId: null,
      nextDeadline: null,
      findings: [],
    },
    reports: 0,
    attempts: 0,
    lastError: null,
  };
}

/** Closes the sample's ticket. */
function ended(begun: Notice): Notice {
  const closed = { phase: 'CLOSED', destiny: 'Withdrawn', destinyReason: 'a sample' } as const;
  return {
    ...begun,
    sequence: '000001#00000002',
    kind: 'withdrawn',
    text: 'The sample is over.',
    row: { ...begun.row, ...closed, waitsFor: 'Nothing: it was a sample.' },
  };
}

function published(topicArn: string, { id, finding: { owner } }: Message): Reply {
  const where = owner.channels.join(', ') || 'no channel of its own';
  const text = `A sample for ${owner.team} (${where}) was published on ${topicArn}. Look in the channels whether it arrived, and in the logs of the subscribers if not.`;
  return {
    json: { id, topicArn, team: owner.team, channels: owner.channels },
    text: (page) => wrapAfter(`${page.style.green('✓')} `, text, page),
  };
}
