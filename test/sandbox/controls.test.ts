import assert from 'node:assert/strict';

import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';

import { CONTROLS } from '../../controls/index.ts';
import { SENTINELS } from '../../sandbox/aws/sentinels.ts';
import { PAYMENTS } from '../builders/asff.ts';
import { bucketProblem } from '../builders/problem.ts';
import { isMutating } from './mutating.ts';
import { admin, as, assume, withSandboxAws } from './with-sandbox-aws.ts';

/** The lists that each control declares suffice, on a bucket that has none of what the controls want. */
describe('every control, with the roles it declares', () => {
  const sandbox = withSandboxAws();

  beforeEach(async () => {
    await sandbox().reset();
    const { s3 } = admin(sandbox(), PAYMENTS);
    await s3.createBucket({ Bucket: BUCKET });
    await s3.createBucket({ Bucket: `access-logs-${PAYMENTS}-eu-west-1` });
  });

  const readers = async () => {
    const config = as(sandbox(), await assume(sandbox(), PAYMENTS, 'closeloop-verify'));
    return { kms: new KMS(config), s3: new S3(config), sts: new STS(config) };
  };

  const onBuckets = CONTROLS.filter(({ resourceType }) => resourceType === 'AwsS3Bucket');
  for (const control of onBuckets) {
    it(`a bucket with ${control.id} is not compliant, remediated by its runbook, and then compliant`, async () => {
      const problem = bucketProblem(control.id, BUCKET);
      const before = await control.verify(problem, await readers());
      assert.equal(before.verdict, 'open', before.summary);

      const credentials = await assume(sandbox(), PAYMENTS, 'closeloop-remediate');
      const ssm = new SSM(as(sandbox(), credentials));
      const { AutomationExecutionId } = await ssm.startAutomationExecution({
        DocumentName: control.runbook.documentName,
        DocumentVersion: control.runbook.documentVersion,
        Parameters: parametersOf(
          control.runbook.parameters(problem, AUTOMATION_ROLE, before.settings),
        ),
      });
      await sandbox().gateway.idle();
      const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId });
      assert.equal(AutomationExecution?.FailureMessage, undefined);

      const after = await control.verify(problem, await readers());
      assert.equal(after.verdict, 'fixed', after.summary);
      const writes = sandbox().gateway.log().filter(isMutating);
      assert.ok(writes.every(({ principalArn }) => !principalArn.endsWith('closeloop-verify')));
      const changed = writes.filter(({ service }) => service === 's3');
      assert.ok(changed.some(({ principalArn }) => principalArn === AUTOMATION_ROLE));
    });

    it(`the verdict of ${control.id} is gone when the bucket is deleted`, async () => {
      await admin(sandbox(), PAYMENTS).s3.deleteBucket({ Bucket: BUCKET });
      const look = await control.verify(bucketProblem(control.id, BUCKET), await readers());
      assert.equal(look.verdict, 'gone', look.summary);
    });
  }
});

const BUCKET = `bad-${SENTINELS.unencrypted}`;
const AUTOMATION_ROLE = `arn:aws:iam::${PAYMENTS}:role/closeloop-automation`;

function parametersOf(given: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(Object.entries(given).map(([name, values]) => [name, [...values]]));
}
