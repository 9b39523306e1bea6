import assert from 'node:assert/strict';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger } from '../../../activities/ledger/ledger.ts';
import {
  dynamoPolicyTables,
  syncPolicies,
} from '../../../activities/ledger/policy/policy-tables.ts';
import type { HubPrincipal } from '../../../sandbox/aws/gateway/principals.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import { startSandboxAws } from '../../../sandbox/aws/sandbox-aws.ts';
import type { SandboxAws } from '../../../sandbox/aws/sandbox-aws.ts';
import { findingRef } from '../../builders/finding.ts';
import { CAP, newId, storyUpdate } from '../../builders/story.ts';
import { emptyMinistack } from '../../sandbox/empty-ministack.ts';

/** Every principal gets along with the DynamoDB actions that controls/roles.ts gives it. */
describe("the ledger under the principals' own permissions", () => {
  let aws: SandboxAws;
  const clients: DynamoDBClient[] = [];
  before(async () => {
    aws = await startSandboxAws({ ministack: await emptyMinistack() });
    await createTables(clientOf(aws.credentials(HUB_ACCOUNT)), 'closeloop');
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await aws.stop();
  });

  function clientOf(credentials: { accessKeyId: string; secretAccessKey: string }): DynamoDBClient {
    const config = { endpoint: aws.url, region: HUB_REGION, maxAttempts: 1 };
    const client = new DynamoDBClient({ ...config, credentials });
    clients.push(client);
    return client;
  }

  function as(principal: HubPrincipal): { ledger: Ledger; client: DynamoDBClient } {
    const env = aws.env(principal);
    const client = clientOf({
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    });
    return { client, ledger: dynamoLedger(openStore(client, 'closeloop')) };
  }

  it('the ledger’s permission lets the starter know and acknowledge findings, and write no story', async () => {
    const { ledger } = as('closeloop-starter');
    const [f, id] = [findingRef(), newId()];
    await ledger.acknowledge(f, id, 'h1', await ledger.knownFinding(f));
    assert.equal((await ledger.knownFinding(f))?.hash, 'h1');
    await assert.rejects(ledger.lifecycles(), {
      type: 'AccessDenied',
      message: /controls.roles.ts/,
    });
  });

  it('the ledger’s permission lets the orchestrator sync policies, and open and record an episode', async () => {
    const { ledger, client } = as('closeloop-orchestrator');
    const id = newId();
    const ownership = { defaultTeam: 't', teams: [], patterns: [] };
    const tables = dynamoPolicyTables(openStore(client, 'closeloop'));
    const type = { type: 'A.Old', automated: false, mode: 'shadow', modes: {} } as const;
    const old = { ...type, path: 'human', approvalFrom: null } as const;
    await syncPolicies(tables, { ownership, remediation: [old] }, 'commit-1');
    await syncPolicies(tables, { ownership, remediation: [] }, 'commit-2');
    await ledger.openEpisode(id, 'run');
    await ledger.record(id, 1, storyUpdate(1, 2));
    assert.equal((await ledger.lifecycle(id))?.episode, 1);
  });

  it('the ledger’s permission lets the closer record and close an episode', async () => {
    const { ledger } = as('closeloop-closer');
    const [f, id] = [findingRef(), newId()];
    await ledger.openEpisode(id, 'run');
    await ledger.record(id, 1, storyUpdate(1, 2));
    await ledger.markClosing(id, 1);
    const at = '2026-03-01T11:00:00.000Z';
    assert.deepEqual(await ledger.closeFindings(id, [f], at), [f]);
    await ledger.markClosed(id, 1, at, { destiny: 'Fixed', reason: 'gone', text: 'gone' });
    assert.equal((await ledger.lifecycle(id))?.phase, 'CLOSED');
  });

  it('the ledger’s permission lets the runtime record, remember its automation and read table and kill switch', async () => {
    const { ledger, client } = as('closeloop-runtime');
    const id = newId();
    await ledger.openEpisode(id, 'run');
    await ledger.record(id, 1, storyUpdate(1, 1));
    await ledger.rememberIntent(id, 1, 1, 'token', 'plan', CAP);
    await ledger.rememberExecution(id, 1, 1, 'execution');
    assert.equal((await ledger.execution(id, 1, 1))?.executionId, 'execution');
    assert.equal((await ledger.killSwitch()).on, false);
    assert.equal(
      await dynamoPolicyTables(openStore(client, 'closeloop')).remediation('A.One'),
      null,
    );
  });

  it('the ledger’s permission lets the console list, tell and stop', async () => {
    const { ledger } = as('closeloop-console');
    const [first] = await ledger.lifecycles({ limit: 1 });
    assert.ok(first);
    assert.ok((await ledger.story(first.workflowId)).length > 0);
    await ledger.setKillSwitch(true, 'ada', 'a test');
    assert.equal((await ledger.killSwitch()).by, 'ada');
  });
});
