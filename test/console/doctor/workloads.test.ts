import assert from 'node:assert/strict';

import { KMS } from '@aws-sdk/client-kms';
import { STS } from '@aws-sdk/client-sts';

import { accountClients } from '../../../activities/aws/account-clients.ts';
import { CLOSER_KEY } from '../../../activities/closing/seal.ts';
import { ensureReceiptKey } from '../../../activities/decisions/ensure-key.ts';
import { RUNTIME_KEY } from '../../../activities/decisions/receipts.ts';
import { keys } from '../../../console/doctor/keys.ts';
import { placesOf, workloads } from '../../../console/doctor/workloads.ts';
import { loadDocuments } from '../../../policies/documents.ts';
import { HUB, PAYMENTS } from '../../builders/asff.ts';
import { admin, as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

const OURS = 'Closeloop-S3PublicAccess';
const PLACE = { account: PAYMENTS, region: 'eu-west-1' };

describe('the doctor of workload accounts and keys', () => {
  const sandbox = withSandboxAws();
  beforeEach(async () => {
    await sandbox().reset();
  });
  const console_ = () => as(sandbox(), sandbox().gateway.principals.hub('closeloop-console'));
  const examined = async (places = [PLACE]) => {
    const accepted = await loadDocuments(`${import.meta.dirname}/../../../sandbox/policies`);
    const sts = new STS(console_());
    const parts = { sts, principal: 'closeloop-console', externalId: null };
    const options = { ...parts, endpoint: sandbox().url, workflowId: () => 'doctor' };
    const accounts = accountClients(options);
    const enter = async ({ account, region }: typeof PLACE) =>
      (await accounts.verify(account, region, 'aws')).ssm;
    return await workloads({ accepted, places, enter });
  };

  it('finds all documents that we ship in place, under the role that reads there', async () => {
    const [check] = await examined();
    assert.equal(check?.status, 'ok');
    assert.match(check?.found ?? '', /^all \d+ documents that we ship: in place, as released$/);
  });

  it('a document that is missing there, or another one, is broken and named', async () => {
    const { ssm } = admin(sandbox(), PAYMENTS);
    const { Content = '' } = await ssm.getDocument({ Name: OURS });
    await ssm.deleteDocument({ Name: OURS });
    const [missing] = await examined();
    assert.deepEqual([missing?.status, missing?.found], ['broken', `${OURS} not there`]);
    const again = { Name: OURS, DocumentType: 'Automation', DocumentFormat: 'YAML' } as const;
    await ssm.createDocument({ ...again, Content: `${Content}# other\n` });
    const [other] = await examined();
    assert.equal(other?.status, 'broken');
    assert.match(other?.found ?? '', /is not what this release ships: hash \w{64} instead/);
  });

  it('an account that cannot be entered is a warning, and the others are checked', async () => {
    const elsewhere = { account: '999999999999', region: 'eu-west-1' };
    const [unknown, known] = await examined([elsewhere, PLACE]);
    assert.equal(unknown?.status, 'warn');
    assert.match(unknown?.found ?? '', /not checked: .*cannot assume closeloop-verify/);
    assert.equal(known?.status, 'ok');
  });

  it('checks each account that the intake names or that a problem was reported of, once a Region', () => {
    const problems = [
      { account: PAYMENTS, region: 'eu-west-1' },
      { account: PAYMENTS, region: 'global' },
      { account: PAYMENTS, region: 'eu-central-1' },
      { account: 'unknown', region: 'eu-west-1' },
    ];
    assert.deepEqual(placesOf(problems, [PAYMENTS], 'eu-west-1'), [
      { account: PAYMENTS, region: 'eu-central-1' },
      { account: PAYMENTS, region: 'eu-west-1' },
    ]);
  });

  it('misses a key that signs approvals or closes, and takes no other kind for it', async () => {
    const boss = new KMS(as(sandbox(), sandbox().credentials(HUB)));
    const mine = new KMS(console_());
    const statuses = async () => (await keys(mine)).map(({ status }) => status).slice(0, 2);
    assert.deepEqual(await statuses(), ['broken', 'broken']);
    await ensureReceiptKey(boss, RUNTIME_KEY);
    const { KeyMetadata: made } = await boss.createKey({ KeySpec: 'SYMMETRIC_DEFAULT' });
    await boss.createAlias({ AliasName: CLOSER_KEY, TargetKeyId: made?.KeyId });
    assert.deepEqual(await statuses(), ['ok', 'broken']);
    const [, closer] = await keys(mine);
    assert.match(closer?.found ?? '', /alias\/closeloop-closer is SYMMETRIC_DEFAULT/);
    boss.destroy();
    mine.destroy();
  });
});
