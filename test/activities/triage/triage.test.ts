import assert from 'node:assert/strict';

import { failure } from '../../../activities/aws/failures.ts';
import type { ScopedException } from '../../../activities/ledger/exception/exceptions.ts';
import type { PastOutcome } from '../../../activities/ledger/ledger.ts';
import type { TriageDeps } from '../../../activities/triage/triage.ts';
import { triage } from '../../../activities/triage/triage.ts';
import type { CheckResult } from '../../../controls/control.ts';
import { triageInput } from '../../builders/activity-input.ts';
import { awsError, failing, fakeClock } from '../../builders/activity.ts';
import { controlSeeing, openLook } from '../../builders/control.ts';
import { fakeAccounts, fakeClients } from '../../builders/fake-clients.ts';
import type { SsmFacts } from '../../builders/fake-clients.ts';
import { fakeEvidence } from '../../builders/fake-evidence.ts';
import { enforced, fakePolicies, OWNERSHIP } from '../../builders/fake-policies.ts';
import { problem } from '../../builders/problem.ts';

it('triage asks for an approval where the table does, with a plan bound to what was seen', async () => {
  const result = await triage(deps(), triageInput(), 3);
  assert.equal(result.episode, 3);
  assert.deepEqual(result.route, {
    to: 'approval',
    because:
      'S3.PublicAccess needs an approval from HIGH up, this is HIGH (remediation table, commit 1a2b3c4)',
  });
  assert.match(result.plan?.hash ?? '', /^[0-9a-f]{64}$/);
  assert.equal(
    result.plan?.summary,
    'Closeloop-S3PublicAccess version 1 on payments-logs (111122223333, eu-west-1)',
  );
});

it('triage acts alone below that severity, and in shadow mode plans at any', async () => {
  const low = await triage(deps(), triageInput({ severity: 'MEDIUM' }), 1);
  assert.equal(low.route.to, 'automatic');
  const shadow = deps({ policies: fakePolicies({ ...enforced, mode: 'shadow' }) });
  const { route } = await triage(shadow, triageInput({ severity: 'CRITICAL' }), 1);
  assert.equal(route.to, 'automatic');
  assert.match(route.because, /shadow mode/);
});

it('triage asks nobody where the table needs no approval, everybody where it always does', async () => {
  const never = deps({ policies: fakePolicies({ ...enforced, approvalFrom: null }) });
  const critical = await triage(never, triageInput({ severity: 'CRITICAL' }), 1);
  assert.equal(critical.route.to, 'automatic');
  const always = deps({ policies: fakePolicies({ ...enforced, approvalFrom: 'INFORMATIONAL' }) });
  const low = await triage(always, triageInput({ severity: 'LOW' }), 1);
  assert.equal(low.route.to, 'approval');
});

it('triage takes the account’s own mode before the type’s', async () => {
  const modes = { [problem.account]: 'shadow' } as const;
  const shadow = deps({ policies: fakePolicies({ ...enforced, modes }) });
  const { route } = await triage(shadow, triageInput(), 1);
  assert.match(route.because, /shadow mode/);
});

it('triage fixes the source after the live resource, or only the source, as the table says', async () => {
  const both = deps({ policies: fakePolicies({ ...enforced, path: 'both' }) });
  const first = await triage(both, triageInput({ severity: 'LOW' }), 1);
  assert.deepEqual([first.route.to, first.source], ['automatic', 'both']);
  const inCode = deps({ policies: fakePolicies({ ...enforced, path: 'code' }) });
  const { route, source, plan } = await triage(inCode, triageInput({ severity: 'CRITICAL' }), 1);
  assert.deepEqual([route.to, source, plan], ['automatic', 'code', null]);
});

it('triage gives the same plan the same hash and another state another one', async () => {
  const [one, same, other] = await Promise.all([
    triage(deps(), triageInput(), 1),
    triage(deps(), triageInput({ severity: 'LOW' }), 2),
    triage(deps({ look: { ...openLook, settings: { publicAccessBlock: {} } } }), triageInput(), 1),
  ]);
  assert.equal(one.plan?.hash, same.plan?.hash);
  assert.notEqual(one.plan?.hash, other.plan?.hash);
});

