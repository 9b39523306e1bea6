import assert from 'node:assert/strict';

import fc from 'fast-check';

import { compareStory, digestOf, sealableParts } from '../../../activities/sealing/chain.ts';
import type { Difference, Seal, StoredLine } from '../../../activities/sealing/chain.ts';

/** A story that grows: in each step some lines are appended, then what is new is sealed. */
interface Grown {
  readonly lines: readonly StoredLine[];
  readonly seals: readonly Seal[];
}

const AT = Date.parse('2026-11-30T15:00:00.000Z');

function sequenceOf(n: number): string {
  // Three lines an episode.
  return `${String(Math.floor(n / 3) + 1).padStart(6, '0')}#${String((n % 3) + 1).padStart(8, '0')}`;
}

function line(n: number, text = `line ${n}`): StoredLine {
  const sequence = sequenceOf(n);
  return { sequence, digest: digestOf({ workflowId: 'w', sequence, text }) };
}

function sealed(seals: readonly Seal[], lines: readonly StoredLine[]): readonly Seal[] {
  const { unsealed } = compareStory(lines, seals);
  const added = sealableParts(unsealed).map((part, n) => {
    const number = seals.length + n + 1;
    return { number, at: new Date(AT + number * 1000).toISOString(), before: null, lines: part };
  });
  return [...seals, ...added];
}

function grown(steps: readonly number[]): Grown {
  let lines: readonly StoredLine[] = [];
  let seals: readonly Seal[] = [];
  for (const count of steps) {
    lines = [...lines, ...Array.from({ length: count }, (_, n) => line(lines.length + n))];
    seals = sealed(seals, lines);
  }
  return { lines, seals };
}

const stories = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 });
const inOrder = (lines: readonly StoredLine[]) =>
  lines.toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1));
const kinds = (differences: readonly Difference[]) =>
  differences.map(({ kind, sequence }) => `${kind} ${sequence}`);

describe('the seals of a story', () => {
  it('name nothing for any honest story, however it grows and whenever it is sealed', () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: 0, max: 5 }), (steps, more) => {
        const { lines, seals } = grown(steps);
        const later = Array.from({ length: more }, (_, n) => line(lines.length + n));
        const found = compareStory([...lines, ...later], seals);
        assert.deepEqual(found.differences, []);
        assert.equal(found.sealed, lines.length);
        assert.equal(found.upTo?.sequence, lines.at(-1)?.sequence);
        assert.deepEqual(found.unsealed, later);
      }),
    );
  });

  it('name each sealed line that is changed, removed or swapped, and no other', () => {
    const forgery = fc.record({
      how: fc.constantFrom('changed', 'removed', 'swapped'),
      at: fc.nat(),
      other: fc.nat(),
    });
    fc.assert(
      fc.property(stories, forgery, (steps, { how, at, other }) => {
        const { lines, seals } = grown(steps);
        const n = at % lines.length;
        const m = other % lines.length;
        const forged = lines.flatMap((one, i) => {
          if (how === 'swapped' && (i === n || i === m)) {
            const from = lines[i === n ? m : n];
            return [{ sequence: one.sequence, digest: from?.digest ?? '' }];
          }
          if (i !== n || how === 'swapped') return [one];
          return how === 'removed' ? [] : [line(i, 'forged')];
        });
        const touched = how === 'swapped' ? (n === m ? [] : [n, m].sort((a, b) => a - b)) : [n];
        const word = how === 'swapped' ? 'changed' : how;
        const expected = touched.map((i) => `${word} ${sequenceOf(i)}`);
        assert.deepEqual(kinds(compareStory(forged, seals).differences), expected);
      }),
    );
  });

  it('name a line that is added before the last sealed one, also after it was sealed itself', () => {
    fc.assert(
      fc.property(stories, fc.nat(), (steps, at) => {
        const { lines, seals } = grown(steps);
        const beside = lines[at % lines.length]?.sequence ?? '';
        const isLast = beside === lines.at(-1)?.sequence;
        const sequence = isLast ? `000000#${beside.slice(7)}` : `${beside}~0123456789ab`;
        const forged = inOrder([...lines, { sequence, digest: digestOf({ forged: true }) }]);
        const found = compareStory(forged, seals);
        assert.deepEqual(found.differences, [{ kind: 'added', sequence, sealedAt: null }]);

        const later = sealed(seals, forged);
        const again = compareStory([...forged, line(lines.length)], later);
        assert.deepEqual(kinds(again.differences), [`added ${sequence}`]);
        assert.equal(again.differences[0]?.sealedAt, later.at(-1)?.at);
        assert.deepEqual(kinds(compareStory(lines, later).differences), [`removed ${sequence}`]);
      }),
    );
  });

  it('keep what was sealed first when the changed story is sealed again', () => {
    const { lines, seals } = grown([3, 2]);
    const forged = [line(0, 'forged'), ...lines.slice(1), line(5)];
    const again = sealed(seals, forged);
    assert.equal(again.length, 3);
    assert.deepEqual(kinds(compareStory(forged, again).differences), [`changed ${sequenceOf(0)}`]);
    assert.deepEqual(compareStory([...lines, line(5)], again).differences, []);
  });

  it('are several where a story has more lines than one item of DynamoDB takes', () => {
    const lines = Array.from({ length: 2_500 }, (_, n) => line(n));
    const parts = sealableParts(lines).map((part) => Object.keys(part).length);
    assert.deepEqual(parts, [1_000, 1_000, 500]);
    assert.equal(compareStory(lines, sealed([], lines)).sealed, 2_500);
  });

  it('say of a story without a seal that no line of it is sealed', () => {
    const nothing = { upTo: null, since: null, sealed: 0, differences: [] };
    assert.deepEqual(compareStory([], []), { ...nothing, unsealed: [] });
    assert.deepEqual(compareStory([line(0)], []), { ...nothing, unsealed: [line(0)] });
  });
});

describe('the digest of a line', () => {
  it('the digest of a line is another for any other value, attribute and type, whatever DynamoDB can keep', () => {
    const values = ['a', 'A', 1, 10n, true, null, [], {}, new Set(), ['a'], { a: 'a' }];
    const more = [new Set(['a']), new Set([1]), new Uint8Array([97]), { 0: 97 }, '1', [1], [[1]]];
    const items = [...values, ...more].flatMap((value) => [{ text: value }, { note: value }]);
    const digests = items.map((item) => digestOf({ workflowId: 'w', sequence: 's', ...item }));
    assert.equal(new Set(digests).size, items.length);
  });

  it('the digest of a line does not depend on the order in which DynamoDB answers attributes', () => {
    assert.equal(digestOf({ a: 1, b: { c: 2, d: 3 } }), digestOf({ b: { d: 3, c: 2 }, a: 1 }));
  });
});
