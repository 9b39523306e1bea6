import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { POLICIES } from '../../../console/connect/env.ts';
import { ledgerTables, policies } from '../../../console/doctor/policies.ts';

describe('the doctor of the policies', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-policies-'));
  });
  beforeEach(async () => await cp(POLICIES, folder, { recursive: true }));
  after(async () => await rm(folder, { recursive: true }));

  it('the doctor finds nothing broken in the policies that come with the product', async () => {
    const checks = await policies(folder);

    assert.deepEqual(
      checks.filter(({ status }) => status === 'broken'),
      [],
    );
  });

  it('the doctor names file, line and column of every mistake at once', async () => {
    await writeFile(
      join(folder, 'ownership.yaml'),
      'default_team: nobody\nteams: {}\npatterns: []\n',
    );
    await writeFile(join(folder, 'deadlines.yaml'), 'approval_hours: soon\n');

    const [check] = await policies(folder);

    assert.equal(check?.status, 'broken');
    assert.match(check.found, /ownership\.yaml:1:15: /);
    assert.match(check.found, /deadlines\.yaml:1:17: /);
  });

  it('the doctor warns of a rule that takes findings of every account', async () => {
    const intake = (await policies(folder)).find(({ name }) => name === 'intake');

    assert.equal(intake?.status, 'warn');
    assert.match(intake.found, /accounts is '\*'/);
  });

  it('the doctor names the line of a mistake in what is taken in', async () => {
    await writeFile(join(folder, 'intake.yaml'), 'accounts: everybody\n');

    const intake = (await policies(folder)).find(({ name }) => name === 'intake');

    assert.equal(intake?.status, 'broken');
    assert.match(intake.found, /intake\.yaml:1/);
  });

  it('the doctor fails while nothing was loaded into the ledger yet', async () => {
    const checks = await ledgerTables({
      remediationStamp: () => Promise.resolve(null),
      ownership: () => Promise.resolve({ defaultTeam: 'nobody', teams: [], patterns: [] }),
    });

    assert.deepEqual(
      checks.map(({ name, status }) => [name, status]),
      [
        ['remediation table', 'broken'],
        ['ownership table', 'warn'],
      ],
    );
    assert.match(checks[1]?.found ?? '', /default team "nobody" is not in the table/);
  });

  it('the doctor warns of names in the ledger that decisions.yaml knows as another person, or not at all', async () => {
    const teams = [{ slug: 'a', members: ['ana@example.com', 'bob'], lead: 'eve', channels: [] }];
    const ledger = {
      remediationStamp: () => Promise.resolve(null),
      ownership: () => Promise.resolve({ defaultTeam: 'a', teams, patterns: [] }),
    };
    const people = { ana: ['ana@example.com'], bob: [] };
    const checks = await ledgerTables(ledger, { namedBySession: [], users: {}, people });
    assert.deepEqual(
      checks.slice(2).map(({ status, found }) => [status, found]),
      [
        ['warn', 'ana@example.com is ana by decisions.yaml: write ana in the table.'],
        [
          'warn',
          'eve is in the table and not in sign_in.people of decisions.yaml, so eve can decide nothing.',
        ],
      ],
    );
  });
});
