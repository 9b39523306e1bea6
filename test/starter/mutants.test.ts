/** Events as they never come from AWS: the handler neither crashes nor loses a good neighbour. */
import assert from 'node:assert/strict';

import { createHandler, FindingsNotTaken } from '../../starter/handler.ts';
import { rawEvent, rawFinding } from '../builders/asff.ts';
import { fakes } from './fakes.ts';
import { identified } from './identified.ts';
import { mutants } from './mutate.ts';

const NEIGHBOUR = {
  Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::good-neighbour' }],
  Id: 'neighbour',
};
const neighbourId = identified(NEIGHBOUR).workflowId;

it('400 mutants never crash the handler and never lose a good neighbour', async () => {
  let refused = 0;
  for (const { seed, finding, what } of mutants(400)) {
    const world = fakes();
    const event = rawEvent([finding, rawFinding(NEIGHBOUR)]);
    const failure: unknown = await createHandler(world)(event).catch((error: unknown) => error);

    const told = world.told.map(({ workflowId }) => workflowId);
    assert.ok(told.includes(neighbourId), `seed ${seed} (${what}) lost its neighbour`);
    if (failure === undefined) continue;
    refused += 1;
    assert.ok(failure instanceof FindingsNotTaken, `seed ${seed} (${what}) crashed`);
    assert.equal(failure.errors.length, 1, `seed ${seed} (${what})`);
    assert.match(failure.message, /finding 1/, `seed ${seed} (${what})`);
    assert.match(failure.message, /: [\w.() -]+: /, `seed ${seed} (${what}) names no field`);
    assert.ok(failure.message.length < 2000);
  }
  assert.ok(refused > 50, `${refused} refused`);
});

it('200 mutated envelopes are refused, or their findings are taken', async () => {
  for (const { seed, finding: envelope, what } of mutants(200, rawEvent([rawFinding()]))) {
    const world = fakes();
    const failure: unknown = await createHandler(world)(envelope).catch((error: unknown) => error);
    const fine = failure === undefined || failure instanceof FindingsNotTaken;
    assert.ok(fine, `seed ${seed} (${what}) crashed`);
    assert.ok(world.lines.length > 0, `seed ${seed} (${what}) is counted nowhere`);
  }
});

it('a torn SQS message never takes the batch with it', async () => {
  for (const { finding: body } of mutants(100)) {
    const world = fakes();
    const good = JSON.stringify(rawEvent([rawFinding()]));
    const torn = JSON.stringify(body)?.slice(0, -2) ?? 'null';
    const answer = await createHandler(world)({
      Records: [
        { messageId: 'torn', body: torn },
        { messageId: 'good', body: good },
        { messageId: 'odd', body },
      ],
    });
    assert.ok(!answer?.batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === 'good'));
    assert.equal(world.told.length, 1);
  }
});

it('the starter takes a finding whose texts are longer than documented, at once', async () => {
  const huge = 'x'.repeat(240_000);
  const changes = [
    { Title: huge },
    { Types: [huge] },
    { GeneratorId: huge },
    { Region: huge },
    { Compliance: { Status: 'FAILED', SecurityControlId: huge } },
    { Resources: [{ Type: huge, Id: 'arn:aws:s3:::payments-logs' }] },
    { Resources: [{ Type: 'AwsS3Bucket', Id: `arn:aws:s3:::${huge}` }] },
  ];
  const started = performance.now();
  for (const change of changes) {
    const world = fakes();
    await createHandler(world)(rawEvent([rawFinding(change)]));
    assert.equal(world.told.length, 1, Object.keys(change).join());
  }
  // Quadratic matching would take minutes.
  assert.ok(performance.now() - started < 5000);
});
