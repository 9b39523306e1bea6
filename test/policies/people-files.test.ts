import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PolicyError } from '../../policies/files/policy-error.ts';
import { loadDecisions, loadPolicies } from '../../policies/load.ts';

const SANDBOX = fileURLToPath(new URL('../../sandbox/policies', import.meta.url));
const ARN = 'arn:aws:iam::222233334444:user/ana';

/** A `sign_in` whose row for an address names this person. */
const row = (person: string) =>
  `{people: {ana: [a@example.com]}, mails: {b@example.com: ${person}}}`;

describe('the loader, about people', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'people-'));
    await cp(SANDBOX, dir, { recursive: true });
  });
  afterEach(async () => await rm(dir, { recursive: true }));

  /** The problems of a `sign_in` and of an ownership.yaml with these teams. */
  async function problems(signIn: string, teams: readonly string[] = []): Promise<string[]> {
    const rest = await readFile(join(SANDBOX, 'decisions.yaml'), 'utf8');
    const others = rest.slice(rest.indexOf('# Nobody but you reaches'));
    await writeFile(join(dir, 'decisions.yaml'), `sign_in: ${signIn}\n${others}`);
    const [, security] = teams;
    const lines = [
      'default_team: cloud',
      `security_leads: [${security ?? ''}]`,
      'teams:',
      `  cloud: {members: [${teams[0] ?? ''}], channels: []}`,
      ...teams.slice(2).map((team, n) => `  team-${n}: ${team}`),
      'patterns: []',
    ];
    await writeFile(join(dir, 'ownership.yaml'), lines.join('\n'));
    return await loadPolicies(dir).then(
      () => [],
      (error: unknown) => {
        assert.ok(error instanceof PolicyError);
        return error.problems.map(({ line, path, text }) => `${line} ${path}: ${text}`);
      },
    );
  }

  it('the loader of people takes people with their identities, and teams that name each once', async () => {
    const people = `{people: {ana: [ana@example.com, "slack:U012ABC", "github:ana-l", "${ARN}"], bob: []}}`;
    const teams = ['ana', 'bob', '{members: [bob], lead: ana, channels: []}'];
    assert.deepEqual(await problems(people, teams), []);
    const { signIn } = await loadDecisions(dir);
    assert.deepEqual(signIn.people?.['bob'], []);
  });

  it('the loader of people takes the policies of the sandbox and of an installation', async () => {
    await loadPolicies(SANDBOX);
    await loadPolicies(fileURLToPath(new URL('../../policies', import.meta.url)));
  });

  it('the loader of people refuses one identity of two people, in any case and Unicode form', async () => {
    for (const [mine, other] of [
      ['a@example.com', 'a@example.com'],
      ['a@example.com', 'A@Example.com'],
      ['jos\u00e9', 'jose\u0301'],
      ['"github:ana-l"', '"github:Ana-L"'],
      [`"${ARN}"`, `"${ARN.replace('user/ana', 'user/Ana')}"`],
    ]) {
      const found = await problems(`{people: {ana: [${mine}], bob: [${other}]}}`, ['ana']);
      assert.equal(found.length, 1, mine);
      assert.match(
        found[0] ?? '',
        /^1 sign_in\.people\.bob\.0: .* is an identity of ana \(line 1\)/,
      );
    }
  });

  it('the loader of people refuses an identity that rows for mail or keys give to somebody else', async () => {
    const mails = '{people: {ana: [a@example.com], bob: []}, mails: {A@example.com: bob}}';
    assert.match(
      (await problems(mails)).join(),
      /sign_in\.mails\.A@example\.com: .* identity of ana/,
    );
    const users = `{people: {ana: ["${ARN}"], bob: []}, users: {"${ARN}": bob}}`;
    assert.match((await problems(users)).join(), /sign_in\.users.*identity of ana/);
    assert.deepEqual(
      await problems(`{people: {ana: [a@example.com]}, mails: {a@example.com: ana}}`),
      [],
    );
  });

  it('the loader of people refuses a person whose name is an identity of another, or another in other case', async () => {
    assert.match(
      (await problems('{people: {ana: [bob], bob: []}}')).join(),
      /bob: .* identity of ana/,
    );
    assert.match(
      (await problems('{people: {ana: [], Ana: []}}')).join(),
      /people\.Ana: .* identity of ana/,
    );
  });

  it('the loader of people refuses an identity of no known kind', async () => {
    for (const odd of ['"slack:ana"', '"slcak:U012ABC"', '"two words"', '""'])
      assert.match(
        (await problems(`{people: {ana: [${odd}]}}`)).join(),
        /sign_in\.people\.ana\.0/,
        odd,
      );
  });

  it('the loader of people refuses a row for mail or keys that does not name the person as the list of people does', async () => {
    assert.match((await problems(row('Ana'))).join(), /"Ana" .*ana.* only by case/);
    assert.match((await problems(row('a@example.com'))).join(), /identity of ana/);
    assert.match((await problems(row('anna'))).join(), /no row for "anna" \(did you mean ana\?\)/);
    const two = '{mails: {a@example.com: ana, b@example.com: Ana}}';
    assert.match((await problems(two)).join(), /"Ana" .*ana.* only by case/);
  });

  it('the loader of people refuses a decider who is named by an identity, in another case, or not at all', async () => {
    const people = '{people: {ana: [ana@example.com], bob: []}}';
    const decider = async (name: string) => (await problems(people, [name, 'bob'])).join();
    assert.match(
      await decider('ana@example.com'),
      /4 teams\.cloud\.members\.0: .* identity of ana/,
    );
    assert.match(await decider('Ana'), /"Ana" .* only by case/);
    assert.match(await decider('eve'), /no row for "eve"/);
    assert.equal(await decider('ana'), '');
  });

  it('the loader of people refuses a decider by the identity of a row for mail, where no people are listed', async () => {
    const mails = '{mails: {ana@example.com: ana}}';
    assert.match((await problems(mails, ['ana@example.com'])).join(), /identity of ana/);
    assert.match((await problems(mails, ['ana, ana@example.com'])).join(), /identity of ana/);
    assert.deepEqual(await problems(mails, ['ana']), []);
  });

  it('the loader of people refuses a decider who is listed twice, alike or in two spellings, also in two teams', async () => {
    assert.match((await problems('{}', ['ana, ana'])).join(), /members\.1: .*"ana" is there twice/);
    assert.match((await problems('{}', ['', 'ana, ana'])).join(), /security_leads\.1: .* twice/);
    assert.match((await problems('{}', ['ana', 'Ana'])).join(), /"A?a?na" .* only by case/);
    const lead = '{members: [ana], lead: ANA, channels: []}';
    assert.match((await problems('{}', ['', '', lead])).join(), /team-0\.lead: .* only by case/);
  });

  it('the loader of people refuses a security lead who is named as the first one and again among the others', async () => {
    await writeFile(
      join(dir, 'ownership.yaml'),
      [
        'default_team: cloud',
        'security_lead: margaret',
        'security_leads: [katherine, margaret]',
        'teams: {cloud: {members: [grace], channels: []}}',
        'patterns: []',
      ].join('\n'),
    );
    await assert.rejects(loadPolicies(dir), /security_leads\.1: "margaret" is there twice/);
  });

  it('the loader of people refuses two deciders who may be one person, unless the list of people tells them apart', async () => {
    const pairs = ['ana, ana@example.com', 'ana@example.com, ana@corp.example.com'];
    for (const pair of pairs) {
      assert.match((await problems('{}', [pair])).join(), /may be one person/, pair);
      assert.match((await problems('{}', pair.split(', '))).join(), /may be one person/, pair);
      const [a, b] = pair.split(', ');
      assert.deepEqual(await problems(`{people: {${a}: [], ${b}: []}}`, [pair]), []);
    }
    assert.deepEqual(await problems('{}', ['ana@example.com, bob@example.com']), []);
  });

  it('the loader of people refuses decisions.yaml alone too, for a decision channel', async () => {
    await problems('{people: {ana: [x@example.com], bob: [x@example.com]}}');
    await assert.rejects(loadDecisions(dir), /x@example\.com" is an identity of ana/);
  });
});
