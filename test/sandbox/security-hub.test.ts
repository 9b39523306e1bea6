import assert from 'node:assert/strict';

import type { AwsSecurityFinding, SecurityHub } from '@aws-sdk/client-securityhub';

import { asffFinding, DATA, HUB, named, PAYMENTS } from '../builders/asff.ts';
import { admin, withSandboxAws } from './with-sandbox-aws.ts';

describe('Security Hub imports findings', () => {
  const sandbox = withSandboxAws();
  const hub = () => admin(sandbox(), HUB).securityHub;
  const payments = () => admin(sandbox(), PAYMENTS).securityHub;
  beforeEach(() => sandbox().reset());

  it('Security Hub is enabled in every account', async () => {
    const { HubArn } = await payments().describeHub({});
    assert.equal(HubArn, `arn:aws:securityhub:eu-west-1:${PAYMENTS}:hub/default`);
    await assert.rejects(payments().enableSecurityHub({}), { name: 'ResourceConflictException' });
  });

  it('an import fills in the fields that a provider leaves out', async () => {
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    const [stored] = await all(payments());
    assert.equal(stored?.RecordState, 'ACTIVE');
    assert.equal(stored?.Workflow?.Status, 'NEW');
    assert.equal(stored?.Severity?.Normalized, 70);
    assert.equal(stored?.Region, 'eu-west-1');
    assert.equal(stored?.CompanyName, 'AWS');
    assert.equal(stored?.ProductName, 'Security Hub');
  });

  // https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
  it('an import refuses a finding without a required attribute and accepts the others', async () => {
    const { Title: _title, ...untitled } = asffFinding({ Id: 'untitled' });
    const answer = await payments().batchImportFindings({
      Findings: [asffFinding(), { ...untitled, Title: undefined }],
    });
    assert.equal(answer.SuccessCount, 1);
    assert.equal(answer.FailedCount, 1);
    assert.equal(answer.FailedFindings?.[0]?.Id, 'untitled');
    assert.equal(answer.FailedFindings?.[0]?.ErrorCode, 'InvalidInput');
    assert.match(answer.FailedFindings?.[0]?.ErrorMessage ?? '', /required property 'Title'/);
    assert.equal((await all(payments())).length, 1);
  });

  for (const [what, changes] of [
    ['a malformed account', { AwsAccountId: '12' }],
    ['a time that is none', { UpdatedAt: 'yesterday' }],
    ['no resource', { Resources: [] }],
    ['another schema version', { SchemaVersion: '2017-01-01' }],
    ['more than 240 KB', { ProductFields: { padding: 'x'.repeat(250_000) } }],
    // https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
    ['the account of somebody else', { AwsAccountId: DATA }],
  ] as const) {
    it(`an import refuses a finding with ${what}`, async () => {
      const Findings = [asffFinding(changes as Partial<AwsSecurityFinding>)];
      const answer = await payments().batchImportFindings({ Findings });
      assert.equal(answer.FailedFindings?.[0]?.ErrorCode, 'InvalidInput');
      assert.deepEqual(await all(payments()), []);
    });
  }

  it('an import refuses more than 100 findings in one call', async () => {
    const Findings = Array.from({ length: 101 }, (_, index) => asffFinding({ Id: `${index}` }));
    await assert.rejects(payments().batchImportFindings({ Findings }), {
      name: 'InvalidInputException',
    });
  });

  // https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
  it("a re-import keeps the customer's fields and replaces the provider's", async () => {
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    await hub().batchUpdateFindings({
      FindingIdentifiers: [named(asffFinding())],
      Note: { Text: 'ours', UpdatedBy: 'closeloop' },
      UserDefinedFields: { ticket: '7' },
      VerificationState: 'TRUE_POSITIVE',
      Workflow: { Status: 'NOTIFIED' },
      Severity: { Label: 'LOW' },
    });
    await payments().batchImportFindings({
      Findings: [
        asffFinding({
          Title: 'A new title',
          Workflow: { Status: 'NEW' },
          Note: { Text: 'theirs', UpdatedBy: 'x', UpdatedAt: '2026-01-02T00:00:00Z' },
          UserDefinedFields: { theirs: '1' },
        }),
      ],
    });
    const [stored] = await all(hub());
    assert.equal(stored?.Title, 'A new title');
    assert.equal(stored?.Note?.Text, 'ours');
    assert.deepEqual(stored?.UserDefinedFields, { ticket: '7' });
    assert.equal(stored?.VerificationState, 'TRUE_POSITIVE');
    assert.equal(stored?.Workflow?.Status, 'NOTIFIED');
    assert.equal(stored?.Severity?.Label, 'LOW');
  });

  // https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Workflow.html
  for (const [before, status, after, expected] of [
    [{}, 'RESOLVED', {}, 'RESOLVED'],
    [{ RecordState: 'ARCHIVED' }, 'RESOLVED', { RecordState: 'ACTIVE' }, 'NEW'],
    [{ RecordState: 'ARCHIVED' }, 'NOTIFIED', { RecordState: 'ACTIVE' }, 'NEW'],
    [{ RecordState: 'ARCHIVED' }, 'SUPPRESSED', { RecordState: 'ACTIVE' }, 'SUPPRESSED'],
    [compliance('PASSED'), 'RESOLVED', compliance('FAILED'), 'NEW'],
    [compliance('PASSED'), 'NOTIFIED', compliance('WARNING'), 'NEW'],
    [compliance('PASSED'), 'SUPPRESSED', compliance('FAILED'), 'SUPPRESSED'],
    [compliance('FAILED'), 'RESOLVED', compliance('FAILED'), 'RESOLVED'],
    [compliance('FAILED'), 'RESOLVED', compliance('PASSED'), 'RESOLVED'],
  ] as const) {
    const words = `${JSON.stringify(before)} and ${status}, then ${JSON.stringify(after)}`;
    it(`a finding has workflow status ${expected} after ${words}`, async () => {
      await payments().batchImportFindings({ Findings: [asffFinding(before)] });
      await hub().batchUpdateFindings({
        FindingIdentifiers: [named(asffFinding())],
        Workflow: { Status: status },
      });
      await payments().batchImportFindings({ Findings: [asffFinding(after)] });
      assert.equal((await all(hub()))[0]?.Workflow?.Status, expected);
    });
  }
});

