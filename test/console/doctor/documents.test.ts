import assert from 'node:assert/strict';

import type { SSM } from '@aws-sdk/client-ssm';

import type { Check } from '../../../console/doctor/check.ts';
import { documents } from '../../../console/doctor/documents.ts';
import { loadDocuments } from '../../../policies/documents.ts';
import type { AcceptedDocuments } from '../../../policies/documents.ts';
import { awsError, failing } from '../../builders/activity.ts';
import { HUB, PAYMENTS } from '../../builders/asff.ts';
import { admin, as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

const AWS = 'AWS-EnableS3BucketEncryption';
const OURS = 'Closeloop-S3PublicAccess';

describe('the doctor of documents', () => {
  const sandbox = withSandboxAws();
  let accepted: AcceptedDocuments;
  beforeEach(async () => {
    await sandbox().reset();
    accepted = await loadDocuments(`${import.meta.dirname}/../../../sandbox/policies`);
  });
  const examined = async (account = PAYMENTS, ssm: SSM = admin(sandbox(), account).ssm) => {
    const checks = await documents({ ssm, place: { account, region: 'eu-west-1' }, accepted });
    return new Map(checks.map((check) => [check.name, check]));
  };
  it('the documents of every control are in place in a workload account', async () => {
    const checks = await examined();
    assert.ok([...checks.values()].every(({ status }) => status === 'ok'));
    assert.equal(
      of(checks, 'S3.PublicAccess').found,
      `${OURS}, ${OURS}-Undo: in place, as released`,
    );
    assert.equal(of(checks, 'S3.MissingEncryption').found, `${AWS}: in place, as accepted`);
  });

  it('in the hub our documents cannot be judged, those of AWS can', async () => {
    const keys = sandbox().gateway.principals.hub('closeloop-console');
    const { SSM: Client } = await import('@aws-sdk/client-ssm');
    const checks = await examined(HUB, new Client(as(sandbox(), keys)));
    assert.equal(of(checks, 'S3.PublicAccess').status, 'skipped');
    assert.match(of(checks, 'S3.PublicAccess').found, new RegExp(`not in account ${HUB}`));
    assert.equal(of(checks, 'S3.MissingEncryption').status, 'ok');
  });

  it('a document of AWS that nobody accepted is a warning with the command that accepts it', async () => {
    accepted = new Map();
    const check = of(await examined(), 'S3.MissingEncryption');
    assert.equal(check.status, 'warn');
    assert.match(check.found, /is not accepted yet: the control stays in shadow mode/);
    assert.match(check.next.join(), new RegExp(`controls accept-document ${AWS}$`));
  });

  it('a newer document of AWS is a warning that says what differs', async () => {
    const { ssm } = admin(sandbox(), PAYMENTS);
    const { Content = '' } = await ssm.getDocument({ Name: AWS });
    sandbox().gateway.publishDocument(AWS, `${Content}# newer\n`);
    const check = of(await examined(), 'S3.MissingEncryption');
    assert.equal(check.status, 'warn');
    assert.match(check.found, /version 2 instead of 1, hash \w{64} instead of \w{64}/);
  });

  it('a document of ours with another content is broken, and so is a missing half', async () => {
    const { ssm } = admin(sandbox(), PAYMENTS);
    const { Content = '' } = await ssm.getDocument({ Name: OURS });
    await ssm.deleteDocument({ Name: OURS });
    const undoOnly = of(await examined(), 'S3.PublicAccess');
    assert.deepEqual(
      [undoOnly.status, undoOnly.found],
      ['broken', `${OURS} is not in account ${PAYMENTS}, eu-west-1`],
    );
    const again = { Name: OURS, DocumentType: 'Automation', DocumentFormat: 'YAML' } as const;
    await ssm.createDocument({ ...again, Content: `${Content}# other\n` });
    const check = of(await examined(), 'S3.PublicAccess');
    assert.equal(check.status, 'broken');
    assert.match(check.found, /is not what this release ships: hash \w{64} instead of \w{64}/);
  });

  it('what could not be read is no statement about a document', async () => {
    const denied = { describeDocument: failing(awsError('AccessDeniedException')) };
    await assert.rejects(examined(PAYMENTS, denied as unknown as SSM), { type: 'AccessDenied' });
  });
});

function of(checks: ReadonlyMap<string, Check>, control: string): Check {
  const check = checks.get(control);
  assert.ok(check, control);
  return check;
}
