import assert from 'node:assert/strict';

import { makePlan } from '../../../activities/runtime/plan.ts';
import { controlById } from '../../../controls/index.ts';
import { DOCUMENT } from '../../builders/fake-clients.ts';
import { problem } from '../../builders/problem.ts';

const document = { name: 'Closeloop-S3PublicAccess', version: '1', hash: DOCUMENT.Hash };

describe('the detail of a plan', () => {
  it('a plan lists document, parameters, role, present settings and undo for the approver', () => {
    const owner = 'aeb221660ff09134bb3a46b295554820f5cdcaae8971d75d9ffa62468c850dca';
    const everybody = 'http://acs.amazonaws.com/groups/global/AllUsers';
    const grants = [{ to: everybody, permission: 'READ' }];
    const settings = { publicAccessBlock: null, acl: { owner, grants } };

    assert.deepEqual(detailOf('S3.PublicAccess', settings), [
      `Document: Closeloop-S3PublicAccess version 1, hash ${DOCUMENT.Hash}`,
      'Parameters: BucketName=payments-logs',
      'Role: arn:aws:iam::111122223333:role/closeloop-automation',
      'Settings now: acl: {grants: [{permission: READ, to: …s/global/AllUsers}], owner: …d9ffa62468c850dca}, publicAccessBlock: null',
      'Undo: Closeloop-S3PublicAccess-Undo version 1, which restores the settings above',
    ]);
  });

  it('a plan of a control without an undo says that no document can undo it', () => {
    const detail = detailOf('S3.MissingVersioning', {});

    assert.equal(detail.at(-1), 'Undo: none, no document can undo this');
    assert.match(detail.join('\n'), /BucketName=payments-logs, VersioningState=Enabled\n/);
  });

  it('the detail of a plan shows a policy of some hundred bytes whole, since that is what is approved', () => {
    const policy = `{"Statement":[{"Sid":"${'a'.repeat(300)}"}]}`;
    const [, , , settings] = detailOf('S3.PublicAccess', { policy });

    assert.equal(settings, `Settings now: policy: ${policy}`);
  });

  it('the detail of a plan stays below two kilobytes however long the settings are, and tells what was left out', () => {
    const grants = Array.from({ length: 100 }, (_, n) => `grant ${n} \u{1F600}`);
    const detail = detailOf('S3.PublicAccess', { grants });

    assert.ok(Buffer.byteLength(JSON.stringify(detail)) <= 2048);
    assert.match(detail[3] ?? '', /… \(\d+ bytes in all\)$/);
  });
});

function detailOf(id: string, settings: Readonly<Record<string, unknown>>): readonly string[] {
  const control = controlById(id);
  assert.ok(control);
  return makePlan({ control, problem, document, settings }).ref.detail ?? [];
}
