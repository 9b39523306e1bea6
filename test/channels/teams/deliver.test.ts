import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { Notice } from '../../../activities/ledger/notice/notices.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { card } from '../../../channels/teams/card.ts';
import { deliver } from '../../../channels/teams/deliver.ts';
import type { DeliverDeps } from '../../../channels/teams/deliver.ts';
import { MOST_BYTES, payload } from '../../../channels/teams/fit-card.ts';
import { workflows } from '../../../channels/teams/workflows.ts';
import { readCard } from '../../../sandbox/vendors/teams/card-problems.ts';
import { startSandboxTeams } from '../../../sandbox/vendors/teams/sandbox-teams.ts';
import type { SandboxTeams } from '../../../sandbox/vendors/teams/sandbox-teams.ts';
import { message, WAITING } from '../../activities/notify/notices.ts';
import { memoryDeliveries } from '../memory-deliveries.ts';
import type { MemoryDeliveries } from '../memory-deliveries.ts';

const slept: number[] = [];
async function sleep(ms: number): Promise<void> {
  slept.push(ms);
}

function of(message_: Message, channel: string, team = message_.finding.owner.team): Message {
  const { finding } = message_;
  return {
    ...message_,
    finding: { ...finding, owner: { ...finding.owner, team, channels: [channel] } },
  };
}

function said(workflowId: string, seq: number, change: Partial<Notice> = {}): Message {
  const sequence = `000001#${String(seq).padStart(8, '0')}`;
  return of(message({ workflowId, sequence, ...change }), 'teams:payments');
}

describe('Teams, told of findings', () => {
  let teams: SandboxTeams;
  let deliveries: MemoryDeliveries;
  before(async () => {
    teams = await startSandboxTeams(['payments', 'security']);
    deliveries = memoryDeliveries();
  });
  after(async () => await teams.stop());

  function deps(change: Partial<DeliverDeps> = {}): DeliverDeps {
    return {
      deliveries,
      workflows: workflows({ urls: teams.urls, sleep, patience: 8_000 }),
      defaultWorkflow: null,
      newId: randomUUID,
      pause: async () => {},
      ...change,
    };
  }

  function shown(id: string, workflow = 'payments'): readonly string[] {
    const about = teams.posted.filter((one) => one.workflow === workflow && one.text.includes(id));
    return about.map(({ text }) => text);
  }

  it('a card says alias, resource, why, exact change, undo, deadline, who is next, and has links', async () => {
    const id = randomUUID();
    const ladder = { asked: 'payments', next: 'the lead of payments (radia)', overdue: 0 };
    const one = message({ workflowId: id }, { ...WAITING, ladder });
    await deliver(deps(), of(one, 'teams:payments'));
    const [text = ''] = shown(id);
    assert.match(text, /^Waits for you: HIGH S3\.PublicAccess on payments-logs\n/);
    assert.match(text, /\nAccount: payments \(111122223333\), eu-west-1\n/);
    assert.match(text, /\nResource: arn:aws:s3:::payments-logs\n/);
    assert.match(text, /\nWhy it matters: .*public/);
    assert.match(text, /\nWhat would change: Automation Closeloop-BlockPublicAccess/);
    assert.match(text, /\nUndo: .*restores the settings/);
    assert.match(text, /\nUntil: 2026-11-24T10:00Z\n.*\nNext: the lead of payments \(radia\)\n/);
    assert.match(text, new RegExp(`closeloop findings show '${id}'`));
    assert.deepEqual(
      teams.posted.at(-1)?.card.actions?.map(({ title }) => title),
      ['Security Hub', 'Workflow'],
    );
  });

  it('a repeated message makes no second card, a late one says that it is late', async () => {
    const id = randomUUID();
    for (const seq of [2, 2, 1, 1]) await deliver(deps(), said(id, seq));
    assert.equal(shown(id).length, 2);
    assert.match(shown(id)[1] ?? '', /This comes late/);
  });

  it('two workers at once make one card a message', async () => {
    const id = randomUUID();
    const both = [deliver(deps(), said(id, 1)), deliver(deps(), said(id, 1))];
    await Promise.allSettled(both);
    await deliver(deps(), said(id, 1));
    assert.equal(shown(id).length, 1);
  });

  it('a card whose answer was lost is posted again and says so; a refused one is not in doubt', async () => {
    const id = randomUUID();
    teams.fail({ kind: 'lost' });
    await assert.rejects(deliver(deps(), said(id, 1)), /no answer.*Perhaps it was posted/);
    assert.match(deliveries.failed.get(id) ?? '', /^Teams: Tried to post to teams:payments/);
    await deliver(deps(), said(id, 1));
    assert.match(shown(id)[1] ?? '', /\nPerhaps you have this card already/);
    assert.equal(deliveries.failed.has(id), false);
    const other = randomUUID();
    teams.fail({ kind: 'answered', answer: { status: 404, body: { error: { code: 'Broken' } } } });
    await assert.rejects(deliver(deps(), said(other, 1)), /404 \(Broken\).*TEAMS_WORKFLOWS/);
    await deliver(deps(), said(other, 1));
    assert.doesNotMatch(shown(other).join(), /Perhaps/);
  });

  it('Retry-After is waited out as seconds and as a date, and not when it is longer than the function lives', async () => {
    const id = randomUUID();
    teams.fail({ kind: 'ratelimited', retryAfter: 3 });
    await deliver(deps(), said(id, 1));
    assert.equal(slept.pop(), 3_000);
    teams.fail({ kind: 'ratelimited', retryAfter: new Date(Date.now() + 4_000).toUTCString() });
    await deliver(deps(), said(id, 2));
    const waited = slept.pop() ?? 0;
    assert.ok(waited > 1_000 && waited <= 4_000, String(waited));
    teams.fail({ kind: 'ratelimited', retryAfter: 60 });
    await assert.rejects(deliver(deps(), said(id, 3)), /429 \(TooManyRequests\).*later/);
    assert.deepEqual([shown(id).length, slept.length], [2, 0]);
  });

  it('no error tells the address of a workflow, which is a secret', async () => {
    const stopped = await startSandboxTeams([]);
    await stopped.stop();
    const urls = { payments: `${stopped.url}/workflows/x?sig=very-secret` };
    const nowhere = deps({ workflows: workflows({ urls, sleep, patience: 0 }) });
    const id = randomUUID();
    await assert.rejects(deliver(nowhere, said(id, 1)), (error) => {
      assert.ok(error instanceof Error);
      assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /very-secret/);
      return true;
    });
    assert.match(deliveries.failed.get(id) ?? '', /ECONNREFUSED/);
  });

  it('a team without a workflow is told in the default one, or not at all; an unknown name is an error', async () => {
    const silent = of(message({ workflowId: randomUUID() }), 'slack:#payments');
    assert.equal(await deliver(deps(), silent), 'no-channel');
    assert.equal(await deliver(deps({ defaultWorkflow: 'security' }), silent), 'delivered');
    assert.equal(shown(silent.finding.workflowId, 'security').length, 1);
    const odd = of(message({ workflowId: randomUUID() }), 'teams:paymets');
    await assert.rejects(deliver(deps(), odd), /no workflow of that name, only payments, security/);
  });

  it('a finding that gets another owner moves: the new channel has its card, the old one hears where it went', async () => {
    const id = randomUUID();
    await deliver(deps(), said(id, 1));
    const moved = of(said(id, 2), 'teams:security', 'cloud-security');
    await deliver(deps(), moved);
    await deliver(deps(), of(said(id, 3), 'teams:security', 'cloud-security'));
    assert.deepEqual([shown(id).length, shown(id, 'security').length], [2, 2]);
    assert.match(
      shown(id)[1] ?? '',
      /^Moved: HIGH S3\.PublicAccess on payments-logs\nIt is with cloud-security now, and told in teams:security\./,
    );
    assert.deepEqual(deliveries.states.get(id)?.earlier, []);
  });

  it('a farewell that failed is said later, without a second card in the new channel', async () => {
    const id = randomUUID();
    await deliver(deps(), said(id, 1));
    const moved = of(said(id, 2), 'teams:security', 'cloud-security');
    const posting = deps().workflows;
    const post = async (name: string, body: string) => {
      if (name === 'payments') throw new Error('down');
      await posting.post(name, body);
    };
    await assert.rejects(deliver(deps({ workflows: { ...posting, post } }), moved), /down/);
    await deliver(deps(), moved);
    assert.equal(shown(id, 'security').length, 1);
    assert.match(shown(id).at(-1) ?? '', /^Moved: /);
  });
});

