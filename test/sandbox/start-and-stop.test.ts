import assert from 'node:assert/strict';

import { startMinistack } from '../../sandbox/aws/ministack/ministack.ts';
import { startSandboxAws } from '../../sandbox/aws/sandbox-aws.ts';
import { ministackCommand } from '../../sandbox/tools/index.ts';
import { asffFinding, HUB, PAYMENTS } from '../builders/asff.ts';
import { admin, withSandboxAws } from './with-sandbox-aws.ts';

describe('starting and stopping the AWS sandbox', () => {
  it('a stopped MiniStack leaves neither process nor port behind', async () => {
    const ministack = await startMinistack(await ministackCommand());
    assert.ok(isAlive(ministack.pid));
    await ministack.stop();
    assert.ok(!isAlive(ministack.pid));
    await assert.rejects(fetch(ministack.url));
  });

  it('two sandboxes at the same time share nothing', async () => {
    const [one, two] = await Promise.all([startSandboxAws(), startSandboxAws()]);
    try {
      await admin(one, PAYMENTS).s3.createBucket({ Bucket: 'only-in-one' });
      assert.deepEqual((await admin(two, PAYMENTS).s3.listBuckets({})).Buckets ?? [], []);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
    await assert.rejects(fetch(one.url));
  });

  it('a back end that dies at start is reported with the end of its log', async () => {
    const dying = { command: 'sh', args: ['-c', 'echo no python here >&2; exit 3'], env: {} };
    await assert.rejects(startMinistack(dying), /exit code 3.*no python here/s);
    const absent = { command: '/nowhere/python', args: [], env: {} };
    await assert.rejects(startMinistack(absent), /cannot be started.*ENOENT/);
  });
});

describe('resetting the AWS sandbox', () => {
  const sandbox = withSandboxAws();

  it('a reset empties every service and provisions the accounts again', async () => {
    const { s3, securityHub } = admin(sandbox(), PAYMENTS);
    await s3.createBucket({ Bucket: 'old' });
    await securityHub.batchImportFindings({ Findings: [asffFinding()] });
    await sandbox().reset();
    assert.deepEqual(sandbox().gateway.log(), []);
    assert.deepEqual((await s3.listBuckets({})).Buckets ?? [], []);
    assert.deepEqual((await admin(sandbox(), HUB).securityHub.getFindings({})).Findings, []);
    assert.ok((await securityHub.describeHub({})).HubArn);
  });

  it("the environment of a process hides the developer's AWS profile", () => {
    const env = sandbox().env('closeloop-starter');
    assert.equal(env['AWS_ENDPOINT_URL'], sandbox().url);
    assert.equal(env['AWS_REGION'], 'eu-west-1');
    assert.equal(env['AWS_PROFILE'], '');
    assert.equal(env['AWS_SESSION_TOKEN'], '');
    assert.match(env['AWS_ACCESS_KEY_ID'] ?? '', /^AKIA[A-Z2-7]{16}$/);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
