/** Whoever may write into `seals` and has no key: nobody of Closeloop. */
import assert from 'node:assert/strict';

import { sentencesOf } from '../../../activities/sealing/check-story.ts';
import { sequence, upTo, withSealing } from './story.ts';
import type { Sealing } from './story.ts';

const [FIRST, SECOND] = ['seal#00000001', 'seal#00000002'];

describe('Seals that somebody changes', () => {
  const sealing = withSealing();

  const change = async (id: string, item: string, to: (was: object) => object | null) =>
    await replace(sealing(), { workflowId: id, item }, to);

  it('the check of the seals believes no seal that was copied from another lifecycle', async () => {
    const { administrator } = sealing();
    const { id, check } = await twoSeals(sealing());
    const { id: other } = await twoSeals(sealing());
    const copied = { workflowId: id, item: SECOND };
    const Key = { workflowId: other, item: SECOND };
    const { Item } = await administrator.document.get({ TableName: 'closeloop-seals', Key });
    await change(id, SECOND, () => ({ ...Item, ...copied }));
    assert.match(sentencesOf(await check(id)).join(), /seal#00000002 does not continue/);
    const first = { workflowId: other, item: FIRST };
    const given = await administrator.document.get({ TableName: 'closeloop-seals', Key: first });
    await change(id, SECOND, () => null);
    await change(id, FIRST, () => ({ ...given.Item, workflowId: id }));
    assert.match(sentencesOf(await check(id)).join(), /seal#00000001 carries no valid MAC/);
  });

  it('the check of the seals believes no old seal in the place of a newer one, and no seal whose lines were changed', async () => {
    const { administrator, append } = sealing();
    const { id, check, pass } = await twoSeals(sealing());
    const Key = { workflowId: id, item: FIRST };
    const { Item: old } = await administrator.document.get({ TableName: 'closeloop-seals', Key });
    await change(id, SECOND, () => ({ ...old, item: SECOND }));
    const expected = /seal#00000002 is not the one that follows number 1/;
    assert.match(sentencesOf(await check(id)).join(), expected);
    await append(id, 4, 4);
    assert.equal((await pass()).sealed, 0);
    await change(id, SECOND, () => ({ ...old, item: SECOND, number: 2, lines: {} }));
    assert.match(sentencesOf(await check(id)).join(), /does not continue/);
    await change(id, SECOND, () => null);
    await change(id, FIRST, (was) => ({ ...was, lines: {} }));
    assert.match(sentencesOf(await check(id)).join(), /no valid MAC/);
  });

  it('the check of the seals seals again what a removed newest seal had sealed, and keeps what the others say', async () => {
    const { forge } = sealing();
    const { id, check, pass } = await twoSeals(sealing());
    await change(id, SECOND, () => null);
    assert.equal(upTo(await check(id)), sequence(2));
    await forge(id, sequence(1));
    await pass();
    assert.match(sentencesOf(await check(id)).join(), /^line 1 of episode 1 was changed after/);
    assert.equal(upTo(await check(id)), sequence(3));
  });
});

/** Puts another item in the place of a seal, or none. */
async function replace(
  { administrator }: Sealing,
  Key: { readonly workflowId: string; readonly item: string },
  to: (was: object) => object | null,
): Promise<void> {
  const TableName = 'closeloop-seals';
  const { Item: was = {} } = await administrator.document.get({ TableName, Key });
  const Item = to(was);
  if (Item === null) await administrator.document.delete({ TableName, Key });
  else await administrator.document.put({ TableName, Item: { ...Item } });
}

/** A story of three lines with two seals. */
async function twoSeals({ story, auditOf, append }: Sealing) {
  const id = await story(2);
  const { check, pass } = auditOf(id);
  await pass();
  await append(id, 3, 3);
  await pass();
  assert.deepEqual(sentencesOf(await check(id)), []);
  return { id, check, pass };
}
