import assert from 'node:assert/strict';

import { createHandler, FindingsNotTaken } from '../../starter/handler.ts';
import { rawAction, rawEvent, rawFinding } from '../builders/asff.ts';
import { fakes } from './fakes.ts';
import { identified } from './identified.ts';

const ID = identified().workflowId;
const message = (messageId: string, body: string) => ({ messageId, body, eventSource: 'aws:sqs' });
const bucket = (name: string) => ({ Type: 'AwsS3Bucket', Id: `arn:aws:s3:::${name}` });

it('a new finding starts one lifecycle and is remembered after Temporal has acknowledged it', async () => {
  const world = fakes();

  await createHandler(world)(rawEvent([rawFinding()]));

  assert.deepEqual(
    world.told.map(({ verb, workflowId }) => [verb, workflowId]),
    [['report', ID]],
  );
  const [row] = world.known.values();
  assert.deepEqual(row?.problems, { [ID]: 'open' });
  assert.match(row?.hash ?? '', /^[0-9a-f]{32}$/);
  const { observation } = world.told[0] ?? {};
  assert.equal(observation?.messageId, 'e1f2a3b4-0000-4000-8000-000000000001/0');
  assert.equal(observation?.asked, false);
});

it('an unchanged re-import costs no Temporal call', async () => {
  const world = fakes();
  const handler = createHandler(world);

  await handler(rawEvent([rawFinding()]));
  await handler(rawEvent([rawFinding({ UpdatedAt: '2026-03-03T10:00:00.000Z' })], { id: 'other' }));

  assert.equal(world.told.length, 1);
  assert.ok(world.lines.some((line) => line.includes('"reason":"unchanged"')));
});

it('an identical return after the close costs one', async () => {
  const world = fakes();
  const handler = createHandler(world);

  await handler(rawEvent([rawFinding()]));
  world.closeAll('2026-03-02T11:00:00.000Z');
  await handler(rawEvent([rawFinding()]));

  assert.deepEqual(
    world.told.map(({ workflowId }) => workflowId),
    [ID, ID],
  );
});

it('a second product joins the lifecycle and both findings are remembered under it', async () => {
  const world = fakes();
  const macie = rawFinding({
    Id: 'arn:aws:macie2:eu-west-1:111122223333:finding/9',
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/macie',
    Types: ['Effects/Data Exposure/Policy:IAMUser-S3BucketPublic'],
    GeneratorId: 'aws/macie',
    Compliance: null,
  });

  await createHandler(world)(rawEvent([rawFinding(), macie]));

  assert.deepEqual(
    world.told.map(({ workflowId }) => workflowId),
    [ID, ID],
  );
  assert.equal(world.known.size, 2);
});

it('a crash between start and hash is repeated, not lost', async () => {
  const world = fakes();
  const handler = createHandler(world);
  world.fails = (call) => call.startsWith('acknowledge');
  await assert.rejects(handler(rawEvent([rawFinding()])), FindingsNotTaken);

  world.fails = () => false;
  await handler(rawEvent([rawFinding()]));

  assert.equal(world.told.length, 2);
  assert.deepEqual(new Set(world.told.map(({ observation }) => observation.messageId)).size, 1);
});

it('two buckets of one finding are two lifecycles, and a failure of the second repeats both', async () => {
  const world = fakes();
  const handler = createHandler(world);
  const two = rawEvent([
    rawFinding({ Resources: [bucket('payments-logs'), bucket('payments-audit')] }),
  ]);
  world.fails = (call) => call.startsWith('report') && call.includes('audit');
  await assert.rejects(handler(two), /payments-audit/);
  assert.equal(world.known.size, 0);

  world.fails = () => false;
  await handler(two);

  assert.equal(Object.keys([...world.known.values()][0]?.problems ?? {}).length, 2);
});

it('a bucket that is added to a finding gets its own lifecycle', async () => {
  const world = fakes();
  const handler = createHandler(world);

  await handler(rawEvent([rawFinding()]));
  await handler(
    rawEvent([rawFinding({ Resources: [bucket('payments-logs'), bucket('payments-audit')] })]),
  );

  assert.deepEqual(
    world.told.map(({ workflowId }) => workflowId.split(':')[3]),
    ['payments-logs', 'payments-logs', 'payments-audit'],
  );
});

