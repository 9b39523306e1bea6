/** A worker's keys are stolen, and a closed finding's story is rewritten: everybody who looks is told. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import type { Client } from '@temporalio/client';

import type { AuditResult } from '../../domain/audit.ts';
import { HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { World } from '../../sandbox/world.ts';
import { AUDIT, TASK_QUEUES } from '../../workflows/messages.ts';
import { closeloop } from '../console/shared-process.ts';
import { examined } from './doctor.ts';
import { runToEnd } from './run-to-end.ts';
import { fixable } from './scenario.ts';

const TableName = 'closeloop-events';

export function sealing(shared: () => { readonly world: World; readonly client: Client }): void {
  let thief: DynamoDBDocument;
  let world: World;
  before(() => {
    ({ world } = shared());
    const credentials = world.aws.gateway.principals.hub('closeloop-orchestrator');
    const config = { endpoint: world.aws.url, region: HUB_REGION, credentials };
    thief = DynamoDBDocument.from(new DynamoDBClient(config));
  });
  after(() => thief.destroy());

  const audit = async () => {
    const options = { taskQueue: TASK_QUEUES.audit, workflowId: `audit-${randomUUID()}` };
    const result: AuditResult = await shared().client.workflow.execute(AUDIT, options);
    assert.equal(result['stories']?.failed, null);
    return result['stories'].counts;
  };
  const show = async (id: string) => {
    const { code, stdout } = await closeloop(
      ['findings', 'show', id, '--json'],
      world.person('grace'),
    );
    return { code, sealed: JSON.parse(stdout).sealed };
  };
  const doctor = async () =>
    (await examined(world)).find(({ name }) => name === 'sealed stories') ??
    assert.fail('the doctor does not look at seals');
  const publications = () =>
    world.aws.gateway
      .log()
      .filter(
        ({ operation, principalArn, status }) =>
          operation === 'Publish' && principalArn.includes('closeloop-audit') && status === 200,
      ).length;

  it('a rewritten, an added and a restored line of a sealed story are said by findings show, doctor and the next audit', async () => {
    const { workflowId } = await runToEnd(world, fixable('sealed-story'));
    assert.deepEqual((await show(workflowId)).sealed.status, 'not-sealed');
    await audit();
    const whole = await show(workflowId);
    const lines = (await world.ledger.story(workflowId)).length;
    assert.partialDeepStrictEqual(whole, {
      code: 0,
      sealed: { status: 'sealed', sealedLines: lines, unsealedLines: 0, differences: [] },
    });
    assert.equal((await doctor()).status, 'ok');

    const Key = { workflowId, sequence: '000001#00000002' };
    const { Item: original } = await thief.get({ TableName, Key });
    await thief.put({ TableName, Item: { ...original, text: 'radia approved it' } });
    const beside = '000001#00000002~0123456789ab';
    await thief.put({ TableName, Item: { ...original, sequence: beside } });
    const { code, sealed } = await show(workflowId);
    assert.deepEqual([code, sealed.status], [1, 'differs']);
    const [changed, added] = sealed.differences;
    assert.match(changed.text, /^line 2 of episode 1 was changed after it was sealed at /);
    assert.match(added.text, /^line 2~0123456789ab of episode 1 was added before/);
    assert.match((await doctor()).found, /1 story is not what was sealed/);

    const told = publications();
    assert.ok(((await audit())['differing'] ?? 0) > 0);
    // The audit may tell of other things too.
    assert.ok(publications() > told);
    const found = await doctor();
    assert.equal(found.status, 'broken');
    assert.match(found.found, /since 20/);

    await thief.put({ TableName, Item: original });
    await audit();
    assert.deepEqual(
      (await show(workflowId)).sealed.differences.map(({ kind }: { kind: string }) => kind),
      ['added'],
    );
    assert.equal((await doctor()).status, 'warn');
  });

  it('whoever stole a worker that writes stories can write no seal', async () => {
    const Item = { workflowId: 'any', item: 'seal#00000001' };
    const put = thief.put({ TableName: 'closeloop-seals', Item });
    await assert.rejects(put, /not authorized to perform: dynamodb:PutItem/);
  });
}
