import assert from 'node:assert/strict';

import { failure } from '../../../activities/aws/failures.ts';
import { sentencesOf } from '../../../activities/sealing/check-story.ts';
import { dynamoSealWriter } from '../../../activities/sealing/seals.ts';
import { auditor, sequence, upTo, withSealing } from './story.ts';

describe('A pass over all stories, on emulated AWS', () => {
  const sealing = withSealing();

  it('a pass over all stories compares every story in a pass of several pages, and goes on where the last page ended, whoever asks', async () => {
    const { audit, story } = sealing();
    const ids = [await story(1), await story(1), await story(1)];
    const { check, page, deps } = auditor(audit, {}, 2);
    const counts: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const found = await page();
      counts.push(found.counts.checked);
      next = found.next;
      const { now } = (await deps.seals.progress()) ?? {};
      assert.equal(now?.after ?? null, next);
    }
    assert.ok(counts.length > 1);
    for (const id of ids) assert.equal(upTo(await check(id)), sequence(1));
    const { last, now } = (await deps.seals.progress()) ?? {};
    assert.equal(now, null);
    assert.equal(
      last?.checked,
      counts.reduce((a, b) => a + b),
    );
  });

  it('a pass over all stories goes on with the page whose end it did not live to see, and seals nothing twice', async () => {
    const { audit, story } = sealing();
    const [first, second] = [await story(2), await story(2)];
    const ids = async () => ({ ids: [first, second], after: null });
    const whole = auditor(audit, { ids });
    const lines = async (id: string, most: number) => {
      if (id === second) throw failure('Unavailable', 'DynamoDB is away');
      return await whole.deps.lines(id, most);
    };
    await assert.rejects(auditor(audit, { ids, lines }).page(), /DynamoDB is away/);
    assert.equal((await whole.pass()).sealed, 4);
    assert.equal((await whole.pass()).sealed, 0);
  });

  it('two audits at once seal each line once', async () => {
    const { story, auditOf } = sealing();
    const id = await story(30);
    const passes = await Promise.all([auditOf(id).pass(), auditOf(id).pass(), auditOf(id).pass()]);
    assert.equal(
      passes.reduce((sum, { sealed }) => sum + sealed, 0),
      30,
    );
    assert.deepEqual(sentencesOf(await auditOf(id).check(id)), []);
  });

  it('a pass over all stories seals no line of a transaction of which it saw only a part', async () => {
    const { story, auditOf } = sealing();
    const id = await story(6);
    let reads = 0;
    const { deps } = auditOf(id);
    const lines = async (of: string, most: number) => {
      const all = await deps.lines(of, most);
      reads += 1;
      // The first read misses lines 3 and 6, the second line 6.
      const hidden = reads === 1 ? [sequence(3), sequence(6)] : [sequence(6)];
      return all.filter((item) => !hidden.includes(String(item['sequence'])));
    };
    assert.equal((await auditOf(id, { lines }).page()).counts.sealed, 5);
    assert.deepEqual(sentencesOf(await auditOf(id).check(id)), []);
    assert.equal((await auditOf(id).pass()).sealed, 1);
    assert.deepEqual(sentencesOf(await auditOf(id).check(id)), []);
  });

  it('lines that are appended during a pass over all stories are sealed in this pass or the next, and never look added', async () => {
    const { story, append, auditOf } = sealing();
    const id = await story(1);
    const appends = async () => {
      for (let n = 2; n <= 20; n += 1) await append(id, n, n);
    };
    const seal = async () => {
      for (let n = 0; n < 5; n += 1) await auditOf(id).pass();
    };
    await Promise.all([appends(), seal()]);
    await auditOf(id).pass();
    const check = await auditOf(id).check(id);
    assert.deepEqual(sentencesOf(check), []);
    assert.equal(upTo(check), sequence(20));
  });

  it('a pass over all stories seals a story of thousands of lines, and says of an endless one that nobody compares it', async () => {
    const { story, auditOf } = sealing();
    const id = await story(1);
    const line = (n: number) => ({ workflowId: id, sequence: sequence(n), text: `line ${n}` });
    const of3000 = Array.from({ length: 3_000 }, (_, n) => line(n + 1));
    const lines = async () => await Promise.resolve(of3000);
    assert.equal((await auditOf(id, { lines }).pass()).sealed, 3_000);
    const sealed = await auditOf(id).deps.seals.of(id);
    assert.equal('seals' in sealed && sealed.seals.length, 3);
    const endless = async (_: string, most: number) =>
      await Promise.resolve(Array.from({ length: most }, (_line, n) => line(n + 1)));
    const found = auditOf(id, { lines: endless });
    assert.equal((await found.pass()).differing, 1);
    assert.match(found.heard.join(), /more than 50000 lines/);
  });

  it('a pass over all stories seals nothing and says why when KMS refuses, and tells again what was not told', async () => {
    const { audit, story, forge, auditOf } = sealing();
    const id = await story(2);
    const kms = { verifyMac: audit.kms.verifyMac.bind(audit.kms), generateMac: refused };
    const seals = dynamoSealWriter(audit.store, kms);
    await assert.rejects(auditOf(id, { seals }).page(), {
      type: 'AccessDenied',
      message: /GenerateMac/,
    });
    assert.equal(upTo(await auditOf(id).check(id)), undefined);

    await auditOf(id).pass();
    await forge(id, sequence(1));
    await auditOf(id, { tell: async () => false }).pass();
    const { pass, heard } = auditOf(id);
    await pass();
    await pass();
    assert.equal(heard.length, 1);
  });
});

async function refused(): Promise<never> {
  const error = new Error('explicit deny');
  throw Object.assign(error, { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
}
