/** A person approves where they already are: Slack, the functions, the workers and the ledger are all real processes. */
import assert from 'node:assert/strict';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoRefusals } from '../../activities/ledger/lifecycle/refusals.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { Chat } from '../../sandbox/vendors/chat.ts';
import { signedInteraction, SIGNING_SECRET } from '../../sandbox/vendors/slack/interactions.ts';
import type { SlackMessage } from '../../sandbox/vendors/slack/state.ts';
import type { Filled } from '../../sandbox/vendors/slack/views.ts';
import { startTeams } from '../../sandbox/vendors/teams.ts';
import type { SandboxTeams } from '../../sandbox/vendors/teams/sandbox-teams.ts';
import { startWorld, TOPIC_ARN } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

let world: World;

let chat: Chat;

let teams: SandboxTeams;

let dynamo: DynamoDBClient;

interface Waiting {
  readonly workflowId: string;
  readonly planHash: string;
  readonly message: SlackMessage;
}

/** A CRITICAL finding of payments, shown in Slack, whose plan waits for its approval. */
async function waiting(bucket: string): Promise<Waiting> {
  const report = {
    by: 'security-hub',
    id: 'S3.2',
    title: '<!channel> public',
    severity: 'CRITICAL',
  } as const;
  const scenario = fixable(bucket, { reports: [report] });
  await seedResources(world, [scenario]);
  await importFindings(world, [scenario]);
  const shown = () =>
    chat.slack.messages.find(({ threadTs, blocks }) => {
      const text = JSON.stringify(blocks);
      return threadTs === null && text.includes(bucket) && text.includes('closeloop-approve');
    });
  await until(async () => shown() !== undefined);
  const message = shown();
  assert.ok(message);
  const row = (await world.ledger.lifecycles()).find(
    ({ problem }) => problem.resource.name === bucket,
  );
  return { workflowId: row?.workflowId ?? '', planHash: row?.planHash ?? '', message };
}

async function refusalsOf(workflowId: string): Promise<readonly string[]> {
  const all = await dynamoRefusals(openStore(dynamo, 'closeloop')).refusals(workflowId);
  return all.map(({ type, actor, door, decision }) => `${door} ${decision} ${actor}: ${type}`);
}

function pressesApprove(name: string, { message }: Waiting) {
  const user = chat.account(name);
  return chat.slack.press({ ts: message.ts, actionId: 'closeloop-approve', user });
}

/** The confirmation of the form that this person opened last. */
function confirms(name: string) {
  const view = chat.slack.views.findLast(({ user }) => user === chat.account(name));
  return chat.slack.submit(view?.id ?? '', {});
}

/** Opens the form of that button and sends it in; answers what stands beside its fields then. */
async function fillsIn(
  name: string,
  { message: { ts } }: Waiting,
  { form, ...filled }: Filled & { readonly form: string },
): Promise<string> {
  const press = { ts, actionId: `closeloop-${form}`, user: chat.account(name) };
  await chat.interact(chat.slack.press(press));
  const view = chat.slack.views.at(-1)?.id ?? '';
  return JSON.stringify(await chat.interact(chat.slack.submit(view, filled)));
}

const inDays = (days: number) => Math.floor(Date.now() / 60_000) * 60 + days * 86_400;

const whispered = () => chat.slack.whispers.at(-1)?.text ?? '';

/** What Teams shows of a bucket, a card each message. */
function cardsAbout(bucket: string): readonly string[] {
  return teams.posted.flatMap(({ text }) =>
    text.includes(`arn:aws:s3:::${bucket}`) ? [text] : [],
  );
}

function withButtonValue(body: string, value: string): string {
  const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '') as {
    actions: readonly object[];
  };
  const actions = payload.actions.map((one) => ({ ...one, value }));
  return new URLSearchParams({ payload: JSON.stringify({ ...payload, actions }) }).toString();
}

