import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { readEnv } from '../../workers/env.ts';
import { policiesCommit, workerPolicies } from '../../workers/policies.ts';

const NEEDED = { AWS_REGION: 'eu-west-1', CLOSELOOP_EVIDENCE_BUCKET: 'acme-evidence' };

describe('the commit of the policies', () => {
  it('the commit of the policies comes from the deployment, else from Git, else there is none', async () => {
    const given = { ...NEEDED, CLOSELOOP_POLICIES_COMMIT: '1a2b3c4d' };
    assert.equal(await policiesCommit(readEnv(given)), '1a2b3c4d');
    const outside = { ...NEEDED, CLOSELOOP_POLICIES_DIR: tmpdir() };
    assert.equal(await policiesCommit(readEnv(outside)), 'no-commit');
  });

  it('the commit of the policies says when the files were edited since', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'closeloop-test-'));
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
    const of = () =>
      policiesCommit({ policiesDir: join(folder, 'policies'), policiesCommit: null });
    try {
      await mkdir(join(folder, 'policies'));
      await writeFile(join(folder, 'policies/remediation.yaml'), 'rows: []\n');
      git('init', '--quiet');
      git('add', '.');
      git('commit', '--quiet', '--message', 'first');
      const head = git('rev-parse', 'HEAD').toString().trim();
      await writeFile(join(folder, 'elsewhere.txt'), 'no policy\n');
      assert.equal(await of(), head);

      await writeFile(join(folder, 'policies/remediation.yaml'), 'rows: [] # edited\n');
      assert.equal(await of(), `${head}-dirty`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("Closeloop's own resources", () => {
  const env = readEnv({ ...NEEDED, CLOSELOOP_LEDGER_PREFIX: 'acme-findings' });
  const own = async () => {
    // Reads files only: no call is made.
    const dynamo = new DynamoDBClient({ region: env.region });
    const { policies } = await workerPolicies(env, { dynamo });
    dynamo.destroy();
    return policies.isOwnResource;
  };

  it("Closeloop's own resources include its evidence bucket and ledger under their configured names", async () => {
    const isOwn = await own();
    for (const id of [
      'arn:aws:s3:::acme-evidence',
      'arn:aws-us-gov:s3:::acme-evidence/evidence/x.json',
      'arn:aws:dynamodb:eu-west-1:222233334444:table/acme-findings-events',
      'arn:aws:dynamodb:eu-west-1:222233334444:table/acme-findings-settings/index/any',
      'arn:aws:iam::222233334444:role/closeloop-runtime',
    ]) {
      assert.equal(isOwn(id), true, id);
    }
  });

  it("a resource whose name only resembles Closeloop's own is not its own", async () => {
    const isOwn = await own();
    for (const id of [
      'arn:aws:s3:::acme-evidence-2',
      'arn:aws:s3:::acme',
      'arn:aws:dynamodb:eu-west-1:222233334444:table/acme-findings-orders',
    ]) {
      assert.equal(isOwn(id), false, id);
    }
  });
});
