/** Keys that KMS cannot rotate: no answer fixes them, and they are no failing ones. */
import assert from 'node:assert/strict';

import { locateTarget } from '../../../../../activities/code/validate/locate-target.ts';
import { isRejection } from '../../../../../activities/code/validate/rejection.ts';
import { languages } from '../../languages.ts';
import { declareFixes } from './judge.ts';

const ROTATION = 'KMS.RotationDisabled';
const terraform = declareFixes({ path: 'main.tf', resource: 'key' });
const template = declareFixes({ path: 't.yaml', resource: 'key' });

const TF = (lines: string) => `resource "aws_kms_key" "k" {\n  description = "x"\n${lines}}\n`;
const YAML = (lines: string) =>
  `Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      Description: x\n${lines}`;

for (const [what, lines, expected] of [
  ['nothing else', '', 'right'],
  ['its defaults', '  key_usage  = "ENCRYPT_DECRYPT"\n  is_enabled = true\n', 'right'],
  ['no key store', '  custom_key_store_id = null\n', 'right'],
  ['replicas', '  multi_region = true\n', 'right'],
  ['an asymmetric key', '  customer_master_key_spec = "RSA_2048"\n', 'people'],
  [
    'a key for HMAC',
    '  customer_master_key_spec = "HMAC_256"\n  key_usage = "GENERATE_VERIFY_MAC"\n',
    'people',
  ],
  ['a key of a custom key store', '  custom_key_store_id = "cks-1"\n', 'people'],
  ['a key of an external key store', '  xks_key_id = "1"\n', 'people'],
  ['a disabled key', '  is_enabled = false\n', 'people'],
  ['a key whose kind a variable gives', '  customer_master_key_spec = var.spec\n', 'wrong'],
  ['a key whose store a variable gives', '  custom_key_store_id = var.store\n', 'wrong'],
] as const) {
  const after = `${lines}\n  enable_key_rotation = true\n`;
  const head =
    'variable "spec" {\n  type = string\n}\n\nvariable "store" {\n  type = string\n}\n\n';
  terraform(what, [ROTATION, head + TF(lines), head + TF(after)], expected);
}
for (const [what, lines, expected] of [
  ['nothing else', '', 'right'],
  ['its origin', '      Origin: AWS_KMS\n', 'right'],
  ['an asymmetric key', '      KeySpec: ECC_NIST_P256\n', 'people'],
  ['a key for signing', '      KeyUsage: SIGN_VERIFY\n', 'people'],
  ['a key with imported material', '      Origin: EXTERNAL\n', 'people'],
  ['a disabled key', '      Enabled: false\n', 'people'],
] as const) {
  const rotates = `${lines}      EnableKeyRotation: true\n`;
  template(`${what} in a template`, [ROTATION, YAML(lines), YAML(rotates)], expected);
}

describe('A key that KMS cannot rotate', () => {
  const query = {
    control: ROTATION,
    path: 'main.tf',
    source: Buffer.from(TF('  customer_master_key_spec = "RSA_2048"\n')),
    target: { address: null, resourceName: 'key', tags: new Map() },
  };

  it('is located with the sentence that says so, before anybody is asked for a fix', async () => {
    const located = await locateTarget(languages, query);

    assert.ok(isRejection(located));
    assert.equal(located.follow, 'unjudged');
    assert.equal(
      located.reason,
      'aws_kms_key.k is no symmetric key, so KMS cannot rotate it automatically.',
    );
  });
});
