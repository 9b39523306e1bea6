/** An approval is used up by one write, and a message about an earlier round writes nothing. */
import assert from 'node:assert/strict';

import type { IntentResult } from '../../../activities/ledger/ledger.ts';
import { CAP, newId } from '../../builders/story.ts';
import { startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

describe('the intent of a write', () => {
  let world: LedgerWorld;
  before(async () => {
    world = await startLedgerWorld();
  });
  after(async () => await world.stop());

  interface Write {
    readonly id: string;
    readonly episode?: number;
    readonly round?: number;
    readonly consumes?: readonly string[];
  }
  const intend = async ({
    id,
    episode = 1,
    round = 1,
    consumes = [],
  }: Write): Promise<IntentResult> =>
    await world.ledger.rememberIntent(
      id,
      episode,
      round,
      `token ${episode} ${round}`,
      'plan',
      CAP,
      { consumes },
    );

  it('an approval that one write used does not allow a write of a later episode', async () => {
    const id = newId();
    assert.equal(await intend({ id, consumes: ['approval-1'] }), 'remembered');
    assert.equal(await intend({ id, episode: 2, consumes: ['approval-1'] }), 'used');
    assert.equal(await world.ledger.execution(id, 2, 1), null);
  });

  it('an approval that one write used does not allow the next round', async () => {
    const id = newId();
    await intend({ id, consumes: ['approval-1'] });
    assert.equal(await intend({ id, round: 2, consumes: ['approval-1'] }), 'used');
    assert.equal(await intend({ id, round: 2, consumes: ['approval-2'] }), 'remembered');
  });

  it('an undo is refused when either of its two decisions was used before', async () => {
    const id = newId();
    await intend({ id, consumes: ['asked-1', 'approved-1'] });
    assert.equal(await intend({ id, episode: 2, consumes: ['asked-2', 'approved-1'] }), 'used');
    assert.equal(await intend({ id, episode: 2, consumes: ['asked-1', 'approved-2'] }), 'used');
    assert.equal(
      await intend({ id, episode: 2, consumes: ['asked-2', 'approved-2'] }),
      'remembered',
      'a refused intent uses up no decision',
    );
  });

  it('a retry of the same write goes on with the decision that it used', async () => {
    const id = newId();
    for (let n = 0; n < 3; n += 1) {
      assert.equal(await intend({ id, consumes: ['approval-1'] }), 'remembered');
    }
  });

  it('of two writes that race for one approval exactly one is stored', async () => {
    const id = newId();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(async (round) => await intend({ id, round, consumes: ['approval-1'] })),
    );
    assert.equal(answers.filter((one) => one === 'remembered').length, 1);
  });

  it('a message about an earlier episode or round writes nothing, also without an approval', async () => {
    const id = newId();
    assert.equal(await intend({ id, episode: 3, round: 2 }), 'remembered');
    assert.equal(await intend({ id, episode: 2, round: 9 }), 'past');
    assert.equal(await intend({ id, episode: 3, round: 1 }), 'past');
    assert.equal(await intend({ id, episode: 3, round: 3 }), 'remembered');
  });

  it('decisions of one lifecycle are none of another one', async () => {
    assert.equal(await intend({ id: newId(), consumes: ['approval-1'] }), 'remembered');
    assert.equal(await intend({ id: newId(), consumes: ['approval-1'] }), 'remembered');
  });
});
