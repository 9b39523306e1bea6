import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { Message } from '../../../activities/notify/message.ts';
import { card } from '../../../channels/teams/card.ts';
import { deliver } from '../../../channels/teams/deliver.ts';
import type { DeliverDeps } from '../../../channels/teams/deliver.ts';
import { fitCard, MOST_BYTES } from '../../../channels/teams/fit-card.ts';
import { workflows } from '../../../channels/teams/workflows.ts';
import { readCard } from '../../../sandbox/vendors/teams/card-problems.ts';
import { startSandboxTeams } from '../../../sandbox/vendors/teams/sandbox-teams.ts';
import type { SandboxTeams } from '../../../sandbox/vendors/teams/sandbox-teams.ts';
import { memoryDeliveries } from '../../builders/memory-deliveries.ts';
import type { MemoryDeliveries } from '../../builders/memory-deliveries.ts';
import { message, WAITING } from '../../builders/notice.ts';
import { numbered, ownedBy } from '../sample-message.ts';

const slept: number[] = [];
async function sleep(ms: number): Promise<void> {
  slept.push(ms);
}

function of(message_: Message, channel: string, team?: string): Message {
  return ownedBy(message_, [channel], team);
}

function said(workflowId: string, seq: number): Message {
  return of(numbered(workflowId, seq), 'teams:payments');
}

