import assert from 'node:assert/strict';

import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';

import { DATA, HUB, PAYMENTS } from '../builders/asff.ts';
import { admin, as, assume, stsOf, withSandboxAws } from './with-sandbox-aws.ts';

describe('the sandbox knows who calls', () => {
  const sandbox = withSandboxAws();

  it('GetCallerIdentity shows a hub principal as a session of its role', async () => {
    const identity = await stsOf(sandbox(), 'closeloop-runtime').getCallerIdentity({});
    assert.equal(identity.Account, HUB);
    assert.equal(identity.Arn, `arn:aws:sts::${HUB}:assumed-role/closeloop-runtime/sandbox`);
  });

  it('GetCallerIdentity shows an assumed role in the account where it was assumed', async () => {
    const credentials = await assume(sandbox(), PAYMENTS, 'closeloop-verify');
    const identity = await new STS(as(sandbox(), credentials)).getCallerIdentity({});
    assert.equal(identity.Arn, `arn:aws:sts::${PAYMENTS}:assumed-role/closeloop-verify/test`);
  });

  it("the sandbox refuses a wrong secret with the service's own error", async () => {
    const wrong = { ...sandbox().credentials(PAYMENTS), secretAccessKey: 'guessed' };
    await assert.rejects(new S3(as(sandbox(), wrong)).listBuckets({}), {
      name: 'SignatureDoesNotMatch',
    });
  });

  it("the sandbox refuses an unknown access key with the service's own error", async () => {
    const unknown = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'any' };
    await assert.rejects(new S3(as(sandbox(), unknown)).listBuckets({}), {
      name: 'InvalidAccessKeyId',
    });
    await assert.rejects(new STS(as(sandbox(), unknown)).getCallerIdentity({}), {
      name: 'InvalidClientTokenId',
    });
  });

  it('the sandbox refuses an expired session', async () => {
    const { credentials } = sandbox().gateway.principals.issue({
      account: PAYMENTS,
      name: 'closeloop-verify',
      session: 'old',
      seconds: -1,
      via: null,
    });
    await assert.rejects(new STS(as(sandbox(), credentials)).getCallerIdentity({}), {
      name: 'ExpiredToken',
    });
  });

  it('the sandbox accepts signatures over object keys with special characters', async () => {
    const { s3 } = admin(sandbox(), PAYMENTS);
    await s3.createBucket({ Bucket: 'odd-keys' });
    const Key = "a b/ü+=&!'()*~.txt";
    await s3.putObject({ Bucket: 'odd-keys', Key, Body: 'hello' });
    const { Body } = await s3.getObject({ Bucket: 'odd-keys', Key });
    assert.equal(await Body?.transformToString(), 'hello');
  });
});

describe('trust between roles', () => {
  const sandbox = withSandboxAws({ externalId: 'closeloop-sandbox' });
  const ask = (
    by: 'closeloop-orchestrator' | 'closeloop-runtime',
    name: string,
    ExternalId?: string,
  ) =>
    stsOf(sandbox(), by).assumeRole({
      RoleArn: `arn:aws:iam::${PAYMENTS}:role/${name}`,
      RoleSessionName: 'test',
      ...(ExternalId === undefined ? {} : { ExternalId }),
    });

  it('only the orchestrator may assume closeloop-verify, and only the runtime closeloop-remediate', async () => {
    const id = 'closeloop-sandbox';
    assert.ok((await ask('closeloop-orchestrator', 'closeloop-verify', id)).Credentials);
    assert.ok((await ask('closeloop-runtime', 'closeloop-remediate', id)).Credentials);
    const denied = { name: 'AccessDenied', message: /not authorized to perform: sts:AssumeRole/ };
    await assert.rejects(ask('closeloop-runtime', 'closeloop-verify', id), denied);
    await assert.rejects(ask('closeloop-orchestrator', 'closeloop-remediate', id), denied);
  });

  it('only Automation may assume the automation role', async () => {
    for (const by of ['closeloop-orchestrator', 'closeloop-runtime'] as const) {
      await assert.rejects(ask(by, 'closeloop-automation', 'closeloop-sandbox'), {
        name: 'AccessDenied',
      });
    }
  });

  it('AssumeRole needs the external id', async () => {
    for (const id of [undefined, 'wrong-id']) {
      await assert.rejects(ask('closeloop-orchestrator', 'closeloop-verify', id), {
        name: 'AccessDenied',
      });
    }
  });

  it('AssumeRole refuses an unknown role and an unknown account', async () => {
    await assert.rejects(ask('closeloop-orchestrator', 'closeloop-nobody', 'closeloop-sandbox'), {
      name: 'AccessDenied',
    });
    const elsewhere = stsOf(sandbox(), 'closeloop-orchestrator').assumeRole({
      RoleArn: 'arn:aws:iam::999999999999:role/closeloop-verify',
      RoleSessionName: 'test',
      ExternalId: 'closeloop-sandbox',
    });
    await assert.rejects(elsewhere, { name: 'AccessDenied' });
  });
});

describe('accounts are apart', () => {
  const sandbox = withSandboxAws();

  before(async () => {
    await admin(sandbox(), PAYMENTS).s3.createBucket({ Bucket: 'payments-only' });
  });

  it('the sandbox lists a bucket only in its own account', async () => {
    const mine = await admin(sandbox(), PAYMENTS).s3.listBuckets({});
    const others = await admin(sandbox(), DATA).s3.listBuckets({});
    assert.deepEqual(
      mine.Buckets?.map(({ Name }) => Name),
      ['payments-only'],
    );
    assert.deepEqual(others.Buckets ?? [], []);
  });

  it("the sandbox denies reading another account's bucket", async () => {
    const credentials = await assume(sandbox(), DATA, 'closeloop-verify');
    await assert.rejects(
      new S3(as(sandbox(), credentials)).getBucketAcl({ Bucket: 'payments-only' }),
      { name: 'AccessDenied' },
    );
  });
});
