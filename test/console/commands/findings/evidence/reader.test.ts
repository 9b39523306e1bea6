/** Who may open evidence, and what it prints. */
import assert from 'node:assert/strict';

import { showEvidence } from '../../../../../console/commands/findings/evidence/evidence.ts';
import { errorOf, textOf } from '../../../rows.ts';
import { withEvidence } from './sample.ts';

describe('findings evidence, for people', function () {
  this.timeout(120_000);
  const { checked, from, opened } = withEvidence();

  it('findings evidence is refused to who may not decide about the finding, unless policy opens it', async () => {
    const { workflowId } = await checked();
    const readers = ['ana', 'lena', 'kim', 'sam'];
    for (const person of readers)
      assert.equal((await opened(workflowId, { identity: signedIn(person) })).reply.failed, false);
    for (const person of ['dana', null]) {
      const refused = await errorOf(opened(workflowId, { identity: signedIn(person) }));
      assert.equal(refused.code, 'not-a-reader');
      assert.match(refused.message, /evidence_readers is deciders/);
    }
    const decisions = { ...from().decisions, evidenceReaders: 'anyone' } as const;
    assert.ok(await opened(workflowId, { decisions, identity: signedIn('dana') }));
  });

  it('findings evidence lets no answer steer the terminal or fill it', async () => {
    const rules = Array.from({ length: 5_000 }, (_, n) => ({ ['k\u001B[2K\u202E']: `v${n}` }));
    const { workflowId, id } = await checked({ rules, long: 'x'.repeat(100_000) });

    const { reply, text } = await opened(workflowId);

    assert.equal(reply.failed, false);
    for (const steering of ['\u001B', '\u202E']) assert.ok(!text.includes(steering));
    const lines = text.split('\n');
    assert.ok(lines.length < 70, String(lines.length));
    assert.ok(lines.every((line) => line.length < 800));
    assert.match(text, new RegExp(`more lines: .*findings evidence \\S+ --check ${id}`));
    const whole = await showEvidence(from(), { id: workflowId, check: id });
    assert.ok(textOf(whole).split('\n').length > 4_000);
  });

  it('findings evidence of an unknown check names those that there are', async () => {
    const { workflowId, id } = await checked();

    const error = await errorOf(showEvidence(from(), { id: workflowId, check: 'v-x' }));

    assert.equal(error.code, 'no-such-check');
    assert.match(error.next.join('\n'), new RegExp(`These have: ${id}`));
  });
});

function signedIn(person: string | null) {
  return async () => ({ arn: 'arn:x', person });
}
