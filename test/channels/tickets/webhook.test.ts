/** A ticket that a person closes by hand closes nothing: what the door makes of a tracker's webhooks. */
import assert from 'node:assert/strict';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { door } from '../../../channels/tickets/webhook/handler.ts';
import type { DoorDeps } from '../../../channels/tickets/webhook/handler.ts';
import { hear } from '../../../channels/tickets/webhook/recheck-closed.ts';
import type { HearDeps } from '../../../channels/tickets/webhook/recheck-closed.ts';
import {
  AZURE_DEVOPS_WEBHOOK_SECRET,
  serviceHook,
} from '../../../sandbox/vendors/azure-devops/sandbox-azure-devops.ts';
import { JIRA_WEBHOOK_SECRET, signedWebhook } from '../../../sandbox/vendors/jira/sandbox-jira.ts';
import { row } from '../../activities/ledger/sample.ts';
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

describe('the door of trackers', () => {
  let jira: JiraUnderTest;
  let boards: BoardsUnderTest;
  before(async () => {
    [jira, boards] = await Promise.all([startJiraUnderTest(), startBoardsUnderTest()]);
  });
  after(async () => await Promise.all([jira.stop(), boards.stop()]));

  function doorWith(
    finding: Partial<Lifecycle>,
    change: Partial<HearDeps> = {},
    secrets: DoorDeps['secrets'] = SECRETS,
  ) {
    const asked: { readonly id: string; readonly actor: string; readonly why: string }[] = [];
    const refusals: string[] = [];
    const log: string[] = [];
    const lifecycle = { ...row(), workflowId: 'the-finding', ...finding } as Lifecycle;
    const deps: HearDeps = {
      index: { findingOf: async () => 'the-finding' },
      ledger: { lifecycle: async () => lifecycle },
      refusals: { recordRefusal: async (_id, { type }) => void refusals.push(type) },
      trackers: { jira: jira.tickets, 'azure-devops': boards.tickets },
      send: async (_id, { payload }) => {
        asked.push(payload);
        return ANSWERED;
      },
      now: () => new Date('2026-11-23T10:00:00.000Z'),
      ...change,
    };
    const answer = door({
      secrets,
      hear: (one) => hear(deps, one),
      log: (line) => void log.push(line),
    });
    const send = async (rawPath: string, { headers, body }: Sent) =>
      (await answer({ rawPath, headers, body })).statusCode;
    return { send, asked, refusals, log };
  }

  async function jiraTicket() {
    const made = { title: 'x', body: [], mark: 'closeloop-x' };
    const { id } = await jira.tickets.create('PAY', made);
    const issue = jira.jira.issues.find((one) => one.id === id);
    assert.ok(issue);
    return issue;
  }

  it('a ticket closed in Jira asks for a look, and says so once however often it is told', async () => {
    const issue = await jiraTicket();
    const { send, asked } = doorWith(OPEN);
    const webhook = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada <b>');
    assert.equal(await send('/jira', webhook), 200);
    assert.equal(await send('/jira', webhook), 200);
    assert.equal(new Set(asked.map(({ id }) => id)).size, 1);
    assert.equal(asked[0]?.actor, 'Ada <b> (jira)');
    assert.equal(asked[0]?.why, `closed the ticket ${issue.key} by hand`);
    assert.equal(issue.comments.length, 1);
    assert.match(JSON.stringify(issue.comments), /That closes nothing/);
  });

  it('a work item closed in Azure DevOps does the same', async () => {
    const { id } = await boards.tickets.create('Payments', {
      title: 'x',
      body: [],
      mark: 'closeloop-x',
    });
    const { send, asked } = doorWith(OPEN);
    const hook = boards.boards.moveByHand(Number(id), 'Verworfen', 'Ada');
    assert.equal(await send('/azure-devops', hook), 200);
    assert.equal(asked[0]?.actor, 'Ada (azure-devops)');
    const [comment] = boards.boards.items.find((one) => String(one.id) === id)?.comments ?? [];
    assert.match(comment?.text ?? '', /That closes nothing/);
  });

  it('what the lifecycle refuses is recorded, told on the ticket, and the ticket is open again', async () => {
    const issue = await jiraTicket();
    const message = 'No control verifies GuardDuty: it stays with people.';
    const { send, refusals } = doorWith(OPEN, {
      send: async () => ({ status: 'refused', type: 'NotVerifiable', message }),
    });
    await send('/jira', jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada'));
    assert.deepEqual(refusals, ['NotVerifiable']);
    assert.match(JSON.stringify(issue.comments), /No control verifies GuardDuty/);
    assert.equal(issue.status, 'Backlog');
  });

  it('a ticket whose finding has its destiny agrees: nothing is asked', async () => {
    for (const finding of [
      { phase: 'CLOSED', destiny: 'Fixed' },
      { phase: 'ACCEPTED', destiny: 'Accepted' },
    ] as const) {
      const issue = await jiraTicket();
      const { send, asked } = doorWith(finding);
      assert.equal(await send('/jira', jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada')), 200);
      assert.deepEqual([asked, issue.comments], [[], []]);
    }
  });

  it('what closed between the question and its answer stays closed', async () => {
    const issue = await jiraTicket();
    const rows: Partial<Lifecycle>[] = [OPEN, { phase: 'CLOSED', destiny: 'Fixed' }];
    const { send, refusals } = doorWith(OPEN, {
      ledger: {
        lifecycle: async () => ({ ...row(), workflowId: 'it', ...rows.shift() }) as Lifecycle,
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

  it('a webhook is a hint: a ticket that is open by now, or moved elsewhere, asks for nothing', async () => {
    const issue = await jiraTicket();
    const { send, asked } = doorWith(OPEN);
    const closed = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada');
    const opened = jira.jira.moveByHand(issue.key, 'Backlog', 'Ada');
    assert.deepEqual([await send('/jira', closed), await send('/jira', opened)], [200, 200]);
    assert.deepEqual(asked, []);
  });

  it('a ticket that is not ours, and events about something else, are left alone', async () => {
    const issue = await jiraTicket();
    const stranger = doorWith(OPEN, { index: { findingOf: async () => null } });
    const webhook = jira.jira.moveByHand(issue.key, 'Erledigt', 'Ada');
    assert.equal(await stranger.send('/jira', webhook), 200);
    const { send, asked } = doorWith(OPEN);
    const created = signedWebhook('{"webhookEvent":"jira:issue_created"}', JIRA_WEBHOOK_SECRET);
    assert.equal(await send('/jira', created), 200);
    assert.deepEqual([stranger.asked, asked], [[], []]);
  });

  it('what no tracker sent reaches nothing but the log', async () => {
    const issue = await jiraTicket();
    const { send, asked, log } = doorWith(OPEN);
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
    assert.match(log.join('\n'), /signature is not one of our secret/);
    assert.deepEqual([asked, issue.comments], [[], []]);
  });

  it('an address without a tracker, and a tracker without a secret, are not heard', async () => {
    const { send } = doorWith(OPEN, {}, { ...SECRETS, 'azure-devops': null });
    assert.equal(await send('/', signedWebhook('{}', JIRA_WEBHOOK_SECRET)), 404);
    assert.equal(await send('/azure-devops', serviceHook('{}', '')), 404);
  });

  it('what is no webhook is refused; what could not be handed on is to be sent again', async () => {
    const issue = await jiraTicket();
    const { send } = doorWith(OPEN, {
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
