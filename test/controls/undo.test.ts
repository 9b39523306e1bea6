import assert from 'node:assert/strict';

import { parse } from 'yaml';

import { ownDocuments } from '../../controls/documents.ts';
import { CONTROLS, controlById } from '../../controls/index.ts';
import { bucketProblem } from '../builders/problem.ts';

const ROLE = 'arn:aws:iam::111122223333:role/closeloop-automation';
const OWNER = 'a'.repeat(64);
const OWNER_GRANT = { type: 'CanonicalUser', to: OWNER, permission: 'FULL_CONTROL' };
const PUBLIC_GRANT = {
  type: 'Group',
  to: 'http://acs.amazonaws.com/groups/global/AllUsers',
  permission: 'READ',
};

describe('The parameters of an undo', () => {
  it('undo parameters restore the ACL when it had a public grant', () => {
    const parameters = undo('S3.PublicAccess', {
      publicAccessBlock: null,
      acl: { owner: OWNER, grants: [OWNER_GRANT, PUBLIC_GRANT] },
    });

    assert.deepEqual(parameters['HadBlock'], ['no']);
    assert.deepEqual(parameters['HadPublicGrants'], ['yes']);
    assert.deepEqual(parameters['Grants'], [
      JSON.stringify({ Grantee: { Type: 'CanonicalUser', ID: OWNER }, Permission: 'FULL_CONTROL' }),
      JSON.stringify({
        Grantee: { Type: 'Group', URI: PUBLIC_GRANT.to },
        Permission: 'READ',
      }),
    ]);
  });

  it('undo parameters leave out an ACL that the runbook did not change', () => {
    const parameters = undo('S3.PublicAccess', {
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: false,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: false,
      },
      acl: { owner: OWNER, grants: [OWNER_GRANT] },
    });

    assert.deepEqual(parameters['HadPublicGrants'], ['no']);
    assert.deepEqual(parameters['HadBlock'], ['yes']);
    assert.deepEqual(parameters['IgnorePublicAcls'], ['false']);
    assert.deepEqual(parameters['BlockPublicPolicy'], ['true']);
  });

  it('undo parameters are those that the document declares', () => {
    const settings: Record<string, unknown> = {
      'KMS.RotationDisabled': { rotation: false },
      'S3.InsecureTransport': { policy: null },
      'S3.MissingAccessLogs': { target: null },
      'S3.MissingKmsEncryption': { rules: [AES256] },
      'S3.PublicAccess': { publicAccessBlock: null, acl: { owner: OWNER, grants: [] } },
    };
    for (const { id, runbook } of CONTROLS.filter(({ reversible }) => reversible)) {
      const document = ownDocuments().find(({ name }) => name === runbook.undo?.documentName);

      assert.deepEqual(
        Object.keys(undo(id, settings[id])).sort(),
        Object.keys(parse(document?.content ?? '').parameters).sort(),
        id,
      );
    }
  });

  const many = {
    publicAccessBlock: null,
    acl: { owner: OWNER, grants: Array.from({ length: 51 }, () => OWNER_GRANT) },
  };

  it('undo parameters are refused for more grants than Automation accepts', () => {
    assert.throws(() => undo('S3.PublicAccess', many), /more than 50 grants/);
  });

  for (const settings of [null, {}, { publicAccessBlock: null }]) {
    it(`undo parameters are refused for the pre-state ${JSON.stringify(settings)}`, () => {
      assert.throws(() => undo('S3.PublicAccess', settings), /Cannot undo S3.PublicAccess/);
    });
  }
});

const AES256 = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };

function undo(id: string, settings: unknown): Readonly<Record<string, readonly string[]>> {
  const document = controlById(id)?.runbook.undo;
  assert.ok(document);
  return document.parameters(bucketProblem(id), ROLE, settings);
}
