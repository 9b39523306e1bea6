import assert from 'node:assert/strict';

import { SecurityHub } from '@aws-sdk/client-securityhub';

import { asffFinding, DATA, HUB, PAYMENTS } from '../builders/asff.ts';
import { admin, as, withSandboxAws } from './with-sandbox-aws.ts';

// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindingHistory.html
describe('GetFindingHistory', () => {
  const sandbox = withSandboxAws();
  const finding = asffFinding({ Id: 'with-history' });
  const FindingIdentifier = { Id: 'with-history', ProductArn: finding.ProductArn ?? '' };
  const history = async (more: object = {}) =>
    await admin(sandbox(), HUB).securityHub.getFindingHistory({ FindingIdentifier, ...more });

  before(async () => {
    const member = admin(sandbox(), PAYMENTS).securityHub;
    await member.batchImportFindings({ Findings: [finding] });
    await member.batchImportFindings({ Findings: [finding] });
    const Note = { Text: 'fixed', UpdatedBy: 'ana' };
    const Workflow = { Status: 'RESOLVED' } as const;
    const FindingIdentifiers = [FindingIdentifier];
    await member.batchUpdateFindings({ FindingIdentifiers, Workflow, Note });
    const closer = new SecurityHub(
      as(sandbox(), sandbox().gateway.principals.hub('closeloop-closer')),
    );
    await closer.batchUpdateFindings({ FindingIdentifiers, Workflow: { Status: 'NEW' } });
    await closer.batchUpdateFindings({ FindingIdentifiers, Workflow: { Status: 'NEW' } });
    closer.destroy();
  });

  it('GetFindingHistory says who changed which field from what to what, once for each change', async () => {
    const { Records = [] } = await history();
    const shown = Records.map(({ UpdateSource, Updates, FindingCreated }) => ({
      by: UpdateSource?.Identity,
      type: UpdateSource?.Type,
      created: FindingCreated,
      fields: Updates?.map(({ UpdatedField: f, OldValue: o, NewValue: n }) => `${f}: ${o} → ${n}`),
    }));
    assert.deepEqual(shown, [
      {
        by: `arn:aws:sts::${HUB}:assumed-role/closeloop-closer/sandbox`,
        type: 'BATCH_UPDATE_FINDINGS',
        created: false,
        fields: ['Workflow.Status: RESOLVED → NEW'],
      },
      {
        by: `arn:aws:sts::${PAYMENTS}:assumed-role/closeloop-admin/sandbox`,
        type: 'BATCH_UPDATE_FINDINGS',
        created: false,
        fields: [
          'Workflow.Status: NEW → RESOLVED',
          'Note.Text:  → fixed',
          'Note.UpdatedBy:  → ana',
        ],
      },
      { by: finding.ProductArn, type: 'BATCH_IMPORT_FINDINGS', created: true, fields: [] },
    ]);
    for (const { UpdateTime } of Records) assert.ok(UpdateTime instanceof Date);
  });

  it('GetFindingHistory answers pages, and only of the time that is asked for', async () => {
    const first = await history({ MaxResults: 2 });
    assert.equal(first.Records?.length, 2);
    const second = await history({ MaxResults: 2, NextToken: first.NextToken });
    assert.equal(second.Records?.length, 1);
    assert.equal(second.NextToken, undefined);
    const EndTime = new Date(Date.now() - 3_600_000);
    assert.deepEqual((await history({ EndTime })).Records, []);
  });

  it('GetFindingHistory knows no finding of another account', async () => {
    const other = admin(sandbox(), DATA).securityHub.getFindingHistory({ FindingIdentifier });
    await assert.rejects(other, { name: 'InvalidInputException' });
  });

  it('GetFindings sorts by the time of creation, and filters by it', async () => {
    const { securityHub } = admin(sandbox(), PAYMENTS);
    await securityHub.batchImportFindings({
      Findings: [
        asffFinding({ Id: 'c-3', CreatedAt: '2026-03-03T00:00:00.000Z' }),
        asffFinding({ Id: 'c-1', CreatedAt: '2026-03-01T02:00:00.000+01:00' }),
        asffFinding({ Id: 'c-2', CreatedAt: '2026-03-02T00:00:00.000Z' }),
      ],
    });
    const CreatedAt = [{ Start: '2026-03-01T01:00:00.000Z', End: '2026-03-02T00:00:00.000Z' }];
    const SortCriteria = [{ Field: 'CreatedAt', SortOrder: 'asc' as const }];
    const { Findings = [] } = await securityHub.getFindings({
      Filters: { CreatedAt },
      SortCriteria,
    });
    assert.deepEqual(
      Findings.map(({ Id }) => Id),
      ['c-1', 'c-2'],
    );
  });
});
