/** One random life: a resource, what is reported of it, and all that was done to it and said about it. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import { SEVERITIES } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import { findingOf } from '../../sandbox/demo/findings.ts';
import type { Scenario } from '../../sandbox/demo/scenario.ts';
import { fixable } from '../world/scenario.ts';
import { dice } from './dice.ts';
import type { Seen } from './records.ts';

const KINDS = ['public', 'versioning', 'runbook-fails', 'unknown-type'] as const;
export type Kind = (typeof KINDS)[number];

/** What makes a life, apart from the hours that pass between its moves: all of it, so that it can be lived again. */
export interface Life {
  readonly kind: Kind;
  readonly severity: Severity;
  /** A seed for each round's move; null where nothing happens. */
  readonly script: readonly (number | null)[];
}

/** What a person said and the lifecycle took, or what a product reported. `n` is the recorder's order. */
export interface Said {
  readonly n: number;
  /** The server's time, epoch milliseconds. */
  readonly at: number;
  readonly decision: string;
  readonly actor: string;
  readonly until: string | null;
  readonly planHash: string | null;
}

export interface Lane {
  /** The part of the bucket's name that no other lane has. */
  readonly name: string;
  readonly life: Life;
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  /** In words: what a failure prints. */
  readonly moves: string[];
  readonly said: Said[];
  readonly reports: { readonly n: number; readonly severity: Severity }[];
  /** When the resource was last touched by its own people. */
  touched: number;
  workflowId: string | null;
  /** What the judge saw last; null before its first look. */
  seen: Seen | null;
}

const REPORTS = {
  public: { by: 'security-hub', id: 'S3.8', title: 'Block public access' },
  versioning: { by: 'security-hub', id: 'S3.14', title: 'Versioning' },
  'runbook-fails': { by: 'security-hub', id: 'S3.8', title: 'Block public access' },
  'unknown-type': { by: 'guardduty', id: 'Policy:S3/BucketLooksOdd', title: 'Looks odd' },
} as const;

/** A life as this seed has it. */
export function randomLife(seed: number, rounds: number): Life {
  const die = dice(seed);
  const kind = die.pick(['public', 'public', 'public', 'versioning', 'versioning', ...KINDS]);
  const severity = die.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
  const script = Array.from({ length: rounds }, () => Math.floor(die.roll() * 2 ** 32));
  return { kind, severity, script };
}

/** `name` as the recorder knows it: `m<run>x<four digits>`. */
export function makeLane(name: string, life: Life): Lane {
  const { kind, severity } = life;
  const bucket = kind === 'runbook-fails' ? `${name}-runbook-fails` : name;
  const scenario = fixable(bucket, { reports: [{ ...REPORTS[kind], severity }] });
  const [report] = scenario.reports;
  if (report === undefined) throw new Error('a lane has a report');
  const finding = findingOf(scenario, report, new Date());
  const moves = [`${kind} ${severity}`];
  const nothingYet = { said: [], reports: [], touched: 0, workflowId: null, seen: null };
  return { name, life, scenario, finding, moves, ...nothingYet };
}

export function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.findLast((one) => severities.includes(one)) ?? 'INFORMATIONAL';
}
