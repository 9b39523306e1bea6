import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger, Lookups } from '../../../activities/ledger/ledger.ts';
import type { FindingRef } from '../../../domain/finding.ts';
import { findingRef } from '../../builders/finding.ts';
import { newId, storyUpdate } from '../../builders/story.ts';
import { PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

describe('findings in the ledger', () => {
  let world: LedgerWorld;
  let ledger: Ledger & Lookups;
  before(async () => {
    world = await startLedgerWorld();
    ({ ledger } = world);
  });
  after(async () => await world.stop());

  const AT = '2026-03-01T11:00:00.000Z';
  const closing = async (id: string, findings: FindingRef[]) =>
    await ledger.closeFindings(id, findings, AT);

  it('the ledger knows no finding before it was acknowledged', async () => {
    assert.equal(await ledger.knownFinding(findingRef()), null);
  });

  it('the ledger maps an acknowledged finding to its lifecycle, with its hash', async () => {
    const [f, id] = [findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h1', null);
    assert.deepEqual(await ledger.knownFinding(f), {
      finding: f,
      problems: { [id]: 'open' },
      hash: 'h1',
      closedAt: null,
      closedAs: null,
      wrote: null,
      reports: { [id]: { hash: 'h1', closes: 0 } },
    });
    await ledger.acknowledge(f, id, 'h2');
    assert.equal((await ledger.knownFinding(f))?.hash, 'h2');
  });

  it('the ledger keeps all problems of a finding that are acknowledged at once', async () => {
    const f = findingRef();
    const ids = Array.from({ length: 32 }, newId);
    const other = dynamoLedger(openStore(world.newClient(), PREFIX));
    await Promise.all(
      ids.map(async (id, n) => await (n % 2 === 0 ? ledger : other).acknowledge(f, id, 'h', null)),
    );
    const known = await ledger.knownFinding(f);
    assert.deepEqual(Object.keys(known?.problems ?? {}).sort(), ids.sort());
    assert.equal(known?.hash, 'h');
  });

  it('the ledger takes fifty equal acknowledgements at once as one', async () => {
    const [f, id] = [findingRef(), newId()];
    await Promise.all(Array.from({ length: 50 }, async () => await ledger.acknowledge(f, id, 'h')));
    assert.equal((await ledger.knownFinding(f))?.hash, 'h');
  });

  it('a finding has no common hash until every problem has acknowledged the report', async () => {
    const [f, a, b] = [findingRef(), newId(), newId()];
    await ledger.acknowledge(f, a, 'h1', null);
    await ledger.acknowledge(f, b, 'h1', null);
    await ledger.acknowledge(f, a, 'h2');
    assert.equal((await ledger.knownFinding(f))?.hash, null);
    await ledger.acknowledge(f, b, 'h2');
    assert.equal((await ledger.knownFinding(f))?.hash, 'h2');
  });

  it('the ledger forgets the hash on closing and says when', async () => {
    const [f, id] = [findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h1', null);
    assert.deepEqual(await closing(id, [f]), [f]);
    const known = await ledger.knownFinding(f);
    assert.equal(known?.hash, null);
    assert.equal(known.closedAt, AT);
    assert.deepEqual(known.problems, { [id]: 'closed' });
  });

  it('the ledger remembers as how bad it was closed', async () => {
    const [f, id] = [findingRef(), newId()];
    await ledger.openEpisode(id, 'run-1');
    await ledger.record(id, 1, storyUpdate(1, 1, { severity: 'MEDIUM' }));
    await ledger.acknowledge(f, id, 'h1', null);
    await closing(id, [f]);

    assert.equal((await ledger.knownFinding(f))?.closedAs, 'MEDIUM');
  });

  it('the ledger returns the same findings when a close is repeated', async () => {
    const [f, g, id] = [findingRef(), findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h1', null);
    assert.deepEqual(await closing(id, [f, g]), [f, g]);
    assert.deepEqual(await closing(id, [f, g]), [f, g]);
    assert.deepEqual((await ledger.knownFinding(g))?.reports, { [id]: { hash: null, closes: 1 } });
  });

  it('a finding has no common hash while one of two problems is closed, so that its return is not dropped', async () => {
    const [f, a, b] = [findingRef(), newId(), newId()];
    await ledger.acknowledge(f, a, 'h', null);
    await ledger.acknowledge(f, b, 'h', null);
    assert.deepEqual(await closing(a, [f]), []);
    assert.equal((await ledger.knownFinding(f))?.hash, null);
  });

  for (const order of ['first', 'second'] as const) {
    it(`the ledger returns a finding of two problems when the ${order} of them closes last`, async () => {
      const [f, a, b] = [findingRef(), newId(), newId()];
      await ledger.acknowledge(f, a, 'h', null);
      await ledger.acknowledge(f, b, 'h', null);
      const [early, late] = order === 'first' ? [b, a] : [a, b];
      assert.deepEqual(await closing(early, [f]), []);
      assert.deepEqual(await closing(late, [f]), [f]);
      assert.deepEqual(await closing(early, [f]), [], 'a repeated close of the other');
      assert.deepEqual(await closing(late, [f]), [f], 'a repeated close of the last');
    });
  }

  it('the ledger returns a finding to exactly one of its problems when all close at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const f = findingRef();
      const ids = Array.from({ length: 5 }, newId);
      for (const id of ids) await ledger.acknowledge(f, id, 'h', null);
      const returned = await Promise.all(ids.map(async (id) => await closing(id, [f])));
      assert.equal(returned.flat().length, 1);
    }
  });

  it('the ledger keeps a finding whose other problem came back before this finding said so', async () => {
    const [f, a, b] = [findingRef(), newId(), newId()];
    for (const id of [a, b]) {
      await ledger.openEpisode(id, 'run-1');
      await ledger.record(id, 1, storyUpdate(1, 1));
      await ledger.acknowledge(f, id, 'h', null);
      await ledger.markClosing(id, 1);
    }
    assert.deepEqual(await closing(a, [f]), []);
    await ledger.markClosed(a, 1, AT);
    await ledger.openEpisode(a, 'run-2');
    assert.deepEqual(await closing(b, [f]), []);
    await ledger.record(a, 2, storyUpdate(1, 1));
    await ledger.markClosing(a, 2);
    assert.deepEqual(await closing(a, [f]), [f]);
  });

  it('the ledger opens again on a start after closing', async () => {
    const [f, id] = [findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h', null);
    await closing(id, [f]);
    const seen = await ledger.knownFinding(f);
    await ledger.acknowledge(f, id, 'h', seen);
    const known = await ledger.knownFinding(f);
    assert.deepEqual(known?.problems, { [id]: 'open' });
    assert.equal(known.hash, 'h');
    assert.equal(known.closedAt, AT);
    assert.deepEqual(await closing(id, [f]), [f]);
  });

  it('the ledger ignores an acknowledgement whose signal may have reached the run that closed', async () => {
    const [f, id] = [findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h1', null);
    const seen = await ledger.knownFinding(f);
    await closing(id, [f]);
    await ledger.acknowledge(f, id, 'h2', seen);
    const known = await ledger.knownFinding(f);
    assert.deepEqual(known?.problems, { [id]: 'closed' });
    assert.equal(known.hash, null);
  });

  it('the ledger opens without a hash when nobody says what was seen', async () => {
    const [f, id] = [findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h', null);
    await closing(id, [f]);
    await ledger.acknowledge(f, id, 'h');
    assert.deepEqual((await ledger.knownFinding(f))?.reports, { [id]: { hash: null, closes: 1 } });
    assert.deepEqual((await ledger.knownFinding(f))?.problems, { [id]: 'open' });
    await ledger.acknowledge(f, id, 'h');
    assert.equal((await ledger.knownFinding(f))?.hash, 'h');
  });

  it('never remembers a hash that would drop a return, however the two race', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), async (withSeen) => {
        const [f, id] = [findingRef(), newId()];
        await ledger.acknowledge(f, id, 'h', null);
        const seen = await ledger.knownFinding(f);
        await Promise.all([
          ledger.acknowledge(f, id, 'h2', withSeen ? seen : undefined),
          closing(id, [f]),
        ]);
        assert.equal((await ledger.knownFinding(f))?.hash, null);
      }),
      { numRuns: 20 },
    );
  });

  it('the ledger finds a finding by its id alone, in all products', async () => {
    const [f, id] = [findingRef(), newId()];
    const elsewhere = { ...f, productArn: 'arn:aws:securityhub:eu-west-1::product/acme/scanner' };
    await ledger.acknowledge(f, id, 'h', null);
    await ledger.acknowledge(elsewhere, id, 'h', null);
    const found = (await ledger.findingsById(f.id)).map((known) => known.finding.productArn);
    assert.deepEqual(found.sort(), [elsewhere.productArn, f.productArn].sort());
    assert.deepEqual(await ledger.findingsById('nothing'), []);
  });

  it('the ledger keeps ids as they are, whatever they contain', async () => {
    const ids = ['__proto__', 'constructor', 'ü/#~|\u0000', ' ', '😀'];
    for (const id of ids) {
      const f = { ...findingRef(), id };
      await ledger.acknowledge(f, '__proto__x', id, null);
      assert.equal((await ledger.knownFinding(f))?.hash, id);
    }
  });

  it('the ledger keeps a finding whose id and product are longer than a key, apart from every other', async () => {
    const f = findingRef();
    const long = {
      id: `${f.id}${'x'.repeat(4000)}`,
      productArn: `${f.productArn}${'y'.repeat(2000)}`,
    };
    const other = { ...long, id: `${long.id}z` };
    const id = newId();
    await ledger.acknowledge(long, id, 'h', null);
    assert.equal((await ledger.knownFinding(long))?.hash, 'h');
    assert.equal(await ledger.knownFinding(other), null);
    assert.equal(await ledger.knownFinding(f), null);
    assert.deepEqual(
      (await ledger.findingsById(long.id)).map((known) => known.finding),
      [long],
    );
    const last = await ledger.closeFindings(id, [long], '2026-11-23T06:00:00.000Z');
    assert.deepEqual(last, [long]);
  });

  it('the ledger refuses an id or hash that cannot be kept, by name', async () => {
    await assert.rejects(ledger.knownFinding({ ...findingRef(), productArn: '' }), {
      type: 'InvalidInput',
      message: /ProductArn/,
    });
    await assert.rejects(ledger.acknowledge(findingRef(), newId(), ''), { message: /the hash/ });
  });
});
