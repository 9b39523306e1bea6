/** Whether notifications can reach people: the topic, who may publish there, and who subscribes to it. */
import type { SNS } from '@aws-sdk/client-sns';

import { callAws, callAwsUnless } from '../../activities/aws/failures.ts';
import { type Check, broken, ok, skipped, warn } from './check.ts';
import { allowing } from './policy-document.ts';
import type { Statement } from './policy-document.ts';

const GROUP = 'Notifications';
const NAMED = { group: GROUP, name: 'topic' };
const SETUP = 'docs/notifications.md, "Setting it up", says how.';
const VARIABLE =
  'Create a standard SNS topic and set CLOSELOOP_TOPIC_ARN for all workers and for this terminal.';

type Topics = Pick<SNS, 'getTopicAttributes' | 'listSubscriptionsByTopic'>;

/** `arn`: the topic of this environment, null for none. Throws as `callAws` does what says nothing about the topic. */
export async function topic(sns: Topics, arn: string | null): Promise<readonly Check[]> {
  if (arn === null) {
    return [broken(NAMED, 'CLOSELOOP_TOPIC_ARN is not set: nobody is notified', VARIABLE, SETUP)];
  }
  const found = await callAwsUnless('NotFoundException', `sns:GetTopicAttributes of ${arn}`, () =>
    sns.getTopicAttributes({ TopicArn: arn }),
  );
  if (found === null) return [broken(NAMED, `${arn} does not exist: nobody is notified`, VARIABLE)];
  const { FifoTopic, Policy, Owner } = found.Attributes ?? {};
  if (FifoTopic === 'true' || arn.endsWith('.fifo')) {
    return [broken(NAMED, `${arn} is a FIFO topic: no function can subscribe to it`, VARIABLE)];
  }
  return [ok(NAMED, `${arn} exists`), publishers(Policy, Owner), subscribers(await all(sns, arn))];
}

/** Whoever can publish can show people false texts. `policy`: JSON; `owner`: the topic's account. */
export function publishers(policy: string | undefined, owner: string | undefined): Check {
  const named = { group: GROUP, name: 'who may publish' };
  if (policy === undefined || owner === undefined)
    return skipped(named, 'not checked, because SNS answered no policy or no owner of the topic');
  const wide = allowing(policy).filter(allowsPublishing);
  const anybody = wide.some((one) => one.Condition === undefined && isAnybody(one));
  if (anybody) {
    const found = 'anybody may publish on the topic, and so show people false texts';
    return broken(named, found, "Allow sns:Publish in the topic's policy to your account only.");
  }
  const others = wide.flatMap(({ Principal: by = {} }) =>
    (by['AWS'] ?? []).filter((one) => one !== '*' && !one.includes(owner)),
  );
  if (others.length > 0)
    return warn(named, `principals of other accounts may publish: ${others.join(', ')}`);
  return ok(named, `only account ${owner}, by the topic's policy`);
}

function allowsPublishing({ Action = ['*'] }: Statement): boolean {
  return Action.some((one) => /^(?:\*|sns:(?:\*|p\*|pub\w*\*?))$/i.test(one));
}

function isAnybody({ Principal, NotPrincipal }: Statement): boolean {
  return NotPrincipal !== undefined || (Principal?.['AWS'] ?? []).includes('*');
}

export interface Subscribed {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isPending: boolean;
}

async function all(sns: Topics, TopicArn: string): Promise<readonly Subscribed[]> {
  const found: Subscribed[] = [];
  let NextToken: string | undefined;
  do {
    const page = await callAws(`sns:ListSubscriptionsByTopic of ${TopicArn}`, () =>
      sns.listSubscriptionsByTopic({ TopicArn, NextToken }),
    );
    for (const { Protocol = '', Endpoint = '', SubscriptionArn } of page.Subscriptions ?? []) {
      const isPending = SubscriptionArn === 'PendingConfirmation';
      found.push({ protocol: Protocol, endpoint: Endpoint, isPending });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Pure. Without a subscriber a published notification reaches nobody, and SNS calls that a success. */
export function subscribers(subscriptions: readonly Subscribed[]): Check {
  const named = { group: GROUP, name: 'subscriptions' };
  const confirmed = subscriptions.filter(({ isPending }) => !isPending);
  const pending = subscriptions.filter(({ isPending }) => isPending);
  const waiting = pending.map(({ protocol }) => protocol).join(', ');
  if (confirmed.length === 0) {
    const also = waiting === '' ? '' : ` (not confirmed yet: ${waiting})`;
    const found = `nobody subscribes to the topic${also}: what is published reaches nobody`;
    return broken(named, found, 'Subscribe the functions of channels/, or your own.', SETUP);
  }
  const found = confirmed.map(inWords).join(', ');
  if (waiting !== '') return warn(named, `${found}; not confirmed yet: ${waiting}`);
  if (confirmed.every(({ protocol }) => protocol === 'lambda')) {
    const only = `${found}: only functions, and Closeloop's own show no alarm of the audit`;
    return warn(named, only, 'Subscribe whoever runs Closeloop: {"kind": ["audit"]}', SETUP);
  }
  return ok(named, found);
}

/** Addresses other than functions may be secrets or people's: only their kind is said. */
function inWords({ protocol, endpoint }: Subscribed): string {
  return protocol === 'lambda' ? (endpoint.split(':').at(6) ?? endpoint) : protocol;
}
