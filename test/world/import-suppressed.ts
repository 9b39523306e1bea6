/** What Security Hub holds as SUPPRESSED gets an end, at the real console against the real workers. */
import assert from 'node:assert/strict';

import { z } from 'zod';

import { findingOf } from '../../sandbox/demo/findings.ts';
import { PAYMENTS } from '../../sandbox/demo/scenario.ts';
import type { Report } from '../../sandbox/demo/scenario.ts';
import { seedResources } from '../../sandbox/demo/seed.ts';
import type { World } from '../../sandbox/world.ts';
import { oneLine } from '../console/cli.ts';
import { closeloop } from '../console/shared-process.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

let world: World;

const HUB = '222233334444';
const VERSIONING = { by: 'security-hub', id: 'S3.14', title: 'Versioning' } as const;
const DAY = 86_400_000;

/** A bucket without versioning, whose finding somebody suppressed before Closeloop came. */
async function suppressed(
  bucket: string,
  report: Partial<Report> = {},
  changes: Record<string, unknown> = {},
): Promise<void> {
  const scenario = fixable(bucket, {
    tags: { Team: 'payments' },
    reports: [{ ...VERSIONING, severity: 'MEDIUM', ...report }],
    ...(report.by === 'guardduty' ? { state: null } : {}),
  });
  await seedResources(world, [scenario]);
  const [first] = scenario.reports;
  assert.ok(first);
  const finding = findingOf(scenario, first, new Date());
  const hub = world.securityHub(PAYMENTS, 'eu-west-1');
  const Workflow = { Status: 'SUPPRESSED' as const };
  await hub.batchImportFindings({ Findings: [{ ...finding, Workflow, ...changes }] });
  const FindingIdentifiers = [{ Id: finding.Id, ProductArn: finding.ProductArn }];
  const Note = { Text: `known, ${bucket}`, UpdatedBy: 'olga' };
  await hub.batchUpdateFindings({ FindingIdentifiers, Workflow, Note });
}

async function row(bucket: string) {
  const all = await world.ledger.lifecycles();
  return all.find(({ problem }) => problem.resource.name.includes(bucket));
}

async function reaches(bucket: string, phase: string): Promise<void> {
  await until(
    async () => (await row(bucket))?.phase === phase,
    async () => `${bucket} is in ${(await row(bucket))?.phase}, not ${phase},`,
  );
}

const TOLD = z.object({
  sent: z.boolean(),
  counts: z.record(z.string(), z.number()),
  rows: z.array(
    z.object({
      action: z.string(),
      because: z.string(),
      resource: z.string().optional(),
      by: z.string().optional(),
      claimedBy: z.string().nullish(),
      needsSecond: z.boolean().optional(),
      until: z.string().nullish(),
    }),
  ),
  rules: z.array(
    z.object({
      name: z.string(),
      criteria: z.string(),
      held: z.number().nullable(),
      instead: z.string().nullable(),
    }),
  ),
});

async function imports(...words: readonly string[]) {
  const ran = await closeloop(
    ['exceptions', 'import', '--json', ...words],
    world.person('margaret'),
  );
  assert.equal(ran.code, 0, ran.stderr + ran.stdout);
  return TOLD.parse(oneLine(ran));
}

const equals = (Value: string) => [{ Value, Comparison: 'EQUALS' as const }];

