import assert from 'node:assert/strict';

import { EventBridge } from '@aws-sdk/client-eventbridge';

import { applyRoutes, testRoutes } from '../../../policies/apply-routes.ts';
import { routeRules } from '../../../policies/routes.ts';
import type { RoutedType } from '../../../policies/routes.ts';
import { HUB_ACCOUNT } from '../../../sandbox/aws/gateway/principals.ts';
import { rawEvent, rawFinding } from '../../builders/asff.ts';
import { as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';
import { eventFiles, read } from '../../starter/corpus.ts';
import { matchesPattern } from './match-pattern.ts';

const TARGET = { targetArn: `arn:aws:lambda:eu-west-1:${HUB_ACCOUNT}:function:closeloop-starter` };
const TYPES: readonly RoutedType[] = [
  { securityHub: ['S3.2', 'S3.3', 'S3.8'], automated: true, approvalFrom: 'HIGH' },
  { securityHub: ['S3.4'], automated: true, approvalFrom: null },
];

describe('routes on a bus', () => {
  const sandbox = withSandboxAws();
  const bus = () =>
    new EventBridge(as(sandbox(), sandbox().gateway.principals.hub('closeloop-console')));
  beforeEach(async () => sandbox().reset());

  it('applying the routes a second time changes nothing', async () => {
    const first = await applyRoutes(bus(), routeRules(TYPES), TARGET);
    assert.deepEqual(first, [
      { rule: 'closeloop-auto-remediable', change: 'created' },
      { rule: 'closeloop-requires-approval', change: 'created' },
      { rule: 'closeloop-human-only', change: 'created' },
      { rule: 'closeloop-default', change: 'created' },
    ]);

    const second = await applyRoutes(bus(), routeRules(TYPES), TARGET);
    assert.deepEqual(new Set(second.map(({ change }) => change)), new Set(['unchanged']));
  });

  it('applied routes follow the table, and rules of others stay as they are', async () => {
    const others = { EventPattern: '{"source":["aws.health"]}' };
    await bus().putRule({ Name: 'closeloop-human-only-2', ...others });
    await bus().putTargets({
      Rule: 'closeloop-human-only-2',
      Targets: [{ Id: 'old', Arn: TARGET.targetArn }],
    });
    await bus().putRule({ Name: 'closeloop-sweep', ...others });
    await applyRoutes(bus(), routeRules(TYPES), TARGET);

    const changed = await applyRoutes(bus(), routeRules(TYPES.slice(0, 1)), TARGET);

    assert.deepEqual(
      changed.filter(({ change }) => change !== 'unchanged').map(({ rule }) => rule),
      ['closeloop-auto-remediable', 'closeloop-default'],
    );
    const { Rules = [] } = await bus().listRules({});
    const names = Rules.map(({ Name }) => Name);
    assert.ok(names.includes('closeloop-sweep'));
    assert.ok(!names.includes('closeloop-human-only-2'));
  });

  it('testing an event against the routes answers as their patterns say', async () => {
    const rules = routeRules(TYPES);
    await applyRoutes(bus(), rules, TARGET);
    const events = eventFiles()
      .filter((file) => !/^(bare|sqs)\//.test(file))
      .map((file): unknown => JSON.parse(read(file)));

    for (const event of [rawEvent([rawFinding()]), ...events.slice(0, 40)]) {
      const tested = await testRoutes(bus(), event);
      const expected = rules.map(({ name, pattern }) => ({
        rule: name,
        matches: matchesPattern(JSON.parse(pattern), event),
      }));
      assert.deepEqual(tested.toSorted(byName), expected.toSorted(byName));
    }
  });
});

function byName(a: { readonly rule: string }, b: { readonly rule: string }): number {
  return a.rule < b.rule ? -1 : 1;
}