it('triage plans with the automation role of the resource’s partition', async () => {
  const resource = { ...problem.resource, id: 'arn:aws-us-gov:s3:::payments-logs' };
  const place = { ...problem, region: 'us-gov-west-1', resource };
  const entered: (readonly unknown[])[] = [];
  const roles: string[] = [];
  const parts = deps();
  const control = controlSeeing(openLook);
  const parameters = (_: unknown, roleArn: string) => {
    roles.push(roleArn);
    return {};
  };
  const accounts = {
    verify: async (...where: Parameters<typeof parts.accounts.verify>) => {
      entered.push(where);
      return await parts.accounts.verify(...where);
    },
  };
  const controlOf = () => ({ ...control, runbook: { ...control.runbook, parameters } });
  await triage({ ...parts, accounts, controlOf }, triageInput({ problem: place }), 1);
  assert.deepEqual(entered, [[problem.account, 'us-gov-west-1', 'aws-us-gov']]);
  assert.deepEqual(roles, ['arn:aws-us-gov:iam::111122223333:role/closeloop-automation']);
});

it('triage waits in rounds as the policies say, and in the sandbox not longer than its setting', async () => {
  const { timetable } = await triage(deps(), triageInput(), 1);
  assert.deepEqual(timetable.settle, [300, 1800]);
  assert.equal(timetable.approval.HIGH, 7200);
  const hurried = deps({ policies: { ...fakePolicies(), settleSeconds: 2 } });
  const short = await triage(hurried, triageInput(), 1);
  assert.deepEqual(short.timetable.settle, [2, 2]);
  assert.equal(short.timetable.approval.HIGH, 7200);
});

it('triage reads owner and environment from live tags', async () => {
  const tags = {
    ResourceTagMappingList: [
      {
        ResourceARN: problem.resource.id,
        Tags: [
          { Key: 'Team', Value: 'platform' },
          { Key: 'Environment', Value: 'production' },
        ],
      },
    ],
  };
  const result = await triage(deps({ tags }), triageInput(), 1);
  assert.equal(result.owner.team, 'platform');
  assert.equal(result.environment, 'production');
});

it('triage cuts what tags and tables say where it becomes a search attribute', async () => {
  const Tags = [
    { Key: 'Team', Value: 'platform' },
    { Key: 'Environment', Value: '😀'.repeat(120) },
  ];
  const tags = { ResourceTagMappingList: [{ ResourceARN: problem.resource.id, Tags }] };
  const slug = 'p'.repeat(300);
  const patterns = [{ pattern: 'Team=platform', team: slug }];
  const teams = [{ slug, members: [], channels: [] }];
  const policies = fakePolicies();
  const tables = { ...policies.tables, ownership: async () => ({ ...OWNERSHIP, teams, patterns }) };
  const changes = { tags, policies: { ...policies, tables } };
  const result = await triage(deps(changes), triageInput(), 1);
  assert.equal(result.environment, `${'😀'.repeat(99)}…`);
  assert.equal(result.owner.team, `${'p'.repeat(99)}…`);
});

it('triage takes no other resource’s tags for the resource’s own', async () => {
  const Tags = [{ Key: 'Team', Value: 'platform' }];
  const tags = {
    ResourceTagMappingList: [{ ResourceARN: 'arn:aws:s3:::payments-logs-2', Tags }],
  };
  const result = await triage(deps({ tags }), triageInput(), 1);
  assert.equal(result.owner.team, 'unassigned');
});

it('triage goes to people, unassigned and with the reason, when tags may not be read', async () => {
  const tags = awsError('AccessDeniedException', 400, 'not allowed');
  const result = await triage(deps({ tags }), triageInput({ severity: 'LOW' }), 1);
  assert.equal(result.owner.team, 'unassigned');
  assert.match(
    result.owner.because,
    /tags could not be read, .*default team cloud.*AccessDenied: .*not allowed/,
  );
  assert.equal(result.route.to, 'people');
  assert.equal(result.environment, 'unknown');
});

it('triage keeps what it saw as evidence', async () => {
  const evidence = fakeEvidence();
  const result = await triage(deps({ evidence }), triageInput(), 1);
  const [kept] = evidence.kept;
  assert.equal(kept?.id, result.verification?.id);
  assert.match(kept?.id ?? '', /^v-[0-9a-f-]{36}$/);
  const seen = kept?.evidence as CheckResult | undefined;
  assert.deepEqual(seen?.responses, openLook.responses);
  assert.deepEqual(seen?.settings, openLook.settings);
  assert.equal(result.verification?.evidence?.sha256, 'cd');
});

