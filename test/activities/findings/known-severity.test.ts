import assert from 'node:assert/strict';

import type { AwsSecurityFinding, GetFindingsCommandInput } from '@aws-sdk/client-securityhub';

import { severityReader } from '../../../activities/findings/known-severity.ts';
import type { ReadSeverityDeps } from '../../../activities/findings/known-severity.ts';
import { SEVERITIES } from '../../../domain/finding.ts';
import { awsError } from '../../builders/activity.ts';
import { problem } from '../../builders/problem.ts';

/** A record whose title is the lifecycle that it is about. */
function record(workflowId: string, severity: string): AwsSecurityFinding {
  return { Title: workflowId, Severity: { Label: severity } } as unknown as AwsSecurityFinding;
}

function about(name: string) {
  return { ...problem, resource: { type: 'AwsS3Bucket', id: `arn:aws:s3:::${name}`, name } };
}

interface Hub {
  readonly pages?: readonly (readonly AwsSecurityFinding[])[];
  readonly fails?: Error;
}

function reader({ pages = [[]], fails }: Hub) {
  const calls: GetFindingsCommandInput[] = [];
  const paused: number[] = [];
  let at = 1_000_000;
  const getFindings = async (input: GetFindingsCommandInput) => {
    calls.push(input);
    if (fails !== undefined) throw fails;
    const page = Number(input.NextToken ?? 0);
    const more = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
    return { Findings: pages[page] ?? [], ...more };
  };
  const deps = {
    securityHub: { getFindings } as unknown as ReadSeverityDeps['securityHub'],
    readReport: ({ Title: workflowId = '', Severity }: AwsSecurityFinding) => {
      const severity = SEVERITIES.find((one) => one === Severity?.Label);
      if (severity === undefined) return null;
      return { severity, problems: [{ problem, workflowId, unmappedId: `old ${workflowId}` }] };
    },
    now: () => at,
    pause: async (milliseconds: number) => {
      paused.push(milliseconds);
      at += milliseconds;
    },
  };
  const later = (milliseconds: number) => {
    at += milliseconds;
  };
  return { read: severityReader(deps), calls, paused, later };
}

describe('the severity that Security Hub knows', () => {
  it('the severity that Security Hub knows is the highest of all findings of the problem, and of no other problem', async () => {
    const records = [record('w', 'LOW'), record('w', 'HIGH'), record('other', 'CRITICAL')];
    const { read } = reader({ pages: [records] });
    const known = await read('w', about('logs'));
    assert.equal(known.severity, 'HIGH');
    assert.equal(known.findings, 2);
  });

  it('the severity that Security Hub knows comes with what the findings are about, whatever resource was asked for', async () => {
    const { read } = reader({ pages: [[record('w', 'LOW')]] });
    assert.deepEqual((await read('w', about('another'))).problem, problem);
    assert.equal((await read('none', about('another'))).problem, null);
  });

  it('the severity that Security Hub knows is found under the id that the lifecycle had before a control covered its problem', async () => {
    const { read } = reader({ pages: [[record('w', 'LOW')]] });
    assert.equal((await read('old w', about('logs'))).severity, 'LOW');
  });

  it('the severity that Security Hub knows is CRITICAL where Security Hub has no finding of the problem', async () => {
    const { read } = reader({ pages: [[record('other', 'LOW')]] });
    assert.equal((await read('w', about('logs'))).severity, 'CRITICAL');
  });

  it('the severity that Security Hub knows counts findings of all pages, and is CRITICAL where there are more pages than are read', async () => {
    const low = [record('w', 'LOW')];
    const three = reader({ pages: [low, low, [record('w', 'HIGH')]] });
    assert.equal((await three.read('w', about('logs'))).severity, 'HIGH');
    const endless = reader({ pages: Array.from({ length: 50 }, () => low) });
    assert.equal((await endless.read('w', about('logs'))).severity, 'CRITICAL');
    assert.ok(endless.calls.length <= 10);
  });

  it('the severity that Security Hub knows is asked by the id and the name of the resource, in one call for ten problems at once', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `bucket-${n}`);
    const { read, calls } = reader({ pages: [names.map((name) => record(name, 'LOW'))] });
    const known = await Promise.all(names.map(async (name) => await read(name, about(name))));
    assert.deepEqual(new Set(known.map(({ severity }) => severity)), new Set(['LOW']));
    assert.deepEqual(
      calls.map(({ Filters }) => Filters?.ResourceId?.length),
      [20, 4],
    );
    assert.deepEqual(
      calls[1]?.Filters?.ResourceId?.map(({ Value }) => Value),
      ['arn:aws:s3:::bucket-10', 'bucket-10', 'arn:aws:s3:::bucket-11', 'bucket-11'],
    );
  });

  it('the severity that Security Hub knows leaves a third of a second between two calls, which Security Hub allows', async () => {
    const { read, paused, calls } = reader({ pages: [[record('a', 'LOW'), record('b', 'LOW')]] });
    await read('a', about('a'));
    await read('b', about('b'));
    assert.equal(calls.length, 2);
    assert.ok(paused.length === 1 && paused[0] !== undefined && paused[0] >= 334);
  });

  it('the severity that Security Hub knows is read again after a minute', async () => {
    const { read, calls, later } = reader({ pages: [[record('w', 'LOW')]] });
    const first = await read('w', about('logs'));
    assert.equal((await read('w', about('logs'))).readAt, first.readAt);
    assert.equal(calls.length, 1);
    later(60_001);
    assert.notEqual((await read('w', about('logs'))).readAt, first.readAt);
    assert.equal(calls.length, 2);
  });

  it('the severity that Security Hub knows fails when Security Hub fails, and asks again the next time', async () => {
    const { read, calls } = reader({ fails: awsError('TooManyRequestsException', 429) });
    await assert.rejects(read('w', about('logs')), { type: 'Throttled' });
    await assert.rejects(read('w', about('logs')), { type: 'Throttled' });
    assert.equal(calls.length, 2);
  });
});
