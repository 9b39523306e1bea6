import assert from 'node:assert/strict';

import { failure } from '../../../../activities/aws/failures.ts';
import { compareStory } from '../../../../activities/sealing/chain.ts';
import type { Seal, StoredLine } from '../../../../activities/sealing/chain.ts';
import type { StoryCheck } from '../../../../activities/sealing/check-story.ts';
import { showFinding } from '../../../../console/commands/findings/show.ts';
import { lifecycle, NOW, textOf } from '../../rows.ts';
import { from, story } from './show-sample.ts';

const AT = '2026-03-01T11:00:00.000Z';
const LATER = '2026-03-01T11:30:00.000Z';
const line = (n: number, digest = 'a'): StoredLine => ({
  sequence: `000002#${String(n).padStart(8, '0')}`,
  digest: digest.repeat(64),
});
const seal = (number: number, at: string, ...lines: readonly StoredLine[]): Seal => ({
  number,
  at,
  before: null,
  lines: Object.fromEntries(lines.map(({ sequence, digest }) => [sequence, digest])),
});

/** `findings show` of a finding whose story compares so with its seals. */
async function shown(check: () => Promise<StoryCheck>) {
  const row = lifecycle();
  return await showFinding(from(row, story, { storyChecks: { check } }), row.workflowId, NOW);
}
const compared = async (lines: readonly StoredLine[], seals: readonly Seal[]) =>
  await shown(async () => ({
    comparison: compareStory(lines, seals),
    last: { number: seals.length, hash: null },
  }));

describe('findings show, about the seal of the story', () => {
  it('says up to which line the story is sealed, when, since when, and how many are not yet', async () => {
    const seals = [seal(1, AT, line(1)), seal(2, LATER, line(2))];
    const reply = await compared([line(1), line(2), line(3)], seals);

    assert.equal(reply.failed, false);
    assert.deepEqual(reply.json['sealed'], {
      status: 'sealed',
      upTo: { line: 'line 2 of episode 2', sequence: line(2).sequence, at: LATER },
      since: AT,
      sealedLines: 2,
      unsealedLines: 1,
      differences: [],
      because: null,
    });
    const text = textOf(reply);
    assert.match(text, /Sealed up to line 2 of episode 2, at 2026-03-01 11:30:00 UTC; newer ones/);
    assert.match(text, /Not sealed before 2026-03-01 11:00:00 UTC\./);
  });

  it('fails and names each line that is not what was sealed', async () => {
    const seals = [seal(1, AT, line(1), line(2), line(4))];
    const reply = await compared([line(1, 'b'), line(3), line(4)], seals);

    assert.equal(reply.failed, true);
    const { status, differences } = reply.json['sealed'] as Record<string, unknown>;
    assert.equal(status, 'differs');
    assert.deepEqual(differences, [
      {
        kind: 'changed',
        sequence: line(1).sequence,
        sealedAt: AT,
        text: `line 1 of episode 2 was changed after it was sealed at ${AT}`,
      },
      {
        kind: 'removed',
        sequence: line(2).sequence,
        sealedAt: AT,
        text: `line 2 of episode 2 was removed after it was sealed at ${AT}`,
      },
      {
        kind: 'added',
        sequence: line(3).sequence,
        sealedAt: null,
        text: 'line 3 of episode 2 was added before a line that was sealed already',
      },
    ]);
    assert.match(textOf(reply), /The story is not what was sealed\n {2}line 1 of episode 2 was/);
  });

  it('fails where nobody can believe the seals, and says why', async () => {
    const reply = await shown(async () => ({ broken: 'seal#00000002 carries no valid MAC' }));

    assert.equal(reply.failed, true);
    assert.match(textOf(reply), /The story is not what was sealed\n {2}seal#00000002 carries no/);
  });

  it('says that no line is sealed yet', async () => {
    const reply = await compared([line(1)], []);

    assert.equal(reply.failed, false);
    assert.match(textOf(reply), /No line is sealed yet: whoever has the keys of a worker could/);
  });

  it('shows everything else where AWS refuses the comparison, and says that it was not made', async () => {
    const reply = await shown(async () => {
      throw failure('AccessDenied', 'Tried kms:VerifyMac: no');
    });

    assert.equal(reply.failed, false);
    assert.equal((reply.json['sealed'] as Record<string, unknown>)['status'], 'unknown');
    assert.match(textOf(reply), /Seal\n {2}could not be compared: Tried kms:VerifyMac: no/);
    assert.match(textOf(reply), /approval-asked/);
  });
});