export function importing(shared: () => World): void {
  before(() => {
    world = shared();
  });

  before(async () => {
    await suppressed('old-site');
    await suppressed('old-bad', { severity: 'CRITICAL' });
    await suppressed('old-high', { severity: 'HIGH' });
    await suppressed('i-0abc', { by: 'guardduty', id: 'Recon:EC2/Portscan', severity: 'HIGH' });
    await suppressed('old-gone', {}, { RecordState: 'ARCHIVED' });
    await world.aws.gateway.idle();
    await world.securityHub(HUB, 'eu-west-1').createAutomationRule({
      RuleName: 'no versioning in payments',
      Description: 'known',
      RuleOrder: 1,
      Criteria: {
        ComplianceSecurityControlId: equals('S3.14'),
        AwsAccountId: equals(PAYMENTS),
        WorkflowStatus: equals('NEW'),
      },
      Actions: [
        {
          Type: 'FINDING_FIELDS_UPDATE',
          FindingFieldsUpdate: { Workflow: { Status: 'SUPPRESSED' } },
        },
      ],
    });
  });

  it('the import shows what each row becomes and sends nothing', async () => {
    const { sent, counts, rows, rules } = await imports();
    assert.equal(sent, false);
    assert.deepEqual(counts, { import: 2, people: 2, skip: 1, refuse: 0, failed: 0, rules: 1 });
    const imported = rows.find(({ resource }) => resource?.includes('old-site'));
    const high = rows.find(({ resource }) => resource?.includes('old-high'));
    assert.deepEqual([high?.by, high?.claimedBy, high?.needsSecond], ['margaret', 'olga', true]);
    const days = (Date.parse(imported?.until ?? '') - Date.now()) / DAY;
    assert.ok(days > 134 && days <= 180, `${days} days`);
    assert.match(rows.find(({ action }) => action === 'skip')?.because ?? '', /ARCHIVED|archived/);
    const [rule] = rules;
    assert.equal(rule?.held, 4);
    assert.match(
      rule?.criteria ?? '',
      /ComplianceSecurityControlId EQUALS S3.14 and WorkflowStatus EQUALS NEW/,
    );
    assert.match(rule?.instead ?? '', /ask --control S3.MissingVersioning --account 111122223333/);
    assert.deepEqual(await world.ledger.lifecycles(), []);
  });

  it('the import makes exceptions with an end, and asks about what is CRITICAL or has no control', async () => {
    await imports('--yes');
    await reaches('old-site', 'ACCEPTED');
    await reaches('old-bad', 'HUMAN_REVIEW');
    await reaches('i-0abc', 'HUMAN_REVIEW');
    const { exception } = (await row('old-site')) ?? {};
    assert.deepEqual([exception?.by, exception?.confirmedBy], ['margaret', null]);
    assert.match(exception?.why ?? '', /unproven note of olga: known, old-site/);
    assert.ok(Date.parse(exception?.until ?? '') <= Date.now() + 180 * DAY);
    assert.match((await row('old-bad'))?.waitsFor ?? '', /not imported: it is CRITICAL/);
    const { Findings = [] } = await world
      .securityHub(HUB, 'eu-west-1')
      .getFindings({ Filters: { NoteUpdatedBy: [{ Value: 'closeloop', Comparison: 'EQUALS' }] } });
    assert.match(Findings[0]?.Note?.Text ?? '', /margaret.*unproven note of olga/);
  });

  it('an import of HIGH is accepted when another person confirms it, and not by who imported it', async () => {
    await reaches('old-high', 'HUMAN_REVIEW');
    const { workflowId = '', request } = (await row('old-high')) ?? {};
    assert.deepEqual([request?.decision, request?.by], ['accept', 'margaret']);
    const end = request?.until ?? '';
    const accept = ['findings', 'accept', workflowId, '--until', end, '--why', 'agreed'];
    const own = await closeloop(accept, world.person('margaret'));
    assert.equal(own.code, 1, own.stdout);
    assert.equal((await row('old-high'))?.phase, 'HUMAN_REVIEW');
    const other = await closeloop(accept, world.person('katherine'));
    assert.equal(other.code, 0, other.stderr + other.stdout);
    await reaches('old-high', 'ACCEPTED');
    const { exception } = (await row('old-high')) ?? {};
    assert.deepEqual([exception?.by, exception?.confirmedBy], ['margaret', 'katherine']);
  });

  it('the import does nothing a second time', async () => {
    await world.aws.gateway.idle();
    const { counts, rows } = await imports('--yes');
    assert.deepEqual([counts['import'], counts['people'], counts['skip']], [0, 0, 5]);
    assert.ok(
      rows.some(({ because }) =>
        /Closeloop already handles it: it is in ACCEPTED until/.test(because),
      ),
    );
    assert.equal((await row('old-site'))?.episode, 1);
  });

  it('the import prints sentences without --json', async () => {
    const { stdout } = await closeloop(['exceptions', 'import'], world.person('margaret'));
    assert.match(
      stdout,
      /no versioning in payments \(ENABLED\): AwsAccountId.*suppresses 4 finding/s,
    );
    assert.match(
      stdout,
      /0 to import, 0 for human review, 5 skipped, 0 refused\.\nNothing was sent\./,
    );
  });

  it('the import accepts nothing for a person who is no security lead', async () => {
    await suppressed('late-site');
    const words = ['exceptions', 'import', '--yes'];
    const ran = await closeloop(words, world.person('barbara'));
    assert.equal(ran.code, 0, ran.stderr);
    await reaches('late-site', 'HUMAN_REVIEW');
    assert.match((await row('late-site'))?.waitsFor ?? '', /not imported: barbara may not ask/);
  });
}
