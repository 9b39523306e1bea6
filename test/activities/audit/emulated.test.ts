/** The audit and the closer on emulated AWS, each under its own principal, and a thief with the closer's credentials. */
import assert from 'node:assert/strict';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import { statusItem } from '../../../activities/closing/proof-items.ts';
import type { AuditPage } from '../../../domain/audit.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import type { HubPrincipal } from '../../../sandbox/aws/gateway/principals.ts';
import { asActivity } from '../../builders/activity.ts';
import { admin } from '../../sandbox/with-sandbox-aws.ts';
import { PAGE_SIZE } from '../in-sandbox.ts';
import { closed, inSecurityHub, remediated, triaged, verified, withStages } from '../stages.ts';
import type { Stage } from '../stages.ts';

describe('What is closed without proof, on emulated AWS', () => {
  const { sandbox, scene } = withStages();
  const hub = (principal: HubPrincipal) => ({
    endpoint: sandbox().url,
    region: HUB_REGION,
    credentials: sandbox().gateway.principals.hub(principal),
    maxAttempts: 1,
  });
  const statusOf = async (id = 'f-1') => (await inSecurityHub(sandbox(), id))?.Workflow?.Status;
  const steal = async (stage: Stage, Status: 'RESOLVED' | 'SUPPRESSED', more?: object) => {
    await set(new SecurityHub(hub('closeloop-closer')), stage, Status, more);
  };
  const stolenTable = () => DynamoDBDocument.from(new DynamoDBClient(hub('closeloop-closer')));
  /** Fixed by Closeloop and closed with proof. */
  const fixed = async (bucket: string, id: string) => {
    const stage = await scene({ control: 'S3.PublicAccess', bucket, ids: [id] });
    const triage = await triaged(stage);
    await remediated(stage, triage);
    await closed(stage, triage.episode, await verified(stage, triage.episode));
    assert.equal(await statusOf(id), 'RESOLVED');
    return stage;
  };
  const broken = async (bucket: string, id: string) =>
    await scene({ control: 'S3.MissingVersioning', bucket, ids: [id] });

  it('the audit finds exactly what the thief closed, and the closer opens it again and tells its lifecycle', async () => {
    await fixed('proper', 'f-proper');
    const one = await broken('one', 'f-one');
    const two = await broken('two', 'f-two');
    const person = await broken('person', 'f-person');
    await steal(one, 'RESOLVED');
    await steal(two, 'SUPPRESSED', { Note: { Text: 'Closeloop: accepted', UpdatedBy: 'ana' } });
    await set(admin(sandbox(), HUB_ACCOUNT).securityHub, person, 'SUPPRESSED');

    const { counts, unproven, next } = await page(one);
    assert.deepEqual(counts, { looked: 4, proven: 1, unproven: 2, theirs: 1 });
    assert.deepEqual(unproven.map(({ finding }) => finding.id).toSorted(), ['f-one', 'f-two']);
    assert.equal(next, null);

    const answers = await reopened(one, unproven);
    assert.deepEqual(answers, ['reopened', 'reopened']);
    const all = ['f-proper', 'f-one', 'f-two', 'f-person'];
    assert.deepEqual(await Promise.all(all.map(statusOf)), [
      'RESOLVED',
      'NEW',
      'NEW',
      'SUPPRESSED',
    ]);
    assert.deepEqual(
      one.reports.map(([id, { reopened: is }]) => [id, is]),
      [
        [one.workflowId, true],
        [two.workflowId, true],
      ],
    );
    assert.match((await inSecurityHub(sandbox(), 'f-one'))?.Note?.Text ?? '', /without proof/);
    assert.deepEqual((await page(one)).counts, { looked: 2, proven: 1, theirs: 1 });
  });

  it('a proof that is copied from another finding, or made up, proves nothing', async () => {
    const proper = await fixed('proper', 'f-proper');
    const copied = await broken('copied', 'f-copied');
    const forged = await broken('forged', 'f-forged');
    const table = stolenTable();
    const TableName = 'closeloop-proofs';
    const [finding] = proper.findings;
    assert.ok(finding);
    const key = { workflowId: proper.workflowId, item: statusItem(finding) };
    const { Item } = await table.get({ TableName, Key: key });
    for (const { workflowId, findings } of [copied, forged]) {
      const [mine] = findings;
      assert.ok(mine);
      const { id: findingId, productArn } = mine;
      const place = { workflowId, item: statusItem(mine) };
      const whole = { ...Item, ...place, at: new Date().toISOString() };
      const isCopy = workflowId === copied.workflowId;
      const put = isCopy ? { ...Item, ...place } : { ...whole, findingId, productArn };
      await table.put({ TableName, Item: put });
    }
    await steal(copied, 'RESOLVED');
    await steal(forged, 'RESOLVED');
    const { unproven, counts } = await page(proper);
    assert.deepEqual(counts, { looked: 3, proven: 1, unproven: 2 });
    for (const { why } of unproven) assert.match(why, /closeloop-closer did not write/);
    table.destroy();
  });

  it('an old proof that the thief puts back does not prove a new status', async () => {
    const stage = await fixed('proper', 'f-1');
    const [finding] = stage.findings;
    assert.ok(finding);
    const table = stolenTable();
    const TableName = 'closeloop-proofs';
    const key = { workflowId: stage.workflowId, item: statusItem(finding) };
    const { Item } = await table.get({ TableName, Key: key });
    const reopening = { ...stage.told(1), findings: stage.findings, reason: 'it is back' };
    await asActivity(() => stage.closer.reopen(reopening), { activityId: 'reopen' });
    assert.equal(await statusOf(), 'NEW');
    await table.put({ TableName, Item });
    await steal(stage, 'RESOLVED');
    const { unproven } = await page(stage);
    assert.match(unproven[0]?.why ?? '', /is older than its status/);
    table.destroy();
  });

  it('a forged order opens nothing that was closed with proof or by people', async () => {
    const proper = await fixed('proper', 'f-proper');
    const person = await broken('person', 'f-person');
    await set(admin(sandbox(), HUB_ACCOUNT).securityHub, person, 'RESOLVED');
    const open = await broken('open', 'f-open');
    const gone = { id: 'f-gone', productArn: 'arn:aws:securityhub:eu-west-1::product/aws/config' };
    const findings = [...proper.findings, ...person.findings, ...open.findings, gone];
    const { result } = await asActivity(() => proper.closer.reopenUnproven(findings));
    assert.deepEqual(
      result.map(({ outcome }) => outcome),
      ['left', 'left', 'left', 'left'],
    );
    assert.deepEqual(await Promise.all(['f-proper', 'f-person'].map(statusOf)), [
      'RESOLVED',
      'RESOLVED',
    ]);
    assert.deepEqual(proper.reports, []);
  });

  it('a proof that was deleted costs a second look, and the order may be repeated', async () => {
    const stage = await fixed('proper', 'f-1');
    const [finding] = stage.findings;
    assert.ok(finding);
    const credentials = sandbox().credentials(HUB_ACCOUNT);
    const config = { endpoint: sandbox().url, region: HUB_REGION, credentials };
    const table = DynamoDBDocument.from(new DynamoDBClient(config));
    const Key = { workflowId: stage.workflowId, item: statusItem(finding) };
    await table.delete({ TableName: 'closeloop-proofs', Key });
    const { unproven } = await page(stage);
    assert.equal(unproven.length, 1);
    assert.deepEqual(await reopened(stage, unproven), ['reopened']);
    assert.deepEqual(await reopened(stage, unproven), ['left']);
    assert.equal(stage.reports.length, 1);
    assert.equal(await statusOf(), 'NEW');
    table.destroy();
  });

  it('the audit looks at every finding of a hub in which a thief closed all at once, also where it opens them meanwhile', async () => {
    const ids = Array.from({ length: PAGE_SIZE + 3 }, (_, i) => `f-${i}`);
    const stage = await scene({ control: 'S3.MissingVersioning', ids: ids.slice(0, 9) });
    const other = await scene({
      control: 'S3.MissingVersioning',
      bucket: 'other',
      ids: ids.slice(9),
    });
    await steal(stage, 'RESOLVED');
    await steal(other, 'SUPPRESSED');
    const pages: number[] = [];
    let cursor: string | null = null;
    do {
      const { next, unproven }: AuditPage = await page(stage, cursor);
      pages.push(unproven.length);
      await reopened(stage, unproven);
      cursor = next;
    } while (cursor !== null);
    assert.deepEqual(pages, [PAGE_SIZE, 3]);
    const { securityHub } = admin(sandbox(), HUB_ACCOUNT);
    const WorkflowStatus = [{ Value: 'NEW', Comparison: 'NOT_EQUALS' as const }];
    const { Findings } = await securityHub.getFindings({ Filters: { WorkflowStatus } });
    assert.deepEqual(Findings, []);
  });
});

async function page({ audit }: Stage, cursor: string | null = null): Promise<AuditPage> {
  return (await asActivity(() => audit.findUnproven(cursor))).result;
}

async function reopened({ closer }: Stage, unproven: AuditPage['unproven']) {
  const findings = unproven.map(({ finding }) => finding);
  const { result } = await asActivity(() => closer.reopenUnproven(findings));
  return result.map(({ outcome }) => outcome);
}

async function set(
  securityHub: SecurityHub,
  { findings }: Pick<Stage, 'findings'>,
  Status: 'RESOLVED' | 'SUPPRESSED',
  more: object = {},
): Promise<void> {
  const FindingIdentifiers = findings.map(({ id, productArn }) => ({
    Id: id,
    ProductArn: productArn,
  }));
  await securityHub.batchUpdateFindings({ FindingIdentifiers, Workflow: { Status }, ...more });
}