describe('Security Hub updates findings', () => {
  const sandbox = withSandboxAws();
  const hub = () => admin(sandbox(), HUB).securityHub;
  beforeEach(async () => {
    await sandbox().reset();
    await admin(sandbox(), PAYMENTS).securityHub.batchImportFindings({
      Findings: [asffFinding()],
    });
  });

  it("the administrator updates a member's finding, and UpdatedAt stays", async () => {
    const answer = await hub().batchUpdateFindings({
      FindingIdentifiers: [named(asffFinding())],
      Workflow: { Status: 'RESOLVED' },
      Note: { Text: 'verified', UpdatedBy: 'closeloop' },
    });
    assert.deepEqual(answer.ProcessedFindings, [named(asffFinding())]);
    const [stored] = await all(admin(sandbox(), PAYMENTS).securityHub);
    assert.equal(stored?.Workflow?.Status, 'RESOLVED');
    assert.equal(stored?.Note?.Text, 'verified');
    assert.ok(stored?.Note?.UpdatedAt);
    assert.equal(stored?.UpdatedAt, '2026-03-01T10:00:00.000Z');
  });

  // https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsUnprocessedFinding.html
  it('an update reports unknown and repeated findings by code and processes the others', async () => {
    const known = named(asffFinding());
    const unknown = { ...known, Id: 'unknown' };
    const answer = await hub().batchUpdateFindings({
      FindingIdentifiers: [known, unknown, known],
      Workflow: { Status: 'RESOLVED' },
    });
    assert.deepEqual(answer.ProcessedFindings, [known]);
    assert.deepEqual(
      answer.UnprocessedFindings?.map((one) => [one.FindingIdentifier?.Id, one.ErrorCode]),
      [
        ['unknown', 'FindingNotFound'],
        [known.Id, 'DuplicatedFindingIdentifier'],
      ],
    );
  });

  it("a member cannot update another member's finding", async () => {
    const data = admin(sandbox(), DATA).securityHub;
    const answer = await data.batchUpdateFindings({
      FindingIdentifiers: [named(asffFinding())],
      Workflow: { Status: 'RESOLVED' },
    });
    assert.equal(answer.UnprocessedFindings?.[0]?.ErrorCode, 'FindingNotFound');
    assert.equal((await all(hub()))[0]?.Workflow?.Status, 'NEW');
  });

  it('an update refuses an unknown workflow status', async () => {
    const update = hub().batchUpdateFindings({
      FindingIdentifiers: [named(asffFinding())],
      Workflow: { Status: 'CLOSED' as 'NEW' },
    });
    await assert.rejects(update, { name: 'InvalidInputException' });
  });
});

function compliance(Status: 'PASSED' | 'FAILED' | 'WARNING') {
  return { Compliance: { Status } } as const;
}

async function all(securityHub: SecurityHub): Promise<readonly AwsSecurityFinding[]> {
  return (await securityHub.getFindings({})).Findings ?? [];
}
