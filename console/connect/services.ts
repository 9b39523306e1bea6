import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { SecurityHub } from '@aws-sdk/client-securityhub';
import type { SNS } from '@aws-sdk/client-sns';
import type { SSM } from '@aws-sdk/client-ssm';

import type { ProofsOf } from '../../activities/evidence/signatures.ts';
import type { ReadStored } from '../../activities/evidence/stored-object.ts';
import type { Attempts } from '../../activities/ledger/code-fix/attempts.ts';
import type { ScopedExceptions } from '../../activities/ledger/exception/exceptions.ts';
import type { Ledger, Lookups } from '../../activities/ledger/ledger.ts';
import type { Refusals } from '../../activities/ledger/lifecycle/refusals.ts';
import type { ChannelPlaces } from '../../activities/ledger/notice/channel-places.ts';
import type { Notices } from '../../activities/ledger/notice/notices.ts';
import type { PolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import type { StoryChecks } from '../../activities/sealing/story-checks.ts';
import type { LifecycleClient } from '../../client/lifecycle-client.ts';
import type { Consent } from '../cli/consent.ts';
import type { Links } from '../output/links.ts';
import type { Identity } from './caller.ts';
import type { Env } from './env.ts';
import type { Prove } from './proving.ts';

/** How long a person waits in front of the terminal for a lifecycle's answer. */
export const ANSWER_SECONDS = 20;

/** Everything outside the process that commands use. Each part is connected at its first use, so `--help` needs nothing. */
export interface Services {
  readonly env: () => Promise<Env>;
  readonly ledger: () => Promise<Ledger & Lookups>;
  readonly policyTables: () => Promise<PolicyTables>;
  readonly exceptions: () => Promise<ScopedExceptions>;
  /** Messages that lifecycles refused at once. */
  readonly refusals: () => Promise<Refusals>;
  readonly attempts: () => Promise<Attempts>;
  readonly notices: () => Promise<Notices>;
  /** Where notifications were delivered. */
  readonly whereTold: () => Promise<ChannelPlaces>;
  /** Compares stories with their seals. */
  readonly storyChecks: () => Promise<StoryChecks>;
  /** Objects in the evidence bucket. */
  readonly storedEvidence: () => Promise<ReadStored>;
  /** What the closer proved about findings. */
  readonly proofsOf: () => Promise<ProofsOf>;
  /** Shows what a person is about to sign, and asks where somebody can answer. */
  readonly consent: Consent;
  /** Proves who decides, with the AWS credentials of this terminal. */
  readonly prove: Prove;
  /** To running lifecycles, through Temporal. */
  readonly messages: () => Promise<LifecycleClient>;
  /** The administrator's Security Hub. */
  readonly securityHub: () => Promise<SecurityHub>;
  /** In the Region where Security Hub's findings arrive. */
  readonly eventBridge: () => Promise<EventBridge>;
  /** Of the account and Region in which this terminal is signed in. */
  readonly ssm: () => Promise<SSM>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** For the notification topic. */
  readonly sns: () => Promise<Pick<SNS, 'publish'>>;
  /** Who is signed in to AWS, and which person that is. */
  readonly identity: () => Promise<Identity>;
  /** The person who is signed in to AWS, else the operating system's user. A name, no proof. */
  readonly user: () => Promise<string>;
  readonly links: () => Promise<Links>;
}
