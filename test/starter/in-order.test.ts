import assert from 'node:assert/strict';

import { inOrder } from '../../starter/in-order.ts';

it('results come in the order of the items, however long each takes', async () => {
  const gates = [0, 1, 2].map(() => Promise.withResolvers<undefined>());
  const options = { most: 3, keyOf: String };
  const all = inOrder([0, 1, 2], options, async (item) => {
    await gates[item]?.promise;
    return item * 10;
  });
  for (const gate of gates.toReversed()) gate.resolve(undefined);

  assert.deepEqual(await all, [0, 10, 20]);
});

it('inOrder runs no more than the limit at once, and equal keys one after the other', async () => {
  let running = 0;
  let most = 0;
  const keys = new Set<string>();
  const items = ['a', 'b', 'a', 'c', 'd', 'a', 'e'];
  await inOrder(items, { most: 3, keyOf: (item) => item }, async (item) => {
    assert.ok(!keys.has(item), `two of ${item} at once`);
    keys.add(item);
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    keys.delete(item);
    running -= 1;
  });

  assert.equal(most, 3);
});