describe('people who decide in Slack', () => {
  before(async () => {
    world = await startWorld({ say: () => {}, settleSeconds: 0.5, chat: true });
    assert.ok(world.chat);
    chat = world.chat;
    teams = await startTeams({ ...world, topicArn: TOPIC_ARN });
    const credentials = world.aws.credentials(HUB_ACCOUNT);
    dynamo = new DynamoDBClient({ endpoint: world.aws.url, region: HUB_REGION, credentials });
  });

  after(async () => {
    dynamo.destroy();
    await teams.stop();
    await world.stop();
  });

  it('an approval is a form that shows the whole plan and is confirmed: proven, carried out, and shown in the same message', async () => {
    const finding = await waiting('pressed-by-barbara');
    const before = chat.slack.messages.filter(({ channel }) => channel === finding.message.channel);
    await chat.interact(pressesApprove('barbara', finding));
    const shown = JSON.stringify(chat.slack.views.at(-1)?.blocks);
    assert.match(shown, /Parameter BucketName: “pressed-by-barbara”/);
    assert.ok(shown.includes(`Hash of the plan: ${finding.planHash}`));
    await chat.interact(confirms('barbara'));
    assert.match(whispered(), /Sent for barbara: approve the plan/);
    await until(async () => finding.message.text.startsWith('Fixed: block public access'));
    const lines = await world.ledger.story(finding.workflowId);
    const told = lines.map(({ kind, actor, text }) => `${kind} ${actor}: ${text}`).join('\n');
    assert.match(told, /decision-trusted barbara: barbara is of payments; chat signed barbara in/);
    const mains = chat.slack.messages.filter(
      ({ threadTs, blocks }) =>
        threadTs === null && JSON.stringify(blocks).includes('pressed-by-barbara'),
    );
    assert.equal(mains.length, 1);
    assert.equal(before.includes(finding.message), true);
    assert.deepEqual(await refusalsOf(finding.workflowId), []);
    await until(async () => cardsAbout('pressed-by-barbara').length >= 3);
    assert.deepEqual(
      cardsAbout('pressed-by-barbara').map((text) => text.split(':')[0]),
      ['Approve', 'Fixing', 'Fixed'],
    );
  });

  it('a confirmation that is sent twice counts once, and the second is recorded', async () => {
    const finding = await waiting('pressed-twice');
    await chat.interact(pressesApprove('radia', finding));
    const interaction = confirms('radia');
    await chat.interact(interaction);
    assert.match(JSON.stringify(await chat.interact(interaction)), /Replayed/);
    assert.deepEqual(await refusalsOf(finding.workflowId), ['chat approve radia: Replayed']);
  });

  it("a stranger's button press is refused and recorded, with an answer who has authority", async () => {
    const finding = await waiting('pressed-by-strangers');
    await chat.interact(pressesApprove('edgar', finding));
    assert.match(
      whispered(),
      /edgar may not decide about it; these may: payments \(barbara, radia\)/,
    );
    const { ts } = finding.message;
    const unknown = chat.slack.press({ ts, actionId: 'closeloop-approve', user: 'U0NOBODY' });
    await chat.interact(unknown);
    assert.deepEqual(await refusalsOf(finding.workflowId), [
      'chat approve edgar: Stranger',
      'chat approve slack:U0NOBODY: Stranger',
    ]);
    assert.equal((await world.ledger.lifecycle(finding.workflowId))?.phase, 'AWAITING_APPROVAL');
  });

  it('a message and a button with the hash of another plan open the form of the true one, and only that is signed', async () => {
    const finding = await waiting('pressed-forged-plan');
    const other = await waiting('pressed-other-plan');
    const { body } = pressesApprove('barbara', finding);
    const value = JSON.stringify({ finding: finding.workflowId, planHash: other.planHash });
    const edited = withButtonValue(body, value);
    await chat.interact(signedInteraction(edited, { secret: SIGNING_SECRET, at: Date.now() }));
    assert.ok(JSON.stringify(chat.slack.views.at(-1)).includes(finding.planHash));
    await chat.interact(confirms('barbara'));
    await until(async () => finding.message.text.startsWith('Fixed: block public access'));
    assert.equal((await world.ledger.lifecycle(other.workflowId))?.phase, 'AWAITING_APPROVAL');
  });

  it('two people accept a risk in forms within policy: the second form shows the end that the first requested', async () => {
    const finding = await waiting('accepted-in-forms');
    const { message, workflowId } = finding;
    const far = { form: 'accept', until: inDays(400), why: 'for ever' };
    assert.match(
      await fillsIn('barbara', finding, far),
      /errors.*until.*InvalidExpiry.*is too far/,
    );
    assert.deepEqual(await refusalsOf(workflowId), ['chat accept barbara: InvalidExpiry']);
    await fillsIn('barbara', finding, { form: 'accept', until: inDays(10), why: 'moves soon' });
    await until(async () =>
      JSON.stringify(message.blocks).includes('a second person has to confirm'),
    );
    const again = { form: 'accept', until: inDays(10), why: 'me again' };
    assert.match(await fillsIn('barbara', finding, again), /errors.*why.*FourEyes/);
    await fillsIn('radia', finding, { form: 'accept', why: 'agreed' });
    await until(async () => message.text.startsWith('Exception accepted: '));
    const row = await world.ledger.lifecycle(workflowId);
    assert.partialDeepStrictEqual(row, {
      phase: 'ACCEPTED',
      exception: { by: 'barbara', confirmedBy: 'radia', why: 'moves soon' },
    });
    assert.match(JSON.stringify(message.blocks), /closeloop-extend.*closeloop-revoke/);
  });

  it("a finding assigned to another team appears in that team's channel", async () => {
    const finding = await waiting('given-to-data');
    const { message, workflowId } = finding;
    await fillsIn('barbara', finding, { form: 'assign', team: 'data', why: 'they run it' });
    await until(async () =>
      /^Moved to data: .*data owns this finding now\. Its messages are in #data\./.test(
        message.text,
      ),
    );
    assert.doesNotMatch(JSON.stringify(message.blocks), /closeloop-(approve|accept|assign)/);
    const [now] = chat.slack.messages.filter(
      ({ threadTs, channel, metadata }) =>
        threadTs === null &&
        channel !== message.channel &&
        JSON.stringify(metadata).includes(workflowId),
    );
    assert.match(JSON.stringify(now?.blocks), /closeloop-approve/);
  });

  it('a request that Slack did not sign, or signed long ago, is refused', async () => {
    const finding = await waiting('pressed-forged');
    const { body } = pressesApprove('barbara', finding);
    const forged = signedInteraction(body, { secret: 'guessed-guessed-guessed', at: Date.now() });
    const old = signedInteraction(body, { secret: SIGNING_SECRET, at: Date.now() - 301_000 });
    assert.partialDeepStrictEqual(await chat.interact(forged), { statusCode: 401 });
    assert.partialDeepStrictEqual(await chat.interact(old), { statusCode: 401 });
    assert.equal((await world.ledger.lifecycle(finding.workflowId))?.phase, 'AWAITING_APPROVAL');
    assert.deepEqual(await refusalsOf(finding.workflowId), []);
  });
});