it('a finding keeps its lifecycle when the mapping changes', async () => {
  const world = fakes();
  const catalogue = { ...world.catalogue, bySecurityHubId: () => null };
  await createHandler({ ...world, catalogue })(rawEvent([rawFinding()]));
  const old = world.told[0]?.workflowId;

  await createHandler(world)(rawEvent([rawFinding()]));

  assert.match(old ?? '', /^aws-securityhub-S3\.8:/);
  assert.equal(world.told[1]?.workflowId, old);
  assert.equal(world.told[1]?.problem?.control, 'S3.PublicAccess');
});

it('PASSED wakes an open lifecycle once and starts nothing', async () => {
  const world = fakes();
  const handler = createHandler(world);
  const passed = rawFinding({ Compliance: { Status: 'PASSED', SecurityControlId: 'S3.8' } });

  await handler(rawEvent([passed]));
  assert.equal(world.told.length, 0);
  assert.ok(world.lines.some((line) => line.includes('nothing-open')));

  await handler(rawEvent([rawFinding()]));
  await handler(rawEvent([passed]));
  await handler(rawEvent([passed]));

  assert.deepEqual(
    world.told.map(({ verb }) => verb),
    ['report', 'wake'],
  );
});

it('a custom action tells the lifecycle that a person asked', async () => {
  const world = fakes();

  await createHandler(world)(rawAction([rawFinding({ Workflow: { Status: 'SUPPRESSED' } })]));

  assert.equal(world.told[0]?.observation.asked, true);
});

it('one bad finding stops no other, and the failure names it and its field', async () => {
  const world = fakes();
  const bad = rawFinding({ Severity: 'HIGH', Id: 'bad-one' });
  const event = rawEvent([bad, rawFinding(), null]);

  await assert.rejects(createHandler(world)(event), (error: Error) => {
    assert.ok(error instanceof FindingsNotTaken);
    assert.equal(error.errors.length, 2);
    assert.match(error.message, /finding 1 \(bad-one\): Severity: /);
    assert.match(error.message, /finding 3: \(the finding itself\): /);
    return true;
  });

  assert.equal(world.told.length, 1);
});

it('a batch reports only the messages that failed', async () => {
  const world = fakes();
  const batch = {
    Records: [
      message('good', JSON.stringify(rawEvent([rawFinding()]))),
      message('torn', '{"version":'),
      message('bad', JSON.stringify(rawEvent([rawFinding({ Resources: [] })]))),
      message('foreign', JSON.stringify({ source: 'aws.ec2', 'detail-type': 'x', detail: {} })),
    ],
  };

  const answer = await createHandler(world)(batch);

  assert.deepEqual(answer, {
    batchItemFailures: [{ itemIdentifier: 'torn' }, { itemIdentifier: 'bad' }],
  });
  assert.equal(world.told.length, 1);
});

it('OCSF is refused and counted, and does not fail the invocation', async () => {
  const world = fakes();

  await createHandler(world)(rawEvent([{}], { 'detail-type': 'Findings Imported V2' }));

  const metric = world.lines.find((line) => line.includes('_aws'));
  assert.match(metric ?? '', /"action":"refuse","reason":"ocsf","findings":1/);
});

it('outcomes are counted by reason in the embedded metric format', async () => {
  const world = fakes();
  const suppressed = rawFinding({ Workflow: { Status: 'SUPPRESSED' } });

  await createHandler(world)(rawEvent([rawFinding(), suppressed, suppressed]));

  const metrics = world.lines
    .map((line): unknown => JSON.parse(line))
    .filter((line) => JSON.stringify(line).includes('_aws'));
  assert.deepEqual(
    metrics.map((line) => {
      const { action, reason, findings } = line as Record<string, unknown>;
      return [action, reason, findings];
    }),
    [
      ['start', 'reported', 1],
      ['wake', 'suppressed-by-person', 1],
      ['drop', 'unchanged', 1],
    ],
  );
});
