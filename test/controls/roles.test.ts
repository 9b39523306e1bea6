import assert from 'node:assert/strict';

import { CONTROLS } from '../../controls/index.ts';
import { actionsOf, isPrincipalName, isReadAction, PRINCIPALS } from '../../controls/roles.ts';

describe('The role', () => {
  it('closeloop-verify has no action that changes anything', () => {
    assert.deepEqual(
      actionsOf('closeloop-verify').filter((action) => !isReadAction(action)),
      [],
    );
  });

  it('closeloop-verify may do what each control needs to verify', () => {
    const allowed = new Set(actionsOf('closeloop-verify'));

    for (const { permissions } of CONTROLS) {
      assert.deepEqual(
        permissions.verify.filter((action) => !allowed.has(action)),
        [],
      );
    }
  });

  it('closeloop-automation has what the runbooks need and nothing else', () => {
    const needed = CONTROLS.flatMap(({ permissions }) => permissions.automation);

    assert.deepEqual(actionsOf('closeloop-automation'), [...new Set(needed)].sort());
  });

  it('closeloop-remediate changes nothing but by starting a document', () => {
    assert.deepEqual(
      actionsOf('closeloop-remediate').filter((action) => !isReadAction(action)),
      ['iam:PassRole', 'ssm:StartAutomationExecution', 'ssm:StopAutomationExecution'],
    );
  });

  it('closeloop-starter reaches the ledger and its own secrets, and nothing else', () => {
    assert.deepEqual(
      actionsOf('closeloop-starter').filter((action) => !action.startsWith('dynamodb:')),
      ['ssm:GetParameter'],
    );
  });

  it('a worker role reaches workloads only by assuming a role there', () => {
    for (const worker of [
      'closeloop-orchestrator',
      'closeloop-closer',
      'closeloop-runtime',
    ] as const) {
      const direct = actionsOf(worker).filter((action) =>
        /^(s3:(?!PutObject$)|ssm:(?!GetParameter$)|ec2:)/.test(action),
      );
      assert.deepEqual(direct, [], worker);
    }
  });

  it('closeloop-runtime has only the ledger actions for checking an approval and recording a write', () => {
    assert.deepEqual(
      actionsOf('closeloop-runtime').filter((action) => action.startsWith('dynamodb:')),
      ['GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`),
    );
  });

  it('only closeloop-closer writes to Security Hub', () => {
    const writers = PRINCIPALS.filter((principal) =>
      actionsOf(principal).some((action) => /^securityhub:(?!Get|List|BatchGet)/.test(action)),
    );
    assert.deepEqual(writers, ['closeloop-closer']);
  });

  it('every role lists exact actions, without wildcards', () => {
    for (const principal of PRINCIPALS) {
      const actions = actionsOf(principal);
      assert.ok(actions.length > 0);
      for (const action of actions) assert.match(action, /^[a-z0-9-]+:[A-Z]\w+$/);
    }
  });

  it('isPrincipalName refuses names that are no role', () => {
    assert.equal(isPrincipalName('closeloop-verify'), true);
    assert.equal(isPrincipalName('closeloop-admin'), false);
    assert.equal(isPrincipalName('__proto__'), false);
  });
});

describe('An action', () => {
  for (const action of ['s3:GetBucketAcl', 's3:ListAllMyBuckets', 'ssm:DescribeDocument']) {
    it(`the action ${action} counts as a read`, () => assert.equal(isReadAction(action), true));
  }

  for (const action of [
    's3:PutBucketAcl',
    'sts:AssumeRole',
    's3:*',
    's3:Get*',
    'ssm:StartAutomationExecution',
    'getter:Delete',
  ]) {
    it(`the action ${action} does not count as a read`, () =>
      assert.equal(isReadAction(action), false));
  }
});
