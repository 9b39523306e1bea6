/** A work item that a person changes between our read and our write is read again, so that no change is lost. */
import assert from 'node:assert/strict';

import { startBoardsUnderTest } from './azure-devops-under-test.ts';
import type { BoardsUnderTest } from './azure-devops-under-test.ts';

describe('a work item that a person changes at the same moment', () => {
  let tracker: BoardsUnderTest;
  before(async () => {
    tracker = await startBoardsUnderTest();
  });
  after(async () => await tracker.stop());

  const made = async () => {
    const ref = await tracker.tickets.create('Payments', {
      title: 'x',
      body: [],
      mark: 'closeloop-x',
    });
    const item = tracker.boards.items.find(({ id }) => String(id) === ref.id);
    assert.ok(item);
    return { ref, item };
  };
  const meanwhile = (does: () => unknown) => tracker.fail({ kind: 'before', on: /^PATCH /, does });

  it('a work item changed by a person meanwhile is moved from its new state', async () => {
    const { ref, item } = await made();
    meanwhile(() => tracker.boards.moveByHand(item.id, 'Geprüft', 'Ada'));
    assert.equal(await tracker.tickets.move(ref, 'done'), 'moved');
    assert.equal(item.state, 'Erledigt');
  });

  it('a work item that a person closed meanwhile stays as it is', async () => {
    const { ref, item } = await made();
    meanwhile(() => tracker.boards.moveByHand(item.id, 'Verworfen', 'Ada'));
    assert.equal(await tracker.tickets.move(ref, 'done'), 'there');
    assert.equal(item.state, 'Verworfen');
  });

  it('a work item changed meanwhile gets its comment and link, after a failure where it keeps changing', async () => {
    const { ref, item } = await made();
    const touch = () => void (item.rev += 1);
    meanwhile(touch);
    const comment = { mark: 'Closeloop 1', body: [] };
    assert.equal(await tracker.tickets.comment(ref, comment), true);
    const link = { url: 'https://example.com/1', title: 'One' };
    for (let times = 0; times < 3; times += 1) meanwhile(touch);
    await assert.rejects(
      tracker.tickets.link(ref, link),
      /somebody else had changed the work item first/,
    );
    assert.equal(await tracker.tickets.link(ref, link), true);
    assert.deepEqual([item.comments.length, item.relations.length], [1, 1]);
  });
});
