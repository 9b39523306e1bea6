import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import fc from 'fast-check';

import { fixBranch, fixId, fixMarker, markedFix } from '../../../activities/code/fix-key.ts';
import { CONTROLS } from '../../../controls/index.ts';
import type { FixPlace } from '../../../domain/code-fix.ts';

const KEY: FixPlace = {
  repository: 'acme/infra',
  path: 'infra/s3.tf',
  block: 'aws_s3_bucket.logs',
  control: 'S3.PublicAccess',
};

const ODD = ['', '..', '.', 'a..b', 'a.lock', 'a.LOCK', '-x', 'x.', 'a@{b', 'x'.repeat(500)];

describe('the names of a code fix', () => {
  it('the identity of a code fix gives the same branch and id for the same block and control', () => {
    assert.match(fixBranch(KEY), /^closeloop\/S3\.PublicAccess\/[0-9a-f]{12}$/);
    assert.equal(fixBranch({ ...KEY }), fixBranch(KEY));
    assert.equal(fixBranch({ ...KEY, repository: 'Acme/Infra' }), fixBranch(KEY));
    assert.match(fixId(KEY), /^[0-9a-f]{64}$/);
  });

  it('change with each new proposal', () => {
    assert.equal(fixBranch(KEY, 1), fixBranch(KEY));
    assert.equal(fixBranch(KEY, 2), `${fixBranch(KEY)}-2`);
  });

  it('differ for another repository, path, block or control', () => {
    const others = [
      { ...KEY, repository: 'acme/other' },
      { ...KEY, path: 'infra/S3.tf' },
      { ...KEY, block: 'aws_s3_bucket.Logs' },
      { ...KEY, control: 'S3.MissingVersioning' },
      { ...KEY, path: 'infra', block: 's3.tf/aws_s3_bucket.logs' },
    ];

    assert.equal(new Set([KEY, ...others].map((key) => fixBranch(key))).size, 6);
    assert.equal(new Set([KEY, ...others].map(fixId)).size, 6);
  });

  it('stay the same over releases, because pull requests are found by them', () => {
    assert.equal(fixBranch(KEY), 'closeloop/S3.PublicAccess/84f27915a3c5');
  });

  it('contain a valid branch name, whatever the control’s id', () => {
    const controls = [
      ...CONTROLS.map(({ id }) => id),
      ...fc.sample(fc.string({ unit: 'binary' }), { numRuns: 40, seed: 1 }),
      ...ODD,
    ];
    for (const control of controls) {
      const branch = fixBranch({ ...KEY, control });
      execFileSync('git', ['check-ref-format', `refs/heads/${branch}`]);
      assert.ok(branch.length < 200);
    }
  });

  it('the identity of a code fix reads the hidden id from a line of its own, also where a bot wrote below it', () => {
    const marker = fixMarker(KEY);
    const other = fixMarker({ ...KEY, block: 'aws_s3_bucket.other' });

    assert.equal(markedFix(`text\n\n${marker}`), fixId(KEY));
    assert.equal(markedFix(`text\r\n\r\n${marker}\r\n \n`), fixId(KEY));
    assert.equal(markedFix(`text\n\n${marker}\n\n## Summary by a bot\n- text`), fixId(KEY));
    assert.equal(markedFix(`${marker}\ntext\n${marker}`), fixId(KEY));
    assert.equal(markedFix(`${marker}\ntext\n${other}`), null);
    assert.equal(markedFix(`text ${marker}`), null);
    assert.equal(markedFix(''), null);
    assert.equal(markedFix(marker.replace('-->', '')), null);
  });
});
