import assert from 'node:assert/strict';

import { mentions } from '../../../console/doctor/mentions.ts';
import { automatedInWords, modes } from '../../../console/doctor/modes.ts';
import { CONTROLS } from '../../../controls/index.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';

const SHADOW: RemediationRow = {
  type: 'S3.PublicAccess',
  automated: true,
  mode: 'shadow',
  modes: {},
  path: 'runtime',
  approvalFrom: 'HIGH',
};
const ENFORCED: RemediationRow = { ...SHADOW, type: 'S3.MissingEncryption', mode: 'enforce' };

describe('the doctor of modes', () => {
  it('the doctor says of automated types how many write, and that those in shadow mode do not', () => {
    const byAccount: RemediationRow = { ...SHADOW, modes: { '111122223333': 'enforce' } };
    const byPeople: RemediationRow = { ...SHADOW, automated: false };

    assert.match(
      automatedInWords([SHADOW]),
      /^1 types, 1 automated, all in shadow mode: .* nothing/,
    );
    assert.match(automatedInWords([SHADOW, ENFORCED]), /: 1 allowed to write, 1 in shadow mode$/);
    assert.match(automatedInWords([byAccount, ENFORCED]), /2 automated, all allowed to write$/);
    assert.equal(automatedInWords([byPeople]), '1 types, 0 automated');
  });

  it('every control has a row with its mode, also one that remediation.yaml does not name', () => {
    const rows = modes([{ ...SHADOW, modes: { '111122223333': 'enforce' } }]);
    const of = (name: string) => rows.find((row) => row.name === name)?.found;

    assert.deepEqual(
      rows.map(({ name }) => name),
      CONTROLS.map(({ id }) => id),
    );
    assert.match(of('S3.PublicAccess') ?? '', /writes nothing, but enforce in 111122223333; path /);
    assert.match(of('S3.PublicAccess') ?? '', /people approve from HIGH up$/);
    assert.equal(of('KMS.RotationDisabled'), 'not in remediation.yaml: people decide');
  });
});

describe('the doctor of mentions', () => {
  const teams = [
    { slug: 'a', members: ['ana'], lead: 'lea', channels: ['slack:#a', 'jira:A'] },
    { slug: 'b', members: ['bob'], channels: ['teams:b'] },
  ];
  const table = { defaultTeam: 'a', securityLead: 'sam', teams, patterns: [] };
  const people = { ana: ['slack:U012', 'jira:1'], lea: ['slack:U013'], bob: [], sam: [] };
  const signIn = { namedBySession: [], users: {}, people };

  it('the doctor names who cannot be mentioned in the channels of their team, by channel', () => {
    const check = mentions(table, signIn);
    assert.equal(check.status, 'warn');
    assert.match(check.found, /: slack: sam; jira: lea, sam$/);
  });

  it('the doctor is content where everybody has an account, and where no channel mentions', () => {
    const all = { ana: ['slack:U1', 'jira:1'], lea: ['slack:U2', 'jira:2'] };
    const everybody = { ...signIn, people: { ...all, sam: ['slack:U3', 'jira:3'] } };
    const without = { ...table, teams: teams.slice(1) };
    assert.equal(mentions(table, everybody).status, 'ok');
    assert.match(mentions(without, signIn).found, /no team has a channel/);
  });
});
