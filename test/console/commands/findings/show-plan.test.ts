/** The plan in `findings show`: what it changes, then what is run. */
import assert from 'node:assert/strict';

import { lifecycle, textOf } from '../../rows.ts';
import { shown } from './show-sample.ts';

it('findings show shows all that the plan will do', async () => {
  const planDetail = ['Parameters: BucketName=payments-logs', 'Undo: none'];
  const reply = await shown(lifecycle({ planDetail }));

  assert.match(
    textOf(reply),
    /Exactly this is run\n {2}Closeloop-S3PublicAccess version 1 .*\n {2}Parameters: Buck.*\n {2}hash 55d7/,
  );
  assert.deepEqual((reply.json['plan'] as { detail: unknown }).detail, planDetail);
});

it('findings show shows what the plan changes before the commands that decide about it, and in its JSON', async () => {
  const reply = await shown(lifecycle());
  const text = textOf(reply);
  const change =
    /What the plan changes\n {2}Public access block, BlockPublicAcls: not set → true\n[^]*\n {2}May break: .*public website.*\n {2}To take it back: .*findings undo/;
  assert.match(text, change);
  assert.ok(text.search(change) < text.indexOf('--plan 55d7'), text);
  assert.ok(text.search(change) < text.indexOf('Exactly this is run'), text);
  assert.partialDeepStrictEqual(reply.json['plan'], {
    settings: [{ name: 'Public access block, BlockPublicAcls', before: 'not set', after: 'true' }],
    notShown: null,
  });
});

it('findings show says why it cannot show what a plan changes', async () => {
  const planHash = 'f'.repeat(64);
  const reply = await shown(lifecycle({ planHash }));

  assert.match(textOf(reply), /Setting by setting it cannot be shown: the ledger does not hold/);
  assert.partialDeepStrictEqual(reply.json['plan'], { hash: planHash, settings: [], undo: null });
});
