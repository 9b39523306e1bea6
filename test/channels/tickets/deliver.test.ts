/** Each finding has one ticket, when messages are lost, late, repeated or delivered by two workers at once. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { dynamoChannelPlaces } from '../../../activities/ledger/notice/channel-places.ts';
import { dynamoDeliveries } from '../../../activities/ledger/notice/deliveries.ts';
import { dynamoNotices } from '../../../activities/ledger/notice/notices.ts';
import { dynamoTicketIndex } from '../../../activities/ledger/notice/tickets.ts';
import { messageSchema } from '../../../activities/notify/message.ts';
import { republishNotices } from '../../../activities/notify/publish.ts';
import { Busy } from '../../../channels/delivery-lock.ts';
import { deliver } from '../../../channels/tickets/deliver.ts';
import type { DeliverDeps } from '../../../channels/tickets/deliver.ts';
import { findingLabel } from '../../../channels/tickets/finding-label.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { PREFIX, startLedgerWorld } from '../../activities/ledger/ledger-world.ts';
import type { LedgerWorld } from '../../activities/ledger/ledger-world.ts';
import { AROUND, OWNERSHIP, WAITING } from '../../builders/notice.ts';
import { newId } from '../../builders/story.ts';
import { numbered, ownedBy } from '../sample-message.ts';
import { startBoardsUnderTest } from './azure-devops-under-test.ts';
import { startJiraUnderTest } from './jira-under-test.ts';
import { LAG } from './tracker-under-test.ts';
import type { Stored, TrackerUnderTest } from './tracker-under-test.ts';

const CLOSED: Partial<LedgerRow> = {
  phase: 'CLOSED',
  waitsFor: 'nothing',
  destiny: 'Fixed',
  destinyReason: 'remediated',
  nextDeadline: null,
};

let ledger: LedgerWorld;
const later = () => Date.now() + 61_000;

describe('delivery to trackers', () => {
  before(async () => {
    ledger = await startLedgerWorld();
  });
  after(async () => await ledger.stop());
  describeDelivery('jira', startJiraUnderTest);
  describeDelivery('azure-devops', startBoardsUnderTest);
});

function describeDelivery(name: 'jira' | 'azure-devops', start: () => Promise<TrackerUnderTest>) {
  describe(`in ${name}`, () => {
    let tracker: TrackerUnderTest;
    before(async () => {
      tracker = await start();
    });
    after(async () => await tracker.stop());

    function deps(change: Partial<DeliverDeps> = {}, now = Date.now): DeliverDeps {
      return {
        deliveries: dynamoDeliveries(openStore(ledger.client, PREFIX), now),
        index: dynamoTicketIndex(openStore(ledger.client, PREFIX)),
        trackers: { [name]: tracker.tickets },
        defaultChannel: `${name}:${tracker.projects[0]}`,
        indexLag: LAG,
        newId: randomUUID,
        pause: async (ms) => tracker.pass(ms),
        ...change,
      };
    }

    const tickets = (workflowId: string) =>
      tracker.all().filter(({ labels }) => labels.includes(findingLabel(workflowId)));
    const only = (workflowId: string): Stored => {
      const [ticket, ...others] = tickets(workflowId);
      assert.ok(ticket, 'no ticket');
      assert.equal(others.length, 0, 'several tickets');
      return ticket;
    };
    const history = (workflowId: string) =>
      only(workflowId).comments.map(({ words }) => /^[^:]+: [a-z]+/.exec(words)?.[0]);

    it('delivery to a tracker saves the name and the address of the ticket in the ledger', async () => {
      const id = newId();
      await deliver(deps(), numbered(id, 1));
      const [place] = await dynamoChannelPlaces(openStore(ledger.client, PREFIX)).places(id);
      const ticket = await tracker.tickets.read({ id: place?.id ?? '' });
      assert.deepEqual(place, {
        channel: 'tickets',
        container: `${name}:${tracker.projects[0]}`,
        id: ticket?.id,
        address: { name: ticket?.name, url: ticket?.url },
      });
    });

    it('delivery to a tracker keeps one ticket a finding, closes it with the result, and reopens it when the problem is back', async () => {
      const id = newId();
      const tell = async (seq: number, change: Parameters<typeof numbered>[2]) =>
        await deliver(deps(), numbered(id, seq, change));
      await tell(1, { kind: 'routed', text: 'first', of: { ...WAITING, phase: 'REMEDIATE' } });
      assert.equal(only(id).category, 'working');
      await tell(2, { text: 'second' });
      assert.equal(only(id).category, 'working');
      await tell(3, { kind: 'fixed', text: 'third', of: CLOSED });
      assert.equal(only(id).category, 'done');
      assert.match(only(id).comments.at(-1)?.words ?? '', /Result: Fixed by Closeloop/);
      await tell(4, { kind: 'reopened', text: 'fourth', of: { ...WAITING, phase: 'TRIAGE' } });
      assert.equal(only(id).category, 'new');
      assert.deepEqual(history(id), [
        'Routed: first',
        'Waits for you: second',
        'Fixed: third',
        'Open again: fourth',
      ]);
    });

    it('a ticket says what to do, where, why, the exact change and its undo', async () => {
      const id = newId();
      await deliver(deps(), numbered(id, 1));
      const { title, body } = only(id);
      assert.equal(title, 'Block public access on payments-logs');
      for (const words of [
        /payments \(111122223333\)/,
        /Why it matters/,
        /Plan: abab/,
        /Public ACL grants: READ to everybody → none/,
        /May break: .*To take it back: [^]*Document: Closeloop/,
        /^ApproveSeverity: HIGH/,
      ])
        assert.match(body.words, words);
      assert.ok(body.hrefs.some((href) => href.startsWith('https://temporal.example.com/')));
    });

    it('delivery to a tracker leaves a ticket that a person put in progress, and reopens one that they closed', async () => {
      const id = newId();
      await deliver(deps(), numbered(id, 1));
      tracker.moveByHand(only(id), 'working');
      await deliver(deps(), numbered(id, 2, { kind: 'reminded' }));
      assert.equal(only(id).category, 'working');
      tracker.moveByHand(only(id), 'done');
      await deliver(deps(), numbered(id, 3, { kind: 'checked' }));
      assert.equal(only(id).category, 'new');
    });

    it('delivery to a tracker ignores a repeated message, and adds a late one to the comments of the ticket only', async () => {
      const id = newId();
      await deliver(deps(), numbered(id, 2, { kind: 'fixed', text: 'newer', of: CLOSED }));
      await deliver(deps(), numbered(id, 2, { kind: 'fixed', text: 'newer', of: CLOSED }));
      await deliver(deps(), numbered(id, 1, { text: 'older' }));
      assert.equal(only(id).category, 'done');
      assert.match(only(id).body.words, /^FixedSeverity: HIGH.*newer/s);
      assert.deepEqual(history(id), ['Fixed: newer', 'Waits for you: older']);
    });

    it('delivery to a tracker links the pull request to the ticket once', async () => {
      const id = newId();
      const url = 'https://github.com/acme/infra/pull/7';
      for (const seq of [1, 2]) {
        const one = numbered(id, seq);
        await deliver(deps(), { ...one, links: { ...one.links, pullRequest: url } });
      }
      assert.deepEqual(
        only(id).links.map((link) => link.url),
        [url],
      );
    });

    it('delivery to a tracker creates one ticket when the answer was lost and the index is still behind', async () => {
      const id = newId();
      tracker.fail({ kind: 'lost', on: tracker.creating });
      await assert.rejects(deliver(deps(), numbered(id, 1)), /no answer|broke off/);
      await deliver(deps(), numbered(id, 1));
      assert.equal(only(id).comments.length, 1);
    });

    it('delivery to a tracker creates one ticket when the answer and the row of the ledger were lost', async () => {
      const id = newId();
      tracker.fail({ kind: 'lost', on: tracker.creating });
      await assert.rejects(deliver(deps(), numbered(id, 1)));
      await loseRow(id);
      await deliver(deps(), numbered(id, 1));
      only(id);
      await loseRow(id);
      await deliver(deps(), numbered(id, 2));
      assert.equal(only(id).comments.length, 2);
    });

    it('delivery to a tracker creates one ticket when two workers deliver at once; one of them fails as busy', async () => {
      const id = newId();
      const both = await Promise.allSettled([
        deliver(deps(), numbered(id, 1)),
        deliver(deps(), numbered(id, 2)),
      ]);
      for (const one of both)
        if (one.status === 'rejected') assert.ok(one.reason instanceof Busy, String(one.reason));
      await deliver(deps(), numbered(id, 1));
      await deliver(deps(), numbered(id, 2));
      assert.equal(only(id).comments.length, 2);
    });

    it('delivery to a tracker lets another worker take over a minute after one died while creating the ticket', async () => {
      const id = newId();
      const held = await deps().deliveries.take({ workflowId: id, channel: 'tickets', by: 'died' });
      assert.ok(held);
      const mark = findingLabel(id);
      await tracker.tickets.create(tracker.projects[0], { title: 'x', body: [], mark });
      await assert.rejects(deliver(deps(), numbered(id, 1)), Busy);
      await deliver(deps({}, later), numbered(id, 1));
      only(id);
    });

    it('delivery to a tracker creates a deleted ticket again, once', async () => {
      const id = newId();
      await deliver(deps(), numbered(id, 1));
      tracker.remove(only(id));
      await deliver(deps(), numbered(id, 2));
      assert.deepEqual(history(id), ['Waits for you: approval']);
    });

    it('delivery to a tracker records on the finding that the tracker is down, and delivers when the sweep publishes again', async () => {
      const id = newId();
      const notices = dynamoNotices(openStore(ledger.client, PREFIX));
      tracker.fail({ kind: 'down', on: tracker.creating });
      await assert.rejects(deliver(deps(), numbered(id, 1)));
      const [undelivered] = await notices.undelivered(id);
      assert.equal(undelivered?.to, 'tickets');
      assert.match(undelivered?.why ?? '', /creating a ticket in .*503/);
      const published: string[] = [];
      const again = republishNotices({
        ...AROUND,
        notices,
        topicArn: 'arn:aws:sns:eu-west-1:222233334444:closeloop',
        sns: { publish: async ({ Message: text }) => published.push(text) },
        ownership: async () => OWNERSHIP,
        planText: async () => null,
        now: () => new Date(),
        warn: assert.fail,
      });
      await again(id);
      await deliver(deps(), messageSchema.parse(JSON.parse(published[0] ?? '')));
      assert.deepEqual(await notices.undelivered(id), []);
      only(id);
    });

    it('delivery to a tracker fails for a rate limit longer than the function may run, and delivers at the next try', async () => {
      const id = newId();
      tracker.fail({ kind: 'ratelimited', on: tracker.creating, retryAfter: 900 });
      await assert.rejects(deliver(deps(), numbered(id, 1)), /429/);
      await deliver(deps(), numbered(id, 1));
      only(id);
    });

    it("delivery to a tracker prefers the team's own tracker to the default, and creates no ticket without either", async () => {
      const one = numbered(newId(), 1);
      const { finding } = one;
      const owned = (channels: string[]) => ownedBy(one, channels);
      const none = deps({ defaultChannel: null });
      assert.equal(await deliver(none, owned(['slack:#payments'])), 'no-channel');
      const own = ['slack:#payments', `${name}:${tracker.projects[1]}`];
      assert.equal(await deliver(deps(), owned(own)), 'delivered');
      assert.equal(only(finding.workflowId).project, tracker.projects[1]);
      const index = dynamoTicketIndex(openStore(ledger.client, PREFIX));
      const { id } = only(finding.workflowId);
      assert.equal(await index.findingOf(`${name}:${id}`), finding.workflowId);
    });

    it('delivery to a tracker fails with the name of a tracker that the function has no credentials for', async () => {
      const id = newId();
      await assert.rejects(deliver(deps({ trackers: {} }), numbered(id, 1)), /no credentials/);
    });

    it('delivery to a tracker fits a title of any length and characters', async () => {
      const id = newId();
      const one = numbered(id, 1, { text: '\u202E\u0000' });
      const evil = `😀\n\u202E${'x'.repeat(40_000)}`;
      const resource = { ...one.finding.resource, name: evil };
      await deliver(deps(), {
        ...one,
        why: '',
        finding: { ...one.finding, resource, title: evil },
      });
      assert.ok(only(id).title.length <= 255);
    });
  });
}

async function loseRow(workflowId: string): Promise<void> {
  const Key = { workflowId: { S: workflowId }, item: { S: 'channel#tickets' } };
  await ledger.client.send(new DeleteItemCommand({ TableName: `${PREFIX}-messages`, Key }));
}