describe('a card of what others wrote', () => {
  const EVIL =
    '**bold** [Security Hub](https://evil.example) <at>everyone</at> {{DATE(2017-02-14T06:08:00Z)}} ${a} \u202Etxt\nline';

  it('formats, links and mentions nothing, and calls no function of the card language', () => {
    const one = message({ text: EVIL, actor: EVIL });
    const evil = { ...one, why: EVIL, finding: { ...one.finding, title: EVIL } };
    const { actions, body } = card(evil, { text: 1500, lines: 60 }, null);
    const [types, text] = [body.map(({ type }) => type), JSON.stringify(body)];
    assert.deepEqual([...new Set(types)], ['RichTextBlock']);
    assert.doesNotMatch(text, /\{\{|\$\{|\u202E|\\n|selectAction|entities/);
    assert.deepEqual(
      actions?.filter(({ url }) => url.includes('evil')),
      [],
    );
  });

  it('of any length and any characters fits into what Teams takes, and is a card', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 200 });
    const repeated = fc.tuple(texts, fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(repeated, fc.array(texts, { maxLength: 60 }), ([word, times], lines) => {
        const long = word.repeat(times);
        const one = message({ text: long, actor: long });
        const change = { planHash: 'ab', summary: long, detail: lines, undo: long };
        const { finding, state } = one;
        const huge = {
          ...one,
          why: long,
          change,
          finding: { ...finding, title: long, resource: { ...finding.resource, id: long } },
          state: { ...state, waitsFor: long, next: long, asked: long },
        };
        const body = payload((room) => card(huge, room, null));
        assert.ok(Buffer.byteLength(body) <= MOST_BYTES);
        const { attachments } = JSON.parse(body) as { attachments: [{ content: unknown }] };
        assert.deepEqual(Object.keys(readCard(attachments[0].content)), ['card']);
      }),
      { numRuns: 60 },
    );
  });
});
