/** cdk-nag's pack for AWS solutions: each finding has a reason, each reason a finding. */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AwsSolutionsChecks } from 'cdk-nag';

import { actionsOf, PRINCIPALS } from '../../../controls/roles.ts';
import { scopesOf } from '../../../controls/scopes.ts';
import { grantsOf } from '../grants.ts';
import type { Hub, Place } from '../grants/place.ts';
import { isMemberRole } from '../grants/trust.ts';
import { closeloopApp } from '../stacks.ts';
import { POLICIES } from './templates.ts';

/** By rule and construct; a `*` of a principal's policy has its reason in grants/decisions.ts. */
const REASONS: Readonly<Record<string, string>> = {
  'AwsSolutions-S1 closeloop-hub/EvidenceBucket':
    'Who reads evidence is in CloudTrail: access logs would need a second bucket that is locked as well.',
  ...Object.fromEntries(
    ['Orchestrator', 'Runtime', 'Closer', 'Code', 'Audit'].map((role) => [
      `AwsSolutions-ECS2 closeloop-hub/${role}Task`,
      'Its variables are names and addresses. Secrets are read by the worker itself.',
    ]),
  ),
  'AwsSolutions-IAM5[Resource::*] closeloop-hub/WorkersExecutionRole':
    'ecr:GetAuthorizationToken knows no resource.',
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/closeloop/*:*] closeloop-hub/WorkersExecutionRole':
    'ECS opens the streams of all workers, and chooses their names.',
  ...Object.fromEntries(
    ['Starter', 'Slack', 'SlackInteractivity', 'Teams', 'Tickets', 'TicketsWebhook', 'Github'].map(
      (name) => [
        `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<${name}Log>:*] closeloop-hub/${name}Role`,
        'Lambda chooses the names of the streams in the one group.',
      ],
    ),
  ),
};

// As cdk-nag writes references.
const inHub = {
  partition: '<AWS::Partition>',
  region: '<AWS::Region>',
  account: '<AWS::AccountId>',
};
const hub: Hub = {
  ...inHub,
  ledgerPrefix: '<LedgerPrefix>',
  evidenceBucket: 'closeloop-evidence-<AWS::AccountId>-<AWS::Region>',
  topicArn: 'topic',
  securityHubRegion: '<SecurityHubRegion>',
  modelArns: ['model'],
  keyOf: (alias) => alias,
};
const member: Place = { ...inHub, region: '*' };

/** Every `*` of a principal's policy that has a reason, as cdk-nag names it. */
function explainedByGrants(): readonly string[] {
  return PRINCIPALS.flatMap((name) => {
    const inMember = isMemberRole(name);
    const needs = { actions: actionsOf(name), scopes: scopesOf(name) };
    const stack = inMember ? 'closeloop-member-roles' : 'closeloop-hub';
    const id = name
      .replace('closeloop-', '')
      .replaceAll(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
    return grantsOf(name, needs, inMember ? member : hub)
      .filter(({ why }) => why !== null)
      .flatMap(({ resources }) => resources.filter((resource) => resource.includes('*')))
      .map((resource) => `AwsSolutions-IAM5[Resource::${resource}] ${stack}/${id}Role`);
  });
}

describe('cdk-nag', () => {
  let found: readonly string[] = [];
  before(async () => {
    const app = await closeloopApp(join(tmpdir(), 'closeloop-nag'), POLICIES);
    found = new AwsSolutionsChecks()
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      );
  });

  it('it finds nothing that has no reason', () => {
    const explained = new Set([...Object.keys(REASONS), ...explainedByGrants()]);
    assert.deepEqual(
      found.filter((finding) => !explained.has(finding)),
      [],
    );
  });

  it('no reason stands for a finding that is not there any more', () => {
    const explained = [...Object.keys(REASONS), ...explainedByGrants()];
    assert.deepEqual(
      explained.filter((finding) => !found.includes(finding)),
      [],
    );
  });
});