it('triage makes no plan for what is fixed, gone or not visible', async () => {
  for (const verdict of ['fixed', 'gone', 'unknown'] as const) {
    const error = verdict === 'unknown' ? 'GetBucketAcl answered AccessDenied' : null;
    const result = await triage(deps({ look: { ...openLook, verdict, error } }), triageInput(), 1);
    assert.equal(result.plan, null);
    assert.equal(result.verification?.verdict, verdict);
    assert.equal(result.verification?.error, error);
  }
});

it('triage goes to people with an unmapped finding and looks at nothing', async () => {
  const unmapped = {
    ...problem,
    control: null,
    findingType: 'EC2.19',
    unmappedReason: 'no control covers EC2.19',
  };
  const evidence = fakeEvidence();
  const result = await triage(deps({ evidence }), triageInput({ problem: unmapped }), 1);
  assert.deepEqual(result.route, { to: 'people', because: 'no control covers EC2.19' });
  assert.equal(result.verification, null);
  assert.deepEqual(evidence.kept, []);
});

it('triage goes to people where the policies allow no machine', async () => {
  const cases: readonly (readonly [Parameters<typeof fakePolicies>[0], RegExp])[] = [
    [null, /no row for S3.PublicAccess/],
    [{ ...enforced, automated: false }, /not automated/],
    [{ ...enforced, path: 'human' }, /for people/],
    [{ ...enforced, path: 'code', mode: 'shadow' }, /shadow mode: nothing is proposed/],
  ];
  for (const [rule, because] of cases) {
    const { route, plan } = await triage(
      deps({ policies: fakePolicies(rule) }),
      triageInput({ severity: 'LOW' }),
      1,
    );
    assert.equal(route.to, 'people');
    assert.match(route.because, because);
    assert.equal(plan, null);
  }
});

it('never plans to change what Closeloop runs on', async () => {
  const name = 'closeloop-evidence';
  const resource = { ...problem.resource, id: `arn:aws:s3:::${name}`, name };
  const own = triageInput({ problem: { ...problem, resource }, severity: 'LOW' });
  const { route } = await triage(deps(), own, 1);
  assert.equal(route.to, 'people');
  assert.match(route.because, /Closeloop's own/);
});

it('triage goes to people when the document is not in the account', async () => {
  const document = awsError('InvalidDocument');
  const { route } = await triage(deps({ document }), triageInput({ severity: 'LOW' }), 1);
  assert.equal(route.to, 'people');
  assert.match(route.because, /DocumentNotFound: .*Closeloop-S3PublicAccess version 1/);
});

it('triage calls the verdict unknown when the account may not be entered', async () => {
  const evidence = fakeEvidence();
  const refuse = failing(failure('RoleNotAssumable', 'STS answered AccessDenied'));
  const accounts = { verify: refuse };
  const result = await triage({ ...deps({ evidence }), accounts }, triageInput(), 1);
  assert.equal(result.verification?.verdict, 'unknown');
  assert.equal(result.verification?.error, 'RoleNotAssumable: STS answered AccessDenied');
  assert.equal(result.verification?.evidence, null);
  assert.match(result.owner.because, /STS answered AccessDenied/);
});

it('triage tries again when its own credentials or STS fail: that says nothing about the finding', async () => {
  const accounts = { verify: failing(failure('Unavailable', 'the token expired')) };
  await assert.rejects(triage({ ...deps(), accounts }, triageInput(), 1), {
    type: 'Unavailable',
    nonRetryable: false,
  });
});

it('triage gives no verdict without evidence', async () => {
  const keep = failing(failure('Unavailable', 'the store is away'));
  await assert.rejects(triage({ ...deps(), evidence: { keep } }, triageInput(), 1), {
    type: 'Unavailable',
    nonRetryable: false,
  });
});

interface Changes extends SsmFacts, Partial<Pick<TriageDeps, 'policies' | 'evidence'>> {
  readonly look?: CheckResult;
  readonly past?: readonly PastOutcome[];
  readonly wider?: readonly ScopedException[];
}

function deps(changes: Changes = {}): TriageDeps {
  const {
    past = [],
    wider = [],
    look = openLook,
    policies = fakePolicies(),
    evidence = fakeEvidence(),
  } = changes;
  const control = controlSeeing(look);
  return {
    accounts: fakeAccounts(fakeClients(changes).clients),
    controlOf: (id) => (id === control.id ? control : null),
    policies,
    evidence,
    ledger: { past: async () => past, executions: async () => [], rememberPlan: async () => {} },
    exceptions: { ofControl: async () => wider },
    clock: fakeClock(),
  };
}
