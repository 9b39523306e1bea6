import assert from 'node:assert/strict';

import { whyUnmapped } from '../../../activities/notify/why-unmapped.ts';
import { ledgerRow } from '../../builders/story.ts';

function whyOf(product: string, findingType: string): string {
  const row = ledgerRow();
  const productArn = `arn:aws:securityhub:eu-west-1::product/${product}`;
  const problem = { ...row.problem, control: null, findingType };
  return whyUnmapped({ ...row, problem, findings: [{ id: 'f', productArn }] });
}

it('why an unmapped finding matters follows from its product and type, and is never that there is no control', () => {
  const cases = [
    ['aws/guardduty', 'UnauthorizedAccess:EC2/SSHBruteForce', /attack/],
    ['aws/inspector', 'CVE-2026-1234', /known vulnerability/],
    ['aws/macie', 'SensitiveData:S3Object/Personal', /Sensitive data/],
    ['aws/access-analyzer', 'IAM.1', /outside of your account/],
    ['acme/scanner', 'Odd', /deviation/],
  ] as const;
  for (const [product, type, expected] of cases) {
    assert.match(whyOf(product, type), expected);
    assert.match(whyOf(product, type), /Security Hub\.$/);
    assert.doesNotMatch(whyOf(product, type), /control/);
  }
});
