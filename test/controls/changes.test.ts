import assert from 'node:assert/strict';

import { z } from 'zod';

import { changesOf } from '../../controls/changes.ts';
import { s3InsecureTransport } from '../../controls/S3.InsecureTransport/control.ts';
import { s3MissingVersioning } from '../../controls/S3.MissingVersioning/control.ts';
import { settingLines } from '../../domain/change.ts';
import { canonicalJson } from '../../domain/plan.ts';
import { planOf } from '../builders/plan.ts';

function started(name: string, version: string, parameters = {}, settings: unknown = {}) {
  const document = { name, version, hash: '' };
  return planOf({ document, parameters, preState: canonicalJson(settings) });
}

const inVersion = (number: string, after: string) => ({
  name: 'Closeloop-Sample',
  version: number,
  after: () => ({ mode: after }),
  mayBreak: `as version ${number}`,
  undo: `undo of version ${number}`,
});

it('a plan of an older version of a document shows what that version changes', () => {
  const changes = changesOf({
    schema: z.object({ mode: z.string() }),
    settings: [{ name: 'Mode', value: ({ mode }) => mode }],
    documents: [inVersion('2', 'strict'), inVersion('1', 'on')],
    wanted: [],
  });
  const shown = (number: string) =>
    changes.of(started('Closeloop-Sample', number, {}, { mode: 'off' }));

  assert.deepEqual(shown('1'), {
    settings: [{ name: 'Mode', before: 'off', after: 'on' }],
    mayBreak: 'as version 1',
    undo: 'undo of version 1',
  });
  assert.deepEqual(shown('2')?.settings[0]?.after, 'strict');
  assert.equal(shown('3'), null);
});

it("an accepted other version of a document of AWS is shown by the plan's parameters, with a remark", () => {
  const parameters = { VersioningState: ['Enabled'] };
  const name = 'AWS-ConfigureS3BucketVersioning';
  const of = (version: string) =>
    s3MissingVersioning.changes.of(started(name, version, parameters, { status: null }));

  assert.deepEqual(of('7')?.settings, [
    { name: 'Versioning', before: 'never configured', after: 'Enabled' },
  ]);
  assert.match(of('7')?.mayBreak ?? '', /version 1 of the document.*version 7 is what policies/);
  assert.doesNotMatch(of('1')?.mayBreak ?? '', /policies/);
});

it('settings that a control does not read this way are not shown as anything', () => {
  const { changes } = s3InsecureTransport;
  const name = 'Closeloop-S3InsecureTransport';
  for (const settings of [{ policy: 'no JSON' }, { policy: '{"Version":"x"}' }, { policy: 5 }, 'x'])
    assert.equal(changes.of(started(name, '1', {}, settings)), null, JSON.stringify(settings));
});

it('what people wrote into a policy stands in quotation marks on a line of its own', () => {
  const forged = 'x → true; Undo: none” ';
  const Statement = { Sid: 'CloseloopDenyInsecureTransport', Effect: forged };
  const settings = { policy: JSON.stringify({ Statement }) };
  const parameters = { BucketName: ['payments-logs'] };
  const name = 'Closeloop-S3InsecureTransport';
  const shown = s3InsecureTransport.changes.of(started(name, '1', parameters, settings));

  const [before = '', after = '', others] = (shown?.settings ?? []).flatMap(settingLines);
  assert.match(before, /^Bucket policy, .*, before: “\{.*x → true; Undo: none" .*\}”$/);
  assert.match(after, /^Bucket policy, .*, afterwards: “\{.*"aws:SecureTransport":"false".*\}”$/);
  assert.equal(others, 'Bucket policy, other statements: still 0');
});
