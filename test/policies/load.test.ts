import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CONTROLS } from '../../controls/index.ts';
import { jsonSchemas } from '../../policies/files/json-schemas.ts';
import { PolicyError } from '../../policies/files/policy-error.ts';
import { loadPolicies } from '../../policies/load.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const ownershipWith = (channel: string) =>
  `default_team: a\nteams:\n  a: {members: [ana], channels: ["${channel}"]}\npatterns: []\n`;

describe('policy files', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'policies-'));
    await cp(at('sandbox/policies'), dir, { recursive: true });
  });
  afterEach(async () => await rm(dir, { recursive: true }));

  /** The problems of these texts in place of the sandbox's files, without the folder. */
  async function problems(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
    try {
      await loadPolicies(dir);
    } catch (error) {
      assert.ok(error instanceof PolicyError);
      assert.equal(error.problems.length, error.message.split('\n').length - 1);
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.replace(`${dir}/`, ''));
    }
    return [];
  }

  it('the policies of an installation start every control in shadow mode', async () => {
    const { remediation } = await loadPolicies(at('policies'));
    assert.deepEqual(
      remediation.map(({ type }) => type).sort(),
      CONTROLS.map(({ id }) => id).sort(),
    );
    for (const { mode, modes } of remediation) assert.deepEqual([mode, modes], ['shadow', {}]);
  });

  it('the policies of the sandbox make every demo scenario possible', async () => {
    const { remediation, ownership } = await loadPolicies(at('sandbox/policies'));
    const rows = new Map(remediation.map((row) => [row.type, row]));
    assert.equal(rows.get('S3.PublicAccess')?.approvalFrom, 'CRITICAL');
    assert.equal(rows.get('S3.MissingVersioning')?.approvalFrom, 'INFORMATIONAL');
    const encryption = rows.get('S3.MissingEncryption');
    assert.equal(encryption?.approvalFrom, null);
    assert.equal(encryption.mode, 'enforce');
    assert.deepEqual(encryption.modes, { '444455556666': 'shadow' });
    assert.ok(ownership.patterns.length > 0);
  });

  it('a revocation of what two people accepted leads to people, also where decisions.yaml does not say so', async () => {
    const { decisions } = await loadPolicies(dir);
    const file = await readFile(join(dir, 'decisions.yaml'), 'utf8');
    const silent = decisions.acceptance.revoked;
    await writeFile(join(dir, 'decisions.yaml'), `${file}\nrevocation:\n  of_one: people\n`);
    const said = (await loadPolicies(dir)).decisions.acceptance.revoked;

    assert.deepEqual(silent, { ofOne: 'table', ofTwo: 'people' });
    assert.deepEqual(said, { ofOne: 'people', ofTwo: 'people' });
  });

  it('policies limit automatic writes, also where remediation.yaml names no limit', async () => {
    const { limits } = await loadPolicies(at('policies'));
    assert.deepEqual(limits, { writesPerAccountAndHour: 20, writesPerEpisode: 10 });
    const types =
      'types:\n  S3.PublicAccess: {automated: true, path: both, approval_from: never}\n';
    await writeFile(join(dir, 'remediation.yaml'), types);
    assert.deepEqual((await loadPolicies(dir)).limits, limits);
    await writeFile(join(dir, 'remediation.yaml'), `${types}limits: {writes_per_episode: 3}\n`);
    assert.deepEqual((await loadPolicies(dir)).limits, { ...limits, writesPerEpisode: 3 });
    const wrong = `${types}limits: {writes_per_account_and_hour: 0, writes_per_episod: 1.5}\n`;
    assert.deepEqual(await problems({ 'remediation.yaml': wrong }), [
      'remediation.yaml:3:39: limits.writes_per_account_and_hour: is 0; allowed: at least 1',
      'remediation.yaml:3:42: limits.writes_per_episod: unknown key "writes_per_episod" (did you mean writes_per_episode?); allowed: writes_per_account_and_hour, writes_per_episode',
    ]);
    const half = `${types}limits: {writes_per_episode: 1.5}\n`;
    assert.deepEqual(await problems({ 'remediation.yaml': half }), [
      'remediation.yaml:3:30: limits.writes_per_episode: is 1.5; allowed: a whole number',
    ]);
  });

  it('a remediation row without a mode is in shadow mode', async () => {
    await writeFile(
      join(dir, 'remediation.yaml'),
      'types:\n  S3.PublicAccess: {automated: true, path: both, approval_from: never}\n',
    );
    const { remediation } = await loadPolicies(dir);
    assert.deepEqual(remediation, [
      {
        type: 'S3.PublicAccess',
        automated: true,
        mode: 'shadow',
        modes: {},
        path: 'both',
        approvalFrom: null,
      },
    ]);
  });

  it('policies keep an account id that begins with 0, also without quotes', async () => {
    const mode = 'modes: {012345678901: enforce}';
    await writeFile(
      join(dir, 'remediation.yaml'),
      `types:\n  S3.PublicAccess: {automated: true, ${mode}, path: runtime, approval_from: LOW}\n`,
    );
    const { remediation } = await loadPolicies(dir);
    assert.deepEqual(remediation[0]?.modes, { '012345678901': 'enforce' });
  });

  it('the loader refuses policies with all problems at once, each with its place and what is allowed', async () => {
    const remediation = [
      'types:',
      '  S3.PublicAccess:',
      '    automated: yes please',
      '    mode: enforced',
      '    path: runtime',
      '    approval_form: HIGH',
      '    modes: {"12345": shadow}',
      '  S3.MissingEncryptoin:',
      '    automated: true',
      '    path: robot',
      '    approval_from: SEVERE',
    ].join('\n');
    const deadlines = [
      'approval_hours: {CRITICAL: 0, HIGH: 1, MEDIUM: 1, LOW: 1, INFORMATIONAL: 1}',
      'review_hours: {CRITICAL: 1, HIGH: soon, LOW: 1, INFORMATIONAL: 1}',
      'round_waits_minutes: 30',
    ].join('\n');
    assert.deepEqual(
      await problems({ 'remediation.yaml': remediation, 'deadlines.yaml': deadlines }),
      [
        'remediation.yaml:3:5: types.S3.PublicAccess.approval_from: is missing; allowed: never, always, INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL',
        'remediation.yaml:3:16: types.S3.PublicAccess.automated: is "yes please"; allowed: true, false',
        'remediation.yaml:4:11: types.S3.PublicAccess.mode: is "enforced" (did you mean enforce?); allowed: shadow, enforce',
        'remediation.yaml:6:5: types.S3.PublicAccess.approval_form: unknown key "approval_form" (did you mean approval_from?); allowed: automated, mode, modes, path, approval_from',
        'remediation.yaml:7:13: types.S3.PublicAccess.modes.12345: the key is "12345"; allowed: an account id of 12 digits',
        'remediation.yaml:8:3: types.S3.MissingEncryptoin: no control has the id "S3.MissingEncryptoin" (did you mean S3.MissingEncryption?); known: KMS.RotationDisabled, S3.InsecureTransport, S3.MissingAccessLogs, S3.MissingEncryption, S3.MissingKmsEncryption, S3.MissingVersioning, S3.PublicAccess',
        'remediation.yaml:10:11: types.S3.MissingEncryptoin.path: is "robot"; allowed: runtime, code, both, human',
        'remediation.yaml:11:20: types.S3.MissingEncryptoin.approval_from: is "SEVERE"; allowed: never, always, INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL',
        'deadlines.yaml:1:28: approval_hours.CRITICAL: is 0; allowed: at least 0.0014',
        'deadlines.yaml:2:15: review_hours.MEDIUM: is missing; allowed: a number',
        'deadlines.yaml:2:35: review_hours.HIGH: is "soon"; allowed: a number',
        'deadlines.yaml:3:22: round_waits_minutes: is 30; allowed: a list',
      ],
    );
  });

  it('the loader takes a deadline of five seconds and refuses a shorter one', async () => {
    const rest = 'HIGH: 1, MEDIUM: 1, LOW: 1, INFORMATIONAL: 1';
    const deadlines = (hours: number) =>
      [
        `approval_hours: {CRITICAL: ${hours}, ${rest}}`,
        `review_hours: {CRITICAL: 1, ${rest}}`,
        'round_waits_minutes: [0.1]',
      ].join('\n');
    assert.deepEqual(await problems({ 'deadlines.yaml': deadlines(0.0167) }), []);
    assert.deepEqual(await problems({ 'deadlines.yaml': deadlines(5 / 3600) }), []);
    assert.deepEqual(await problems({ 'deadlines.yaml': deadlines(0.001) }), [
      'deadlines.yaml:1:28: approval_hours.CRITICAL: is 0.001; allowed: at least 0.0014',
    ]);
  });

  it('the loader refuses unknown teams and malformed or repeated patterns', async () => {
    const ownership = [
      'default_team: secuirty',
      'teams:',
      '  security: {members: [a], channels: ["slack:#s"]}',
      '  unassigned: {members: [], channels: [nowhere]}',
      '  Big Team: {members: [], channels: []}',
      'patterns:',
      '  - {pattern: "A=1,B=2", team: security}',
      '  - {pattern: " B=2, A=1", team: security}',
      '  - {pattern: "A", team: securty}',
      '  - {team: security}',
    ].join('\n');
    assert.deepEqual(await problems({ 'ownership.yaml': ownership }), [
      'ownership.yaml:1:15: default_team: no team is named "secuirty" (did you mean security?); known: security, unassigned, Big Team',
      'ownership.yaml:4:3: teams.unassigned: "unassigned" means nobody; choose another name',
      'ownership.yaml:4:40: teams.unassigned.channels.0: is "nowhere"; allowed: slack:#CHANNEL (or its id, slack:C…), teams:WORKFLOW, jira:KEY, azure-devops:PROJECT',
      'ownership.yaml:5:3: teams.Big Team: the key is "Big Team"; allowed: lower case letters, digits and single dashes',
      'ownership.yaml:8:15: patterns.1.pattern: is the pattern of line 7 again; keep one',
      'ownership.yaml:9:15: patterns.2.pattern: is "A": "A" is not Key=Value; allowed: Key=Value,Key=Value with Key=* for any value',
      'ownership.yaml:9:26: patterns.2.team: no team is named "securty" (did you mean security?); known: security, unassigned, Big Team',
      'ownership.yaml:10:5: patterns.3.pattern: is missing; allowed: text',
    ]);
  });

  it('the loader takes the addresses that a channel serves, and refuses mail with what to do instead', async () => {
    const served = ['slack:#a', 'slack:C012ABC', 'teams:payments', 'jira:PAY'];
    for (const channel of [...served, 'azure-devops:Payments Team'])
      assert.deepEqual(await problems({ 'ownership.yaml': ownershipWith(channel) }), [], channel);
    const unserved = ['mailto:a@example.com', 'MAILTO:a@example.com', 'email:a@example.com'];
    for (const channel of [...unserved, 'slack:alerts', 'teams:a b', 'jira:pay', 'azure-devops:']) {
      const [first = '', ...others] = await problems({ 'ownership.yaml': ownershipWith(channel) });
      assert.deepEqual(others, []);
      const said = `ownership.yaml:3:34: teams.a.channels.0: is "${channel}"; allowed: slack:#CHANNEL`;
      assert.ok(first.startsWith(said), first);
      const saysMail = /Closeloop sends no mail: name another channel/.test(first);
      assert.equal(saysMail, /^mailto:/i.test(channel), first);
    }
  });

  it('the loader refuses a type or key that appears twice', async () => {
    const row = '{automated: true, path: runtime, approval_from: never}';
    const twice = `types:\n  S3.PublicAccess: ${row}\n  S3.PublicAccess: ${row}\n`;
    assert.deepEqual(await problems({ 'remediation.yaml': twice }), [
      'remediation.yaml:3:3: "S3.PublicAccess" is there twice; keep one',
    ]);
  });

  it('the loader refuses policy files that are missing, empty or not YAML', async () => {
    await rm(join(dir, 'deadlines.yaml'));
    const found = await problems({ 'ownership.yaml': '', 'remediation.yaml': 'types: {' });
    assert.equal(found.length, 3);
    assert.match(found[0] ?? '', /^ownership.yaml:1:1: is null; allowed: a map/);
    assert.match(found[1] ?? '', /^remediation.yaml:1:9: not valid YAML: /);
    assert.match(found[2] ?? '', /^deadlines.yaml:1:1: the file cannot be read \(ENOENT\)/);
  });

  it('the JSON schemas of the policies are current', async () => {
    for (const [name, text] of jsonSchemas()) {
      const written = await readFile(at(`policies/schema/${name}`), 'utf8');
      assert.equal(written, text, `run: npm run docs (${name} is old)`);
    }
  });
});
