import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { UNASSIGNED } from '../../domain/ownership.ts';
import { ownershipProblems } from '../../policies/files/ownership-problems.ts';
import { ownerOf } from '../../policies/ownership.ts';
import type { OwnershipPattern, OwnershipTable } from '../../policies/ownership.ts';

/** Few keys, values and teams, so that random rows meet. */
const KEYS = ['Environment', 'Team', 'App'];
const VALUES = ['production', 'a=b', 'x'];
const TEAMS = ['platform', 'payments', 'data'];

const pairs = (value: fc.Arbitrary<string>) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...KEYS), value), {
    minLength: 1,
    selector: ([key]) => key,
  });
const pattern: fc.Arbitrary<OwnershipPattern> = fc.record({
  pattern: pairs(fc.constantFrom(...VALUES, '*')).map((all) =>
    all.map((pair) => pair.join('=')).join(','),
  ),
  team: fc.constantFrom(...TEAMS),
});
const patterns = fc.array(pattern, { maxLength: 8 });
const tags = pairs(fc.constantFrom(...VALUES)).map((all) => Object.fromEntries(all));

function table(rows: readonly OwnershipPattern[]): OwnershipTable {
  const teams = TEAMS.map((slug) => ({ slug, members: [], channels: [] }));
  return { defaultTeam: 'data', teams, patterns: rows };
}

/** [tags named, exact values named]: an own count, not the code's. */
function specificity(row: OwnershipPattern): number {
  const parts = row.pattern.split(',');
  return parts.length * 10 + parts.filter((part) => !part.endsWith('=*')).length;
}

describe('ownership, for random tables', () => {
  it('the owner does not depend on the order of rows', () => {
    const shuffled = patterns.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
      ),
    );
    fc.assert(
      fc.property(tags, shuffled, (seen, [rows, other]) => {
        assert.deepEqual(ownerOf(seen, table(other)), ownerOf(seen, table(rows)));
      }),
    );
  });

  it('a less specific row does not change the owner', () => {
    fc.assert(
      fc.property(tags, patterns, pattern, (seen, rows, added) => {
        const before = ownerOf(seen, table(rows));
        fc.pre(before.owner.team !== UNASSIGNED);
        const deciding = Math.max(
          ...rows.filter((row) => matchesByHand(row, seen)).map((row) => specificity(row)),
        );
        fc.pre(specificity(added) < deciding);
        assert.deepEqual(ownerOf(seen, table([...rows, added])), before);
      }),
    );
  });

  it('the most specific row decides the owner', () => {
    fc.assert(
      fc.property(tags, patterns, fc.constantFrom(...TEAMS), (seen, rows, team) => {
        const exact = Object.entries(seen).map((pair) => pair.join('='));
        const all = { pattern: exact.join(','), team };
        const others = rows.filter((row) => specificity(row) < specificity(all));
        assert.equal(ownerOf(seen, table([...others, all])).owner.team, team);
      }),
    );
  });

  it('a row that does not match never decides the owner', () => {
    fc.assert(
      fc.property(tags, patterns, (seen, rows) => {
        const { owner, ties } = ownerOf(seen, table(rows));
        const teams = rows.filter((row) => matchesByHand(row, seen)).map(({ team }) => team);
        assert.ok(owner.team === UNASSIGNED || teams.includes(owner.team));
        assert.equal(ties.length > 0 || teams.length === 0, owner.team === UNASSIGNED);
      }),
    );
  });

  it('ownership problems name every tie that a resource can have, and no other', () => {
    fc.assert(
      fc.property(patterns, (rows) => {
        const told = ownershipProblems(table(rows)).some(({ kind }) => kind === 'tie');
        const met = everyTagging().some((seen) => ownerOf(seen, table(rows)).ties.length > 0);
        assert.equal(told, met);
      }),
    );
  });
});

function matchesByHand({ pattern: text }: OwnershipPattern, seen: Record<string, string>): boolean {
  return text.split(',').every((part) => {
    const [key = '', ...value] = part.split('=');
    const wanted = value.join('=');
    return key in seen && (wanted === '*' || seen[key] === wanted);
  });
}

/** All resources that the keys and values allow; `other` is a value that no row names. */
function everyTagging(): readonly Record<string, string>[] {
  return KEYS.reduce<readonly Record<string, string>[]>(
    (all, key) =>
      all.flatMap((some) => [some, ...[...VALUES, 'other'].map((v) => ({ ...some, [key]: v }))]),
    [{}],
  );
}
