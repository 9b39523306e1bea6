/** A ticket that a person closes by hand does not close its finding: the webhook has the finding checked. */
import assert from 'node:assert/strict';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { webhookHandler } from '../../../channels/tickets/webhook/handler.ts';
import type { WebhookDeps } from '../../../channels/tickets/webhook/handler.ts';
import { recheckClosed } from '../../../channels/tickets/webhook/recheck-closed.ts';
import type { RecheckDeps } from '../../../channels/tickets/webhook/recheck-closed.ts';
import {
  AZURE_DEVOPS_WEBHOOK_SECRET,
  serviceHook,
} from '../../../sandbox/vendors/azure-devops/sandbox-azure-devops.ts';
import { JIRA_WEBHOOK_SECRET, signedWebhook } from '../../../sandbox/vendors/jira/sandbox-jira.ts';
import { ledgerRow } from '../../builders/story.ts';
import { startBoardsUnderTest } from './azure-devops-under-test.ts';
import type { BoardsUnderTest } from './azure-devops-under-test.ts';
import { startJiraUnderTest } from './jira-under-test.ts';
import type { JiraUnderTest } from './jira-under-test.ts';

const OPEN = { phase: 'HUMAN_REVIEW', destiny: null } as const;
const SECRETS = { jira: JIRA_WEBHOOK_SECRET, 'azure-devops': AZURE_DEVOPS_WEBHOOK_SECRET };
const OTHER = 'guessed-guessed-guessed';

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ANSWERED = {
  status: 'accepted',
  answer: { accepted: true, phase: 'HUMAN_REVIEW', episode: 1, text: 'taken' },
} as const;

