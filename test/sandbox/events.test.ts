import assert from 'node:assert/strict';

import { EventBridge } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';

import { asffFinding, HUB, named, PAYMENTS } from '../builders/asff.ts';
import { admin, as, withSandboxAws } from './with-sandbox-aws.ts';

const FUNCTION = `arn:aws:lambda:eu-west-1:${HUB}:function:closeloop-starter`;
const FAILED_ONLY = {
  source: ['aws.securityhub'],
  'detail-type': ['Security Hub Findings - Imported'],
  detail: { findings: { Compliance: { Status: ['FAILED'] }, Severity: { Label: ['HIGH'] } } },
};
const Event = z.looseObject({
  'detail-type': z.string(),
  account: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.looseObject({ findings: z.array(z.looseObject({ Id: z.string() })) }),
});

describe('Security Hub events reach the functions of matching rules', () => {
  const sandbox = withSandboxAws({ retryDelays: [0, 0] });
  const events: z.infer<typeof Event>[] = [];
  const bus = () => new EventBridge(as(sandbox(), sandbox().credentials(HUB)));
  const payments = (region = 'eu-west-1') => admin(sandbox(), PAYMENTS, region).securityHub;
  const route = async (pattern: object, Arn: string) => {
    await bus().putRule({ Name: 'route', EventPattern: JSON.stringify(pattern) });
    await bus().putTargets({ Rule: 'route', Targets: [{ Id: 'target', Arn }] });
  };

  beforeEach(async () => {
    await sandbox().reset();
    events.length = 0;
    sandbox().gateway.registerLambda(FUNCTION, async (event) => {
      events.push(Event.parse(event));
    });
  });

  it('the sandbox’s EventBridge delivers one event for each finding, in the shape that AWS documents', async () => {
    await route(FAILED_ONLY, FUNCTION);
    const Findings = [asffFinding({ Id: 'one' }), asffFinding({ Id: 'two' })];
    await payments('eu-central-1').batchImportFindings({ Findings });
    await sandbox().gateway.idle();
    const seen = events.toSorted((a, b) =>
      (a.resources[0] ?? '').localeCompare(b.resources[0] ?? ''),
    );
    assert.deepEqual(
      seen.map((event) => event.detail.findings.map(({ Id }) => Id)),
      [['one'], ['two']],
    );
    const [first] = seen;
    assert.equal(first?.['detail-type'], 'Security Hub Findings - Imported');
    assert.equal(first?.['source'], 'aws.securityhub');
    // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
    assert.deepEqual(first?.resources, [`${named(asffFinding()).ProductArn}/one`]);
    // The administrator's account and region, whatever the finding's are.
    assert.equal(first?.account, HUB);
    assert.equal(first?.region, 'eu-west-1');
    assert.equal(first?.detail.findings[0]?.['Region'], 'eu-central-1');
  });

  it('the sandbox’s EventBridge delivers no event that no rule matches', async () => {
    await route(FAILED_ONLY, FUNCTION);
    await payments().batchImportFindings({
      Findings: [asffFinding({ Compliance: { Status: 'PASSED' } })],
    });
    await sandbox().gateway.idle();
    assert.deepEqual(events, []);
  });

  it('the sandbox’s EventBridge delivers no event by a disabled rule', async () => {
    await route(FAILED_ONLY, FUNCTION);
    await bus().disableRule({ Name: 'route' });
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    await sandbox().gateway.idle();
    assert.deepEqual(events, []);
  });

  it('an update of a finding is an event too', async () => {
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    await sandbox().gateway.idle();
    await route(FAILED_ONLY, FUNCTION);
    await admin(sandbox(), HUB).securityHub.batchUpdateFindings({
      FindingIdentifiers: [named(asffFinding())],
      Workflow: { Status: 'RESOLVED' },
    });
    await sandbox().gateway.idle();
    assert.deepEqual(events[0]?.detail.findings[0]?.['Workflow'], { Status: 'RESOLVED' });
  });

  it('a custom action is an event with its findings', async () => {
    await route({ 'detail-type': ['Security Hub Findings - Custom Action'] }, FUNCTION);
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    sandbox().gateway.customAction({ name: 'Closeloop', description: 'Start' }, [
      named(asffFinding()),
    ]);
    await sandbox().gateway.idle();
    assert.equal(events.length, 1);
    assert.equal(events[0]?.detail['actionName'], 'Closeloop');
    assert.deepEqual(events[0]?.resources, [
      `arn:aws:securityhub:eu-west-1:${HUB}:action/custom/Closeloop`,
    ]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  it('the sandbox’s EventBridge invokes a failing function three times, then keeps the event as a dead letter', async () => {
    let attempts = 0;
    sandbox().gateway.registerLambda(FUNCTION, async () => {
      attempts += 1;
      throw new Error('no');
    });
    await route(FAILED_ONLY, FUNCTION);
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    await sandbox().gateway.idle();
    assert.equal(attempts, 3);
    const [letter] = sandbox().gateway.deadLetters();
    assert.equal(letter?.target, FUNCTION);
    assert.equal(letter?.error, 'no');
    assert.equal(letter?.attempts, 3);
  });

  it('the sandbox’s EventBridge stops retrying when an invocation succeeds', async () => {
    let attempts = 0;
    sandbox().gateway.registerLambda(FUNCTION, async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('once');
    });
    await route(FAILED_ONLY, FUNCTION);
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    await sandbox().gateway.idle();
    assert.equal(attempts, 2);
    assert.deepEqual(sandbox().gateway.deadLetters(), []);
  });

  it('the sandbox’s EventBridge keeps a dead letter when a rule targets a function that is not registered', async () => {
    await route(FAILED_ONLY, `${FUNCTION}-other`);
    await payments().batchImportFindings({ Findings: [asffFinding()] });
    await sandbox().gateway.idle();
    assert.match(sandbox().gateway.deadLetters()[0]?.error ?? '', /no function is registered/);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
  it("the sandbox’s EventBridge refuses a client's event with a source of AWS", async () => {
    const { FailedEntryCount, Entries } = await bus().putEvents({
      Entries: [{ Source: 'aws.securityhub', DetailType: 'any', Detail: '{}' }],
    });
    assert.equal(FailedEntryCount, 1);
    assert.equal(Entries?.[0]?.ErrorCode, 'NotAuthorizedForSourceException');
  });

  it('TestEventPattern matches arrays, prefixes, negations, numbers, absence and $or', async () => {
    const event = {
      id: '1',
      source: 'aws.securityhub',
      'detail-type': 'any',
      account: HUB,
      time: '2026-01-01T00:00:00Z',
      region: 'eu-west-1',
      resources: ['arn:one', 'arn:two'],
      detail: { findings: [{ Score: 70, Title: 'S3 bucket', Tags: ['a', 'b'] }] },
    };
    const cases: readonly (readonly [object, boolean])[] = [
      [{ resources: ['arn:two'] }, true],
      [{ detail: { findings: { Tags: ['b'] } } }, true],
      [{ detail: { findings: { Title: [{ prefix: 'S3' }] } } }, true],
      [{ detail: { findings: { Title: [{ 'anything-but': 'S3 bucket' }] } } }, false],
      [{ detail: { findings: { Score: [{ numeric: ['>=', 70, '<', 90] }] } } }, true],
      [{ detail: { findings: { Note: [{ exists: false }] } } }, true],
      [{ detail: { findings: { Note: [{ exists: true }] } } }, false],
      [{ $or: [{ account: ['0'] }, { region: ['eu-west-1'] }] }, true],
    ];
    for (const [pattern, expected] of cases) {
      const EventPattern = JSON.stringify(pattern);
      const { Result } = await bus().testEventPattern({
        EventPattern,
        Event: JSON.stringify(event),
      });
      assert.equal(Result, expected, EventPattern);
    }
  });
});
