import { setTimeout } from 'node:timers/promises';

import type { AwsSecurityFinding, SecurityHub } from '@aws-sdk/client-securityhub';

import { highestSeverity } from '../../domain/finding.ts';
import type { Problem, Severity } from '../../domain/finding.ts';
import { callAws } from '../aws/failures.ts';
import type { ReadReport, Reported } from '../closing/reported.ts';

/** A problem's severity, and what it is about, as Security Hub has it. */
interface KnownSeverity {
  /** The highest of its findings; CRITICAL where Security Hub has none, because then nobody can say that it is less. */
  readonly severity: Severity;
  /** How many findings of this problem Security Hub has. */
  readonly findings: number;
  /** What its findings are about; null where there are none, or too many to read. */
  readonly problem: Problem | null;
  /** ISO 8601: when it was read, at most `KEPT_MS` ago. */
  readonly readAt: string;
}

export type ReadSeverity = (workflowId: string, problem: Problem) => Promise<KnownSeverity>;

/** How long an answer counts: as long as preparing one write takes, in which it is needed several times. */
const KEPT_MS = 60_000;
/** Security Hub allows three GetFindings a second: https://docs.aws.amazon.com/general/latest/gr/sechub.html */
const BETWEEN_CALLS_MS = 350;
/** One filter takes 20 values, a problem needs two: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html */
const PROBLEMS_A_CALL = 10;
/** Pages of 100 findings about ten resources; beyond it the answer is CRITICAL. */
const MOST_PAGES = 10;

export interface ReadSeverityDeps {
  readonly securityHub: Pick<SecurityHub, 'getFindings'>;
  readonly readReport: ReadReport;
  readonly now?: () => number;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

interface Waiting {
  readonly workflowId: string;
  readonly names: readonly string[];
  readonly answer: (known: KnownSeverity) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Reads severities from Security Hub, so that nobody has to believe the one in a message or in a row that another
 * principal writes. What is asked at the same time becomes one call. Throws as `callAws` does.
 */
export function severityReader(deps: ReadSeverityDeps): ReadSeverity {
  const { now = Date.now, pause = setTimeout } = deps;
  const kept = new Map<string, { readonly at: number; readonly known: Promise<KnownSeverity> }>();
  let waiting: Waiting[] = [];
  let isReading = false;
  let next = 0;

  async function readAll(): Promise<void> {
    isReading = true;
    // Lets everybody who asks in this turn of the event loop into the same call.
    await Promise.resolve();
    while (waiting.length > 0) {
      if (next > now()) await pause(next - now());
      const batch = waiting.slice(0, PROBLEMS_A_CALL);
      waiting = waiting.slice(PROBLEMS_A_CALL);
      next = now() + BETWEEN_CALLS_MS;
      await answer(deps, batch, now);
    }
    isReading = false;
  }

  return async (workflowId, { resource }) => {
    for (const [id, { at }] of kept) if (now() - at > KEPT_MS) kept.delete(id);
    const before = kept.get(workflowId);
    if (before !== undefined) return await before.known;
    const names = [...new Set([resource.id, resource.name])].filter((name) => name !== '');
    const known = new Promise<KnownSeverity>((resolve, reject) => {
      waiting.push({ workflowId, names, answer: resolve, fail: reject });
    });
    kept.set(workflowId, { at: now(), known });
    if (!isReading) void readAll();
    try {
      return await known;
    } catch (error) {
      kept.delete(workflowId);
      throw error;
    }
  };
}

async function answer(
  { securityHub, readReport }: ReadSeverityDeps,
  batch: readonly Waiting[],
  now: () => number,
): Promise<void> {
  try {
    const records = await recordsAbout(securityHub, [
      ...new Set(batch.flatMap((one) => one.names)),
    ]);
    const readAt = new Date(now()).toISOString();
    const reports = (records ?? []).flatMap((record) => readReport(record) ?? []);
    for (const { workflowId, answer: resolve } of batch) {
      const found = reports.filter(({ problems }) => problems.some(isOf(workflowId)));
      const [first = 'CRITICAL', ...others] = found.map(({ severity }) => severity);
      const severity = records === null ? 'CRITICAL' : others.reduce(highestSeverity, first);
      const problem =
        records === null ? null : (found[0]?.problems.find(isOf(workflowId))?.problem ?? null);
      resolve({ severity, findings: found.length, problem, readAt });
    }
  } catch (error) {
    for (const { fail } of batch) fail(error);
  }
}

/** A lifecycle keeps the id that it got before a control covered its problem. */
function isOf(lifecycle: string): (reported: Reported) => boolean {
  return ({ workflowId, unmappedId }) => [workflowId, unmappedId].includes(lifecycle);
}

/** Null when there are more than were read. Archived findings count: their source's word on the severity stays. */
async function recordsAbout(
  securityHub: ReadSeverityDeps['securityHub'],
  names: readonly string[],
): Promise<readonly AwsSecurityFinding[] | null> {
  const records: AwsSecurityFinding[] = [];
  const Filters = { ResourceId: names.map((Value) => ({ Value, Comparison: 'EQUALS' as const })) };
  let NextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answered = await callAws(`securityhub:GetFindings about ${names.length} name(s)`, () =>
      securityHub.getFindings({
        Filters,
        MaxResults: 100,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    records.push(...(answered.Findings ?? []));
    NextToken = answered.NextToken;
    if (NextToken === undefined) return records;
  }
  return null;
}
