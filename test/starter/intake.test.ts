import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { PolicyError } from '../../policies/files/policy-error.ts';
import { isExcluded, isOwnResource, takesAccount, trusts } from '../../policies/intake-match.ts';
import { parseIntake } from '../../policies/intake.ts';
import { INTAKE } from './corpus.ts';

const TEXT = readFileSync(
  fileURLToPath(new URL('../../policies/intake.yaml', import.meta.url)),
  'utf8',
);

function problems(change: (text: string) => string): string {
  try {
    parseIntake(change(TEXT), 'intake.yaml');
  } catch (error) {
    assert.ok(error instanceof PolicyError);
    return error.message;
  }
  return '';
}

it('the policy of the repository is valid', () => {
  assert.equal(
    problems((text) => text),
    '',
  );
});

it('an error names file, line, field and what is allowed', () => {
  const line = TEXT.split('\n').findIndex((text) => text.startsWith('samples:')) + 1;
  const message = problems((text) => text.replace('samples: drop', 'samples: dorp'));
  assert.match(message, new RegExp(`intake\\.yaml:${line}:\\d+: samples: .*drop, start`));
});

it('an account id that lost its leading zero is refused', () => {
  assert.match(
    problems((text) => text.replace("accounts: '*'", 'accounts: [12345678901]')),
    /accounts/,
  );
});

it('a missing or an unknown key is refused', () => {
  assert.match(
    problems((text) => text.replace('informational:', 'informal:')),
    /informal/,
  );
});

it('every account is taken with *, and only those of a list', () => {
  assert.ok(takesAccount(INTAKE, '111122223333'));
  const listed = { ...INTAKE, accounts: ['111122223333'] };
  assert.ok(takesAccount(listed, '111122223333'));
  assert.ok(!takesAccount(listed, '111122223334'));
});

it('a trusted product is trusted in every Region and partition, and only under its own ARN', () => {
  assert.ok(trusts(INTAKE, 'arn:aws:securityhub:eu-west-1::product/prowler/prowler'));
  assert.ok(trusts(INTAKE, 'arn:aws-us-gov:securityhub:us-gov-west-1::product/prowler/prowler'));
  for (const forged of [
    'arn:aws:securityhub:eu-west-1:111122223333:product/prowler/prowler',
    'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default',
    'arn:aws:securityhub:eu-west-1::product/prowler/prowler-pro',
    'arn:aws:securityhub:eu-west-1:111122223333:product/x/arn:aws:securityhub:eu-west-1::product/prowler/prowler',
  ]) {
    assert.ok(!trusts(INTAKE, forged), forged);
  }
});

it('the starter knows the resources that Closeloop itself runs on', () => {
  assert.ok(isOwnResource(INTAKE, 'arn:aws:s3:::closeloop-evidence-222233334444'));
  assert.ok(!isOwnResource(INTAKE, 'arn:aws:s3:::payments-closeloop-'));
  assert.ok(
    isExcluded(
      { ...INTAKE, unmapped: { ...INTAKE.unmapped, exclude: ['aws/inspector *'] } },
      'aws/inspector CVE-2024-1',
    ),
  );
});