describe('delivery to Teams', () => {
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

  it('a Teams card says what to do, who decides until when, the change and its undo, and has links', async () => {
    const id = randomUUID();
    const ladder = { asked: 'payments', next: 'the lead of payments (radia)', overdue: 0 };
    const one = message({ workflowId: id }, { ...WAITING, ladder });
    await deliver(deps(), of(one, 'teams:payments'));
    const [text = ''] = shown(id);
    assert.match(text, /^Approve: block public access on payments-logs\nSeverity: HIGH\n/);
    const decides = 'payments by 2026-11-24 10:00 UTC, then the lead of payments (radia)';
    assert.ok(text.includes(`\nDecides: ${decides}\n`), text);
    assert.match(text, /\nAccount: payments \(111122223333\), eu-west-1\n/);
    assert.match(text, /\nResource: arn:aws:s3:::payments-logs\n/);
    assert.match(text, /\nWhy it matters: .*public/);
    assert.match(
      text,
      /\nChange: settings of payments-logs\nPublic access block, BlockPublicAcls: not set → true\n/,
    );
    assert.match(text, /\nPublic ACL grants: READ to everybody → none\n/);
    assert.match(text, /\nMay break: .*public website.*\nTo take it back: .*restores the settings/);
    assert.match(text, /[^]*To take it back: [^]*Document: Closeloop-BlockPublicAccess version 1/);
    assert.match(text, new RegExp(`closeloop findings show '${id}'`));
    assert.deepEqual(
      teams.posted.at(-1)?.card.actions?.map(({ title }) => title),
      ['Security Hub', 'Workflow', 'Ids'],
    );
  });

  it('delivery to Teams posts no second Teams card for a repeated message, and marks a late one', async () => {
    const id = randomUUID();
    for (const seq of [2, 2, 1, 1]) await deliver(deps(), said(id, seq));
    assert.equal(shown(id).length, 2);
    assert.match(shown(id)[1] ?? '', /This card is late/);
  });

  it('delivery to Teams posts one Teams card a message when two workers deliver at once', async () => {
    const id = randomUUID();
    const both = [deliver(deps(), said(id, 1)), deliver(deps(), said(id, 1))];
    await Promise.allSettled(both);
    await deliver(deps(), said(id, 1));
    assert.equal(shown(id).length, 1);
  });

  it('delivery to Teams posts a card again, with a remark, when its answer was lost; a refused card gets no remark', async () => {
    const id = randomUUID();
    teams.fail({ kind: 'lost' });
    await assert.rejects(deliver(deps(), said(id, 1)), /no answer.*Perhaps it was posted/);
    assert.match(deliveries.failed.get(id) ?? '', /^Teams: Tried to post to teams:payments/);
    await deliver(deps(), said(id, 1));
    assert.match(shown(id)[1] ?? '', /\nYou may have this card already/);
    assert.equal(deliveries.failed.has(id), false);
    const other = randomUUID();
    teams.fail({ kind: 'answered', answer: { status: 404, body: { error: { code: 'Broken' } } } });
    await assert.rejects(deliver(deps(), said(other, 1)), /404 \(Broken\).*TEAMS_WORKFLOWS/);
    await deliver(deps(), said(other, 1));
    assert.doesNotMatch(shown(other).join(), /You may have/);
  });

  it('delivery to Teams waits out a Retry-After of Teams in seconds or as a date, and fails for a long one', async () => {
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

  it('no error contains the address of a Teams workflow, which is a secret', async () => {
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

  it('delivery to Teams uses the default workflow for a team without one, or skips the message; an unknown name is an error', async () => {
    const silent = of(message({ workflowId: randomUUID() }), 'slack:#payments');
    assert.equal(await deliver(deps(), silent), 'no-channel');
    assert.equal(await deliver(deps({ defaultWorkflow: 'security' }), silent), 'delivered');
    assert.equal(shown(silent.finding.workflowId, 'security').length, 1);
    const odd = of(message({ workflowId: randomUUID() }), 'teams:paymets');
    await assert.rejects(deliver(deps(), odd), /no workflow of that name, only payments, security/);
  });

  it('delivery to Teams posts the card to the new owner of a finding, and a moved-to notice to the old one', async () => {
    const id = randomUUID();
    await deliver(deps(), said(id, 1));
    const moved = of(said(id, 2), 'teams:security', 'cloud-security');
    await deliver(deps(), moved);
    await deliver(deps(), of(said(id, 3), 'teams:security', 'cloud-security'));
    assert.deepEqual([shown(id).length, shown(id, 'security').length], [2, 2]);
    assert.match(
      shown(id)[1] ?? '',
      /^Moved to cloud-security: block public access on payments-logs\ncloud-security owns this finding now\. Its messages are in teams:security\./,
    );
    assert.deepEqual(deliveries.states.get(id)?.earlier, []);
  });

  it('delivery to Teams retries a failed moved-to notice in Teams without a second card in the new channel', async () => {
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
    assert.match(shown(id).at(-1) ?? '', /^Moved to /);
  });
});

describe('a Teams card with texts of others', () => {
  const EVIL =
    '**bold** [Security Hub](https://evil.example) <at>everyone</at> {{DATE(2017-02-14T06:08:00Z)}} ${a} \u202Etxt\nline';

  it('a Teams card formats, links and mentions nothing in texts of others, and calls no card function', () => {
    const one = message({ text: EVIL, actor: EVIL });
    const evil = { ...one, why: EVIL, finding: { ...one.finding, title: EVIL } };
    const { actions, body } = card(evil, { text: 1500, lines: 60 }, null);
    const [types, text] = [body.map(({ type }) => type), JSON.stringify(body)];
    assert.deepEqual([...new Set(types)], ['RichTextBlock']);
    assert.doesNotMatch(text, /\{\{|\$\{|\u202E|\\n|selectAction|entities/);
    assert.deepEqual(
      actions.filter((action) => action.type === 'Action.OpenUrl' && action.url.includes('evil')),
      [],
    );
  });

  it('a Teams card fits into the limits of Teams with texts of any length and characters', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 200 });
    const repeated = fc.tuple(texts, fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(repeated, fc.array(texts, { maxLength: 60 }), ([word, times], lines) => {
        const long = word.repeat(times);
        const one = message({ text: long, actor: long });
        const settings = lines.map((line) => ({ name: long, before: line, after: long }));
        const run = { planHash: 'ab', summary: long, detail: lines, undo: long };
        const change = { ...run, settings, mayBreak: long, notShown: null };
        const { finding, state } = one;
        const huge = {
          ...one,
          why: long,
          change,
          finding: { ...finding, title: long, resource: { ...finding.resource, id: long } },
          state: { ...state, waitsFor: long, next: long, asked: long },
        };
        const body = fitCard((limits) => card(huge, limits, null));
        assert.ok(Buffer.byteLength(body) <= MOST_BYTES);
        const { attachments } = JSON.parse(body) as { attachments: [{ content: unknown }] };
        assert.deepEqual(Object.keys(readCard(attachments[0].content)), ['card']);
      }),
      { numRuns: 60 },
    );
  });
});