describe('the webhook of trackers', () => {
  let jira: JiraUnderTest;
  let boards: BoardsUnderTest;
  before(async () => {
    [jira, boards] = await Promise.all([startJiraUnderTest(), startBoardsUnderTest()]);
  });
  after(async () => await Promise.all([jira.stop(), boards.stop()]));

  function handlerFor(
    finding: Partial<Lifecycle>,
    change: Partial<RecheckDeps> = {},
    secrets: WebhookDeps['secrets'] = SECRETS,
  ) {
    const requested: { readonly id: string; readonly actor: string; readonly why: string }[] = [];
    const refusals: string[] = [];
    const log: string[] = [];
    const lifecycle = { ...ledgerRow(), workflowId: 'the-finding', ...finding } as Lifecycle;
    const deps: RecheckDeps = {
      index: { findingOf: async () => 'the-finding' },
      ledger: { lifecycle: async () => lifecycle },
      refusals: { recordRefusal: async (_id, { type }) => void refusals.push(type) },
      trackers: { jira: jira.tickets, 'azure-devops': boards.tickets },
      send: async (_id, { payload }) => {
        requested.push(payload);
        return ANSWERED;
      },
      now: () => new Date('2026-11-23T10:00:00.000Z'),
      ...change,
    };
    const handle = webhookHandler({
      secrets,
      recheck: (change_) => recheckClosed(deps, change_),
      log: (line) => void log.push(line),
    });
    const send = async (rawPath: string, { headers, body }: Sent) =>
      (await handle({ rawPath, headers, body })).statusCode;
    return { send, requested, refusals, log };
  }

  async function jiraTicket() {
    const made = { title: 'x', body: [], mark: 'closeloop-x' };
    const { id } = await jira.tickets.create('PAY', made);
    const issue = jira.jira.issues.find((one) => one.id === id);
    assert.ok(issue);
    return issue;
  }

  it('an issue closed in Jira has its finding checked, and gets one comment however often Jira sends it', async () => {
    const issue = await jiraTicket();
    const { send, requested } = handlerFor(OPEN);
    const webhook = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada <b>');
    assert.equal(await send('/jira', webhook), 200);
    assert.equal(await send('/jira', webhook), 200);
    assert.equal(new Set(requested.map(({ id }) => id)).size, 1);
    assert.equal(requested[0]?.actor, 'Ada <b> (jira)');
    assert.equal(requested[0]?.why, `closed the ticket ${issue.key} by hand`);
    assert.equal(issue.comments.length, 1);
    assert.match(JSON.stringify(issue.comments), /That does not close the finding/);
  });

  it('a work item closed in Azure DevOps has its finding checked, and gets a comment', async () => {
    const { id } = await boards.tickets.create('Payments', {
      title: 'x',
      body: [],
      mark: 'closeloop-x',
    });
    const { send, requested } = handlerFor(OPEN);
    const hook = boards.boards.moveByHand(Number(id), 'Verworfen', 'Ada');
    assert.equal(await send('/azure-devops', hook), 200);
    assert.equal(requested[0]?.actor, 'Ada (azure-devops)');
    const [comment] = boards.boards.items.find((one) => String(one.id) === id)?.comments ?? [];
    assert.match(comment?.text ?? '', /That does not close the finding/);
  });

  it('a refused check is recorded, commented on the ticket, and opens the ticket again', async () => {
    const issue = await jiraTicket();
    const message = 'No control verifies GuardDuty: it stays with people.';
    const { send, refusals } = handlerFor(OPEN, {
      send: async () => ({ status: 'refused', type: 'NotVerifiable', message }),
    });
    await send('/jira', jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada'));
    assert.deepEqual(refusals, ['NotVerifiable']);
    assert.match(JSON.stringify(issue.comments), /No control verifies GuardDuty/);
    assert.equal(issue.status, 'Backlog');
  });

  it('a closed ticket of a finding with a destiny requests no check', async () => {
    for (const finding of [
      { phase: 'CLOSED', destiny: 'Fixed' },
      { phase: 'ACCEPTED', destiny: 'Accepted' },
    ] as const) {
      const issue = await jiraTicket();
      const { send, requested } = handlerFor(finding);
      assert.equal(await send('/jira', jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada')), 200);
      assert.deepEqual([requested, issue.comments], [[], []]);
    }
  });

  it('a ticket stays closed when its finding closed during the request', async () => {
    const issue = await jiraTicket();
    const rows: Partial<Lifecycle>[] = [OPEN, { phase: 'CLOSED', destiny: 'Fixed' }];
    const { send, refusals } = handlerFor(OPEN, {
      ledger: {
        lifecycle: async () => ({ ...ledgerRow(), workflowId: 'it', ...rows.shift() }) as Lifecycle,
      },
      send: async () => ({
        status: 'refused',
        type: 'NotAllowedInState',
        message: 'It is closed by now.',
      }),
    });
    assert.equal(await send('/jira', jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada')), 200);
    assert.deepEqual([issue.status, refusals, issue.comments], ['Erledigt', [], []]);
  });

  it('a webhook about a ticket that is open again requests no check', async () => {
    const issue = await jiraTicket();
    const { send, requested } = handlerFor(OPEN);
    const closed = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada');
    const opened = jira.jira.moveByHand(issue.key, 'Backlog', 'Ada');
    assert.deepEqual([await send('/jira', closed), await send('/jira', opened)], [200, 200]);
    assert.deepEqual(requested, []);
  });

  it('a ticket of somebody else, or another kind of event, requests no check', async () => {
    const issue = await jiraTicket();
    const stranger = handlerFor(OPEN, { index: { findingOf: async () => null } });
    const webhook = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada');
    assert.equal(await stranger.send('/jira', webhook), 200);
    const { send, requested } = handlerFor(OPEN);
    const created = signedWebhook('{"webhookEvent":"jira:issue_created"}', JIRA_WEBHOOK_SECRET);
    assert.equal(await send('/jira', created), 200);
    assert.deepEqual([stranger.requested, requested], [[], []]);
  });

  it('a request that no tracker authenticated is only logged', async () => {
    const issue = await jiraTicket();
    const { send, requested, log } = handlerFor(OPEN);
    const { body } = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada');
    const signed = signedWebhook(body, JIRA_WEBHOOK_SECRET);
    const forged = [
      signedWebhook(body, OTHER),
      { headers: {}, body },
      { ...signed, body: body.replace('Ada', 'Eve') },
    ];
    for (const one of forged) assert.equal(await send('/jira', one), 401);
    const hook = { headers: {}, body: '{}' };
    for (const one of [serviceHook('{}', OTHER), hook])
      assert.equal(await send('/azure-devops', one), 401);
    assert.equal(log.length, 5);
    assert.match(log.join('\n'), /signature was not made with our secret/);
    assert.deepEqual([requested, issue.comments], [[], []]);
  });

  it('an unknown path, and a tracker without a secret, are answered 404', async () => {
    const { send } = handlerFor(OPEN, {}, { ...SECRETS, 'azure-devops': null });
    assert.equal(await send('/', signedWebhook('{}', JIRA_WEBHOOK_SECRET)), 404);
    assert.equal(await send('/azure-devops', serviceHook('{}', '')), 404);
  });

  it('an unreadable webhook is answered 400, and 503 asks to send again when Temporal is down', async () => {
    const issue = await jiraTicket();
    const { send } = handlerFor(OPEN, {
      send: async () => {
        throw new Error('Temporal is down');
      },
    });
    assert.equal(await send('/jira', signedWebhook('no json', JIRA_WEBHOOK_SECRET)), 400);
    assert.equal(await send('/jira', signedWebhook('{}', JIRA_WEBHOOK_SECRET)), 400);
    const webhook = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada');
    assert.equal(await send('/jira', webhook), 503);
    assert.deepEqual(issue.comments, []);
  });
});
