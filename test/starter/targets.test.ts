import assert from 'node:assert/strict';

import type { KnownFinding } from '../../activities/ledger/ledger.ts';
import { createHandler } from '../../starter/handler.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import { targetsOf } from '../../starter/targets.ts';
import { rawAction, rawEvent, rawFinding } from '../builders/asff.ts';
import { fakes } from './fakes.ts';
import { identified, parsedFinding } from './identified.ts';

const now = identified();
const place = now.workflowId.split(':').slice(1, 4).join(':');
const UNMAPPED = `Security-Hub-S3.8:${place}:aaaaaaaaaa`;

function known(...ids: readonly string[]): KnownFinding {
  const { id, productArn } = parsedFinding();
  const problems = Object.fromEntries(ids.map((one) => [one, 'open' as const]));
  return { finding: { id, productArn }, problems, hash: null, closedAt: null };
}

function target(...ids: readonly string[]): { workflowId: string; mapped: boolean } | undefined {
  return targetsOf([now], known(...ids), CATALOGUE.isControl).get(now.workflowId);
}

it('a problem that began before a control could read it keeps its lifecycle, which gets the better name', () => {
  assert.deepEqual(target(UNMAPPED), { workflowId: UNMAPPED, mapped: true });
});

it('the same control and place under an older spelling keeps its lifecycle', () => {
  const old = `S3.PublicAccess:${place}:bbbbbbbbbb`;

  assert.deepEqual(target(old), { workflowId: old, mapped: false });
});

it('the problem of another control, account, Region or resource is another problem', () => {
  const others = [
    `S3.MissingEncryption:${place}:cccccccccc`,
    UNMAPPED.replace('111122223333', '444455556666'),
    UNMAPPED.replace('eu-west-1', 'eu-central-1'),
    UNMAPPED.replace('payments-logs', 'payments-site'),
  ];

  for (const other of others)
    assert.deepEqual(target(other), { workflowId: now.workflowId, mapped: false }, other);
});

it('a lifecycle of a type that no control read is sent the signal mapped', async () => {
  const world = fakes();
  const { id, productArn } = parsedFinding();
  world.known.set(`${productArn} ${id}`, known(UNMAPPED));

  await createHandler(world)(rawEvent([rawFinding()]));

  const [told] = world.told;
  assert.deepEqual([told?.verb, told?.workflowId], ['map', UNMAPPED]);
  assert.equal(told?.problem?.control, 'S3.PublicAccess');
});

it('a person who asks, resolves or suppresses makes the lifecycle look', async () => {
  const world = fakes();
  const handler = createHandler(world);
  await handler(rawEvent([rawFinding()]));
  await handler(rawAction([rawFinding()]));
  await handler(rawEvent([rawFinding({ Workflow: { Status: 'SUPPRESSED' } })]));
  await handler(rawEvent([rawFinding({ Workflow: { Status: 'RESOLVED' } })]));

  assert.deepEqual(
    world.told.map(({ verb, observation }) => [verb, observation.look ?? false]),
    [
      ['report', false],
      ['report', true],
      ['wake', true],
      ['report', true],
    ],
  );
});
