import assert from 'node:assert/strict';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import { findUnproven } from '../../../activities/audit/find-unproven.ts';
import type { FindUnprovenDeps } from '../../../activities/audit/find-unproven.ts';
import { failure } from '../../../activities/aws/failures.ts';
import { readReport, recordOf } from '../closing/records.ts';

const NOW = Date.parse('2026-11-30T12:00:00.000Z');
const CLOSER = 'arn:aws:sts::222233334444:assumed-role/closeloop-closer/worker';
const ANA = 'arn:aws:sts::222233334444:assumed-role/security/ana';

describe('One page of the closed findings', () => {
  it('a history that may not be read is no proof of anything: each finding is unchecked, with the reason', async () => {
    const denied = Object.assign(new Error('not authorized'), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
    const page = await findUnproven(hub([closed('f-1'), closed('f-2')], denied), null);
    assert.deepEqual(page.counts, { looked: 2, unchecked: 2 });
    assert.deepEqual(page.unproven, []);
    assert.match(page.unchecked[0]?.why ?? '', /AccessDenied: Tried securityhub:GetFindingHistory/);
  });

  it('a Region that answers too slowly is asked again, and no finding of it counts as looked at', async () => {
    const slow = Object.assign(new Error('socket timed out'), { name: 'TimeoutError' });
    await assert.rejects(findUnproven(hub([closed('f-1')], slow), null), { type: 'Unavailable' });
  });

  it('what Security Hub itself resolves because it passes costs no call; SUPPRESSED and other products do', async () => {
    const passed = { Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } } as const;
    const ProductArn = 'arn:aws:securityhub:eu-west-1:111122223333:product/prowler/prowler';
    const records = [
      closed('f-1', passed),
      closed('f-2', { ...passed, Workflow: { Status: 'SUPPRESSED' } }),
      closed('f-3', { ...passed, ProductArn }),
      closed('f-4', { Workflow: { Status: 'NEW' } }),
    ];
    const { counts } = await findUnproven(hub(records, ANA), null);
    assert.deepEqual(counts, { looked: 3, 'by-source': 1, theirs: 2 });
  });

  it('a finding with an id that the ledger cannot keep is unchecked, and the others are looked at', async () => {
    const { counts } = await findUnproven(hub([closed('f-1'), closed('f-broken')], CLOSER), null);
    assert.deepEqual(counts, { looked: 2, unproven: 1, unchecked: 1 });
  });

  it('the next page begins where the last finding was created, so one that is opened meanwhile hides no other', async () => {
    const records = Array.from({ length: 250 }, (_, i) =>
      closed(`f-${i}`, { CreatedAt: new Date(NOW - (300 - i) * 60_000).toISOString() }),
    );
    const open = new Set<string>();
    const deps = hub(records, CLOSER, (id) => !open.has(id));
    let cursor: string | null = null;
    do {
      const page = await findUnproven(deps, cursor);
      for (const { finding } of page.unproven) open.add(finding.id);
      cursor = page.next;
    } while (cursor !== null);
    assert.equal(open.size, 250);
  });

  it('findings that were all created in one moment are paged by the token, a hundred at once', async () => {
    const records = Array.from({ length: 250 }, (_, i) => closed(`f-${i}`));
    const seen = new Set<string>();
    const pages: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await findUnproven(hub(records, CLOSER), cursor);
      pages.push(page.unproven.length);
      for (const { finding } of page.unproven) seen.add(finding.id);
      cursor = page.next;
    } while (cursor !== null);
    assert.equal(seen.size, 250);
    // The second page begins at the moment at which the first ended: the same findings again.
    assert.deepEqual(pages, [100, 100, 100, 50]);
  });

  it('refuses a cursor that is none', async () => {
    await assert.rejects(findUnproven(hub([], ANA), '{}'), { type: 'InvalidInput' });
  });
});

function closed(Id: string, changes: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding {
  const finding = { id: Id, productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub' };
  return recordOf(finding, { Workflow: { Status: 'RESOLVED' }, ...changes });
}

interface Query {
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filters?: { readonly CreatedAt?: readonly { readonly Start?: string }[] };
}

/** Security Hub with these findings, all closed by this principal an hour ago; an Error: so their history answers. */
function hub(
  records: readonly AwsSecurityFinding[],
  by: string | Error,
  isClosed: (id: string) => boolean = () => true,
): FindUnprovenDeps {
  const getFindings = async ({ MaxResults = 0, NextToken, Filters }: Query) => {
    const from = Date.parse(Filters?.CreatedAt?.[0]?.Start ?? '1970-01-01T00:00:00.000Z');
    const found = records.filter(
      ({ Id = '', CreatedAt = '' }) => isClosed(Id) && Date.parse(CreatedAt) >= from,
    );
    const start = Number(NextToken ?? 0);
    const end = start + MaxResults;
    const more = end < found.length ? { NextToken: String(end) } : {};
    return { Findings: found.slice(start, end), ...more, $metadata: {} };
  };
  const getFindingHistory = async () => {
    if (by instanceof Error) throw by;
    const Updates = [{ UpdatedField: 'Workflow.Status', OldValue: 'NEW' }];
    const UpdateSource = { Type: 'BATCH_UPDATE_FINDINGS', Identity: by } as const;
    const record = { UpdateTime: new Date(NOW - 3_600_000), UpdateSource, Updates };
    return { Records: [record], $metadata: {} };
  };
  const made = { KeyMetadata: { KeyId: 'k', CreationDate: new Date(0) }, $metadata: {} };
  return {
    securityHub: { getFindings, getFindingHistory } as unknown as FindUnprovenDeps['securityHub'],
    kms: { describeKey: async () => made } as unknown as FindUnprovenDeps['kms'],
    store: { tables: { proofs: 'p' }, client: { get: async () => ({}) } } as never,
    ledger: { knownFinding: known },
    readReport,
    pace: async () => {},
    clock: { now: () => new Date(NOW) },
  };
}

async function known({ id }: { readonly id: string }): Promise<null> {
  if (id === 'f-broken') throw failure('InvalidInput', 'The id is too long.');
  return null;
}
