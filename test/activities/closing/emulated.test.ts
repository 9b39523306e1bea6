import assert from 'node:assert/strict';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import { holds } from '../../../activities/closing/seal.ts';
import type { Decision } from '../../../domain/decision.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import { asActivity } from '../../builders/activity.ts';
import { HUB } from '../../builders/asff.ts';
import { decision } from '../../builders/decision.ts';
import { exception } from '../../builders/exception.ts';
import { admin } from '../../sandbox/with-sandbox-aws.ts';
import { closed, inSecurityHub, remediated, triaged, verified, withStages } from '../stages.ts';
import type { Stage } from '../stages.ts';

const UNTIL = new Date(Date.now() + 20 * 24 * 3600_000).toISOString();

describe('What people decided, on emulated AWS', () => {
  const { sandbox, scene } = withStages();
  const statusOf = async (id = 'f-1') =>
    (await inSecurityHub(sandbox(), id))?.Workflow?.Status ?? 'unknown';
  const relabel = async ({ findings }: Stage, Label: 'CRITICAL') => {
    const identifiers = findings.map(({ id, productArn }) => ({ Id: id, ProductArn: productArn }));
    const update = { FindingIdentifiers: identifiers, Severity: { Label } };
    await admin(sandbox(), HUB_ACCOUNT).securityHub.batchUpdateFindings(update);
  };
  const proofs = async () => {
    const { Items = [] } = await hubDynamo(sandbox()).scan({ TableName: 'closeloop-proofs' });
    return Items;
  };

  it('the closer suppresses what the closer itself checked that a person accepted, with a proof that names it', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const { episode } = await triaged(stage);
    await checked(stage, accept(stage, episode));
    assert.deepEqual(await suppressed(stage, episode), { status: 'done', remarks: [] });

    assert.equal(await statusOf(), 'SUPPRESSED');
    const [proof] = (await proofs()).filter(({ item }) => String(item).startsWith('status#'));
    assert.partialDeepStrictEqual(proof, {
      workflowId: stage.workflowId,
      findingId: 'f-1',
      status: 'SUPPRESSED',
      episode,
      decisions: ['decision-1'],
      until: UNTIL,
    });
  });

  it('the closer suppresses nothing for an exception that nobody made, or that the orchestrator checked', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const { episode } = await triaged(stage);
    const made = await suppressed(stage, episode);
    assert.match(JSON.stringify(made), /no proven acceptance of barbara/);
    const accepted = accept(stage, episode);
    const { problem, told } = stage;
    const input = {
      ...told(episode),
      problem,
      decision: accepted,
      team: 'payments',
      severity: 'LOW',
    } as const;
    const byOther = await asActivity(() => stage.orchestrator.checkDecision(input));
    assert.equal(byOther.result.trusted, true);
    assert.equal((await suppressed(stage, episode)).status, 'refused');
    assert.equal(await statusOf(), 'NEW');
  });

  it('the closer suppresses nothing for an acceptance of LOW when Security Hub says CRITICAL', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const { episode } = await triaged(stage);
    await checked(stage, accept(stage, episode, { severity: 'LOW' }));
    await relabel(stage, 'CRITICAL');
    const refused = await suppressed(stage, episode);
    assert.match(JSON.stringify(refused), /it is CRITICAL in Security Hub/);
    assert.equal(await statusOf(), 'NEW');
  });

  it('the closer suppresses no finding of another lifecycle, whose people said nothing', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const other = await scene({ control: 'S3.MissingVersioning', bucket: 'other', ids: ['f-2'] });
    const { episode } = await triaged(stage);
    await checked(stage, accept(stage, episode));
    const findings = [...stage.findings, ...other.findings];
    const result = await suppressed({ ...stage, findings }, episode);
    assert.match(JSON.stringify(result), /finding f-2 is left as it is/);
    assert.deepEqual([await statusOf('f-1'), await statusOf('f-2')], ['SUPPRESSED', 'NEW']);
  });

  it('an acceptance counts neither after its revocation nor in the next episode', async () => {
    const stage = await scene({ control: 'S3.PublicAccess' });
    const triage = await triaged(stage);
    const { episode } = triage;
    await checked(stage, accept(stage, episode));
    await suppressed(stage, episode);
    const reopening = { ...stage.told(episode), findings: stage.findings, reason: 'revoked' };
    await asActivity(() => stage.closer.reopen(reopening), { activityId: 'reopen' });
    assert.match(JSON.stringify(await suppressed(stage, episode)), /no proven acceptance/);
    assert.equal(await statusOf(), 'NEW');
    await remediated(stage, triage);
    await closed(stage, episode, await verified(stage, episode));
    assert.equal(await statusOf(), 'RESOLVED');
    assert.match(JSON.stringify(await suppressed(stage, episode)), /no proven acceptance/);
    assert.match(JSON.stringify(await suppressed(stage, episode + 1)), /no proven acceptance/);
    assert.equal(await statusOf(), 'RESOLVED');
  });

  it('the closer opens again no finding of another lifecycle, which a person has suppressed', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const other = await scene({ control: 'S3.MissingVersioning', bucket: 'other', ids: ['f-2'] });
    const { episode } = await triaged(stage);
    const { securityHub } = admin(sandbox(), HUB_ACCOUNT);
    await securityHub.batchUpdateFindings({
      FindingIdentifiers: [...stage.findings, ...other.findings].map((one) => ({
        Id: one.id,
        ProductArn: one.productArn,
      })),
      Workflow: { Status: 'SUPPRESSED' },
    });
    const reopening = { ...stage.told(episode), findings: other.findings, reason: 'forged' };
    const foreign = await asActivity(() => stage.closer.reopen(reopening));
    const findings = [...stage.findings, ...other.findings];
    const both = await asActivity(() => stage.closer.reopen({ ...reopening, findings }));
    assert.match(JSON.stringify(foreign.result), /refused.*finding f-2 is left as it is/);
    assert.match(JSON.stringify(both.result), /done.*finding f-2 is left as it is/);
    assert.deepEqual([await statusOf('f-1'), await statusOf('f-2')], ['NEW', 'SUPPRESSED']);
  });

  it('every proof carries a MAC that only the closer can make, and a changed one is refused', async () => {
    const stage = await scene({ control: 'S3.MissingVersioning' });
    const { episode } = await triaged(stage);
    await checked(stage, accept(stage, episode, { severity: 'LOW' }));
    const kms = new KMS({ ...hubConfig(sandbox()) });
    const all = await proofs();
    for (const item of all) assert.equal(await holds(kms, item), true, String(item['item']));
    const [said] = all.filter(({ item }) => String(item).startsWith('decision#'));
    assert.equal(await holds(kms, { ...said, severity: 'CRITICAL' }), false);
    kms.destroy();

    await hubDynamo(sandbox()).update({
      TableName: 'closeloop-proofs',
      Key: { workflowId: stage.workflowId, item: said?.['item'] },
      UpdateExpression: 'SET severity = :worst',
      ExpressionAttributeValues: { ':worst': 'CRITICAL' },
    });
    await assert.rejects(suppressed(stage, episode), {
      type: 'SchemaMismatch',
      message: /carries no valid MAC/,
    });
    assert.equal(await statusOf(), 'NEW');
  });
});

