import assert from 'node:assert/strict';

import { HUB } from '../builders/asff.ts';
import { admin, withSandboxAws } from './with-sandbox-aws.ts';

const rule = {
  RuleName: 'quiet',
  Description: 'known',
  RuleOrder: 1,
  Criteria: { SeverityLabel: [{ Value: 'LOW', Comparison: 'EQUALS' as const }] },
  Actions: [
    {
      Type: 'FINDING_FIELDS_UPDATE' as const,
      FindingFieldsUpdate: { Workflow: { Status: 'SUPPRESSED' as const } },
    },
  ],
};

describe('Security Hub’s automation rules', () => {
  const sandbox = withSandboxAws();
  const hub = () => admin(sandbox(), HUB).securityHub;
  beforeEach(() => sandbox().reset());

  it('the sandbox’s Security Hub lists automation rules page by page without criteria, and answers each rule whole', async () => {
    const arns: string[] = [];
    for (const RuleName of ['a', 'b', 'c'])
      arns.push((await hub().createAutomationRule({ ...rule, RuleName })).RuleArn ?? '');
    const first = await hub().listAutomationRules({ MaxResults: 2 });
    assert.equal(first.AutomationRulesMetadata?.length, 2);
    assert.ok(first.NextToken);
    const rest = await hub().listAutomationRules({ MaxResults: 2, NextToken: first.NextToken });
    assert.deepEqual(
      [rest.AutomationRulesMetadata?.[0]?.RuleName, rest.NextToken],
      ['c', undefined],
    );
    assert.equal(Object.hasOwn(first.AutomationRulesMetadata?.[0] ?? {}, 'Criteria'), false);

    const missing = `${arns[0]}x`;
    const AutomationRulesArns = [arns[0] ?? '', missing];
    const { Rules, UnprocessedAutomationRules } = await hub().batchGetAutomationRules({
      AutomationRulesArns,
    });
    assert.deepEqual(Rules?.[0]?.Criteria, rule.Criteria);
    assert.deepEqual(Rules?.[0]?.Actions, rule.Actions);
    assert.equal(UnprocessedAutomationRules?.[0]?.RuleArn, missing);
  });

  it('the sandbox’s Security Hub refuses an automation rule with an unknown order, action or criterion', async () => {
    const wrong = [
      { RuleOrder: 0 },
      { Actions: [] },
      { Criteria: { SeverityLabel: [{ Value: 'LOW', Comparison: 'NEAR' as never }] } },
    ];
    for (const changes of wrong)
      await assert.rejects(hub().createAutomationRule({ ...rule, ...changes }), {
        name: 'InvalidInputException',
      });
    await assert.rejects(hub().listAutomationRules({ NextToken: 'x' }), {
      name: 'InvalidInputException',
    });
  });
});
