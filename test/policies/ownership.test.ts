import assert from 'node:assert/strict';

import { ownershipProblems } from '../../policies/files/ownership-problems.ts';
import { ownerOf, teamFor } from '../../policies/ownership.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { parsePattern } from '../../policies/tag-pattern.ts';

const team = (slug: string) => ({ slug, members: [slug], channels: [] });

function table(rows: Readonly<Record<string, string>>): OwnershipTable {
  const patterns = Object.entries(rows).map(([pattern, owner]) => ({ pattern, team: owner }));
  const teams = [team('security'), team('platform'), team('payments')];
  return { defaultTeam: 'security', teams, patterns };
}

describe('ownership', () => {
  it('goes to the row that names most tags', () => {
    const rows = table({
      'Team=platform': 'payments',
      'Team=platform,Environment=production': 'platform',
    });
    assert.deepEqual(ownerOf({ Team: 'platform', Environment: 'production', App: 'x' }, rows), {
      owner: { team: 'platform', because: 'the tags match Environment=production,Team=platform' },
      ties: [],
    });
    assert.equal(ownerOf({ Team: 'platform' }, rows).owner.team, 'payments');
  });

  it('prefers an exact value to any value', () => {
    const rows = table({ 'Team=*': 'platform', 'Team=payments': 'payments' });
    assert.equal(ownerOf({ Team: 'payments' }, rows).owner.team, 'payments');
    assert.equal(ownerOf({ Team: 'whoever' }, rows).owner.team, 'platform');
    assert.equal(ownerOf({ team: 'payments' }, rows).owner.team, 'unassigned');
  });

  it('leaves what nobody owns to the default team, and says why', () => {
    const rows = table({ 'Team=platform': 'platform' });
    const { owner } = ownerOf({ App: 'x', Team: 'other' }, rows);
    assert.equal(owner.team, 'unassigned');
    assert.equal(
      owner.because,
      'no pattern matches the tags App, Team; the default team security gets it',
    );
    assert.equal(teamFor(owner, rows)?.slug, 'security');
    assert.match(ownerOf({}, rows).owner.because, /^there are no tags; /);
    assert.equal(teamFor({ team: 'platform', because: '' }, rows)?.slug, 'platform');
    assert.equal(teamFor({ team: 'dissolved', because: '' }, rows), null);
  });

  it('does not choose between rows that contradict each other', () => {
    const rows = table({ 'Team=platform': 'platform', 'App=shop': 'payments' });
    const { owner, ties } = ownerOf({ Team: 'platform', App: 'shop' }, rows);
    assert.equal(owner.team, 'unassigned');
    assert.match(owner.because, /contradict each other: App=shop → payments, Team=platform → pla/);
    assert.equal(ties.length, 2);
  });

  it('takes two rows of one team for agreement', () => {
    const rows = table({ 'Team=platform': 'platform', 'App=shop': 'platform' });
    assert.equal(ownerOf({ Team: 'platform', App: 'shop' }, rows).owner.team, 'platform');
  });

  it('does not follow a row whose team is not in the table', () => {
    const { owner } = ownerOf(
      { Team: 'x' },
      table({ 'Team=x': 'dissolved', 'Team=*': 'platform' }),
    );
    assert.equal(owner.team, 'unassigned');
    assert.match(owner.because, /Team=x names the team "dissolved", which is not in the table/);
  });

  it('does not guess what a malformed row means', () => {
    const rows = table({ Team: 'platform', 'Team=x,': 'payments' });
    const { owner } = ownerOf({ Team: 'x' }, rows);
    assert.match(owner.because, /\(2 malformed rows were not tried\)/);
  });

  it('is not fooled by tags that are words of the language', () => {
    const rows = table({ 'constructor=*': 'platform', '__proto__=x': 'payments' });
    assert.equal(ownerOf({}, rows).owner.team, 'unassigned');
    const tags: Record<string, string> = JSON.parse('{"__proto__": "x"}');
    assert.equal(ownerOf(tags, rows).owner.team, 'payments');
  });

  it('reads patterns and says what is wrong with others', () => {
    assert.equal(canonical(' B = 2 , A=1=1 '), 'A=1=1,B=2');
    assert.match(canonical(''), /empty/);
    assert.match(canonical('A=1,B'), /"B" is not Key=Value/);
    assert.match(canonical('=1'), /no key/);
    assert.match(canonical('A='), /no value; A=\* means any value/);
    assert.match(canonical('A=pro*'), /\* stands alone/);
    assert.match(canonical('A*=1'), /key cannot be a pattern/);
    assert.match(canonical('A=1,A=2'), /names the tag A twice/);
  });

  it('lists what is wrong with a table before a resource meets it', () => {
    const rows = table({
      'Team=a': 'platform',
      'App=b': 'payments',
      'Team=c': 'dissolved',
      'Team=d,': 'platform',
    });
    const problems = ownershipProblems({ ...rows, defaultTeam: 'nobody' });
    assert.deepEqual(
      problems.map(({ kind, patterns }) => [kind, ...patterns.map(({ pattern }) => pattern)]),
      [
        ['unknown-team'],
        ['malformed', 'Team=d,'],
        ['unknown-team', 'Team=c'],
        ['tie', 'Team=a', 'App=b'],
        ['tie', 'App=b', 'Team=c'],
      ],
    );
  });

  it('reports no tie that a more specific row decides', () => {
    const rows = { 'Team=a': 'platform', 'App=b': 'payments' };
    assert.equal(ownershipProblems(table(rows)).length, 1);
    assert.deepEqual(ownershipProblems(table({ ...rows, 'Team=a,App=b': 'platform' })), []);
    assert.deepEqual(ownershipProblems(table({ 'Team=a': 'platform', 'Team=b': 'payments' })), []);
  });
});

/** The one spelling of a pattern, or what is wrong with it. */
function canonical(text: string): string {
  const parsed = parsePattern(text);
  return typeof parsed === 'string' ? parsed : parsed.canonical;
}