type Sandbox = Parameters<typeof admin>[0];

function hubConfig(sandbox: Sandbox) {
  const credentials = sandbox.credentials(HUB);
  return { endpoint: sandbox.url, region: HUB_REGION, credentials, maxAttempts: 1 };
}

function hubDynamo(sandbox: Sandbox): DynamoDBDocument {
  return DynamoDBDocument.from(new DynamoDBClient(hubConfig(sandbox)));
}

function accept({ workflowId }: Stage, episode: number, changes: Partial<Decision> = {}): Decision {
  const about = { decision: 'accept', planHash: null, until: UNTIL } as const;
  const said = { actor: 'barbara', why: 'the partner moves' };
  return decision({ finding: workflowId, episode, ...about, ...said, ...changes });
}

/** The closer checks the decision, as the workflow asks it to. */
async function checked({ closer, told, problem }: Stage, said: Decision): Promise<void> {
  const about = { ...told(said.episode), problem, decision: said, team: 'payments' } as const;
  const { result } = await asActivity(
    () => closer.checkDecision({ ...about, severity: said.severity }),
    { activityId: 'check' },
  );
  assert.equal(result.trusted, true, result.because);
}

async function suppressed({ closer, told, findings }: Stage, episode: number) {
  const about = {
    by: 'barbara',
    since: Date.now(),
    until: Date.parse(UNTIL),
    severity: 'LOW',
  } as const;
  const input = { ...told(episode), findings, exception: exception(about) };
  const activity = { activityId: `suppress-${episode}` };
  return (await asActivity(() => closer.suppress(input), activity)).result;
}
