/** A lane is one random life: a resource, the reports about it, and everything that was done and decided about it. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { SEVERITIES } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import type { StoryEntry } from '../../domain/story.ts';
import { findingOf } from '../../sandbox/demo/findings.ts';
import type { Scenario } from '../../sandbox/demo/scenario.ts';
import { fixable } from '../world/scenario.ts';
import { dice } from './dice.ts';

const KINDS = ['public', 'versioning', 'runbook-fails', 'unknown-type'] as const;
export type Kind = (typeof KINDS)[number];

/** Everything that makes a life, so that it can be repeated, except the time between its moves. */
export interface Life {
  readonly kind: Kind;
  readonly severity: Severity;
  /** A seed for each round's move; null where nothing happens. */
  readonly script: readonly (number | null)[];
}

/** A decision that the lifecycle accepted. `n`: its number in the recorder's order. */
export interface Said {
  readonly n: number;
  /** The server's time, epoch milliseconds. */
  readonly at: number;
  readonly decision: string;
  readonly actor: string;
  readonly until: string | null;
  readonly planHash: string | null;
}

/** A deadline of people, epoch milliseconds, and how many lines the story had when it was read. */
export interface Shown {
  readonly lines: number;
  readonly until: number;
}

export type StoryLine = StoryEntry & { readonly episode: number };

/** The bytes in S3 that a verification names, parsed, and whether their hash is the one the ledger keeps. */
export interface Evidence {
  readonly verdict: string;
  readonly role: string;
  /** What the source said, where no control verifies. */
  readonly source?: string | undefined;
  readonly unchanged: boolean;
}

/** What ledger and S3 contained about a lane after the write that the recorder numbers `told`. */
export interface Seen {
  readonly told: number;
  readonly row: Lifecycle | null;
  readonly story: readonly StoryLine[];
  readonly evidence: Readonly<Record<string, Evidence>>;
}

export interface Lane {
  /** The part of the bucket's name that no other lane has. */
  readonly name: string;
  readonly life: Life;
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  /** The moves in words, for failure messages. */
  readonly moves: string[];
  readonly said: Said[];
  readonly shown: Shown[];
  readonly reports: { readonly n: number; readonly severity: Severity }[];
  /** The recorder's mark when the resource's own people last changed it. */
  touched: number;
  workflowId: string | null;
  /** What was last read about it; null before the first time. */
  seen: Seen | null;
}

const REPORTS = {
  public: { by: 'security-hub', id: 'S3.8', title: 'Block public access' },
  versioning: { by: 'security-hub', id: 'S3.14', title: 'Versioning' },
  'runbook-fails': { by: 'security-hub', id: 'S3.8', title: 'Block public access' },
  'unknown-type': { by: 'guardduty', id: 'Policy:S3/BucketLooksOdd', title: 'Looks odd' },
} as const;

/** The life that belongs to this seed. */
export function randomLife(seed: number, rounds: number): Life {
  const die = dice(seed);
  const kind = die.pick(['public', 'public', 'public', 'versioning', 'versioning', ...KINDS]);
  const severity = die.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
  const script = Array.from({ length: rounds }, () => Math.floor(die.roll() * 2 ** 32));
  return { kind, severity, script };
}

/** `name` has the form that the recorder looks for: `m<run>x<four digits>`. */
export function makeLane(name: string, life: Life): Lane {
  const { kind, severity } = life;
  const bucket = kind === 'runbook-fails' ? `${name}-runbook-fails` : name;
  const scenario = fixable(bucket, { reports: [{ ...REPORTS[kind], severity }] });
  const [report] = scenario.reports;
  if (report === undefined) throw new Error('a lane has a report');
  const finding = findingOf(scenario, report, new Date());
  const moves = [`${kind} ${severity}`];
  const nothingYet = { said: [], shown: [], reports: [], touched: 0, workflowId: null, seen: null };
  return { name, life, scenario, finding, moves, ...nothingYet };
}

export function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.findLast((one) => severities.includes(one)) ?? 'INFORMATIONAL';
}
