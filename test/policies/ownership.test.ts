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
  it('the row with the most tags decides the owner', () => {
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

  it('a row with an exact value wins over one with any value', () => {
    const rows = table({ 'Team=*': 'platform', 'Team=payments': 'payments' });
    assert.equal(ownerOf({ Team: 'payments' }, rows).owner.team, 'payments');
    assert.equal(ownerOf({ Team: 'whoever' }, rows).owner.team, 'platform');
    assert.equal(ownerOf({ team: 'payments' }, rows).owner.team, 'unassigned');
  });

  it('a resource that no row matches goes to the default team, with the reason', () => {
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

  it('rows that contradict each other leave the resource unassigned', () => {
    const rows = table({ 'Team=platform': 'platform', 'App=shop': 'payments' });
    const { owner, ties } = ownerOf({ Team: 'platform', App: 'shop' }, rows);
    assert.equal(owner.team, 'unassigned');
    assert.match(owner.because, /contradict each other: App=shop → payments, Team=platform → pla/);
    assert.equal(ties.length, 2);
  });

  it('two equally specific rows of one team agree', () => {
    const rows = table({ 'Team=platform': 'platform', 'App=shop': 'platform' });
    assert.equal(ownerOf({ Team: 'platform', App: 'shop' }, rows).owner.team, 'platform');
  });

  it('a row whose team is not in the table decides nothing', () => {
    const { owner } = ownerOf(
      { Team: 'x' },
      table({ 'Team=x': 'dissolved', 'Team=*': 'platform' }),
    );
    assert.equal(owner.team, 'unassigned');
    assert.match(owner.because, /Team=x names the team "dissolved", which is not in the table/);
  });

  it('a malformed row never matches', () => {
    const rows = table({ Team: 'platform', 'Team=x,': 'payments' });
    const { owner } = ownerOf({ Team: 'x' }, rows);
    assert.match(owner.because, /\(2 malformed rows were not tried\)/);
  });

  it('tags named constructor or __proto__ are ordinary tags', () => {
    const rows = table({ 'constructor=*': 'platform', '__proto__=x': 'payments' });
    assert.equal(ownerOf({}, rows).owner.team, 'unassigned');
    const tags: Record<string, string> = JSON.parse('{"__proto__": "x"}');
    assert.equal(ownerOf(tags, rows).owner.team, 'payments');
  });

  it('the tag pattern parser reads patterns and says what is wrong with others', () => {
    assert.equal(canonical(' B = 2 , A=1=1 '), 'A=1=1,B=2');
    assert.match(canonical(''), /empty/);
    assert.match(canonical('A=1,B'), /"B" is not Key=Value/);
    assert.match(canonical('=1'), /no key/);
    assert.match(canonical('A='), /no value; A=\* means any value/);
    assert.match(canonical('A=pro*'), /\* must be the whole value/);
    assert.match(canonical('A*=1'), /key cannot be a pattern/);
    assert.match(canonical('A=1,A=2'), /names the tag A twice/);
  });

  it('ownership problems list what is wrong with a table', () => {
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

  it('ownership problems name no tie that a more specific row decides', () => {
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
