import assert from 'node:assert/strict';

import { CliError } from '../../../console/cli/cli-error.ts';
import { findLifecycle } from '../../../console/cli/find-lifecycle.ts';
import { ledgerOf, lifecycle, NEW_PLAN, PLAN } from '../rows.ts';

const logs = lifecycle({ name: 'payments-logs' });
const exports = lifecycle({ name: 'data-exports', planHash: NEW_PLAN });
const both = ledgerOf([logs, exports]);

describe('an id', () => {
  const meanings: readonly (readonly [string, string])[] = [
    ['a whole workflow id', logs.workflowId],
    ['the beginning of a workflow id', 'S3.PublicAccess:111122223333:eu-west-1:pay'],
    ['the last part of a workflow id', 'payments-l'],
    ['a finding id', logs.findings[0]?.id ?? ''],
    ['the last part of a finding id', 'payments-logs-f1'],
    ['a resource name', 'payments-logs'],
    ['a resource ARN', 'arn:aws:s3:::payments-logs'],
    ['the beginning of a plan hash', PLAN.slice(0, 8)],
  ];
  for (const [meaning, id] of meanings) {
    it(`the id that a command takes may be ${meaning}`, async () => {
      assert.equal((await findLifecycle(both, id)).workflowId, logs.workflowId);
    });
  }

  it('the id that a command takes may be the last part of a resource name', async () => {
    const { problem } = logs;
    const resource = { ...problem.resource, name: 'instance/i-0abc', id: 'arn:…:instance/i-0abc' };
    const instance = lifecycle({ name: 'vm', problem: { ...problem, resource } });

    const found = await findLifecycle(ledgerOf([logs, instance]), 'i-0abc');

    assert.equal(found.workflowId, instance.workflowId);
  });

  it('the id that a command takes fails for an id that matches two findings of one resource, and lists both', async () => {
    const versions = { ...logs, workflowId: `S3.MissingVersioning${logs.workflowId.slice(15)}1` };

    const error = await failure('payments-logs', ledgerOf([logs, versions]));

    assert.deepEqual([error.code, error.exitCode], ['ambiguous', 1]);
    assert.equal(error.lines.length, 3);
  });

  it('the id that a command takes fails for an id that matches several findings, and lists the candidates', async () => {
    const error = await failure('S3.PublicAccess:1111');

    assert.equal(error.code, 'ambiguous');
    assert.deepEqual(error.details['candidates'], [logs.workflowId, exports.workflowId]);
    assert.match(error.message, /matches 2 findings/);
    assert.ok(error.message.includes(exports.workflowId));
  });

  it('the id that a command takes says how many findings there are when an id matches none', async () => {
    const error = await failure('nothing-like-it');

    assert.equal(error.code, 'not-found');
    assert.match(error.message, /The ledger has 2 findings/);
    assert.match(error.next.join('\n'), /findings list/);
  });

  it('the id that a command takes matches no plan hash by only a few characters', async () => {
    assert.equal((await failure('ab12')).code, 'not-found');
  });

  it('the id that a command takes matches both problems of a finding with two resources', async () => {
    const shared = logs.findings;
    const ledger = ledgerOf([logs, { ...exports, findings: shared }]);

    const error = await failure(shared[0]?.id ?? '', ledger);

    assert.equal(error.code, 'ambiguous');
  });

  it('the id that a command takes rejects an empty id', async () => {
    assert.equal((await failure('')).code, 'not-found');
  });
});

async function failure(id: string, ledger = both): Promise<CliError> {
  try {
    await findLifecycle(ledger, id);
  } catch (error) {
    assert.ok(error instanceof CliError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: `"${id}" found something` });
}
