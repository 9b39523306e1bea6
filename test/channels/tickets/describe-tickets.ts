/** Specifies `Tickets`: every adapter passes these tests, on the vendor's server or the sandbox's. */
import assert from 'node:assert/strict';

import { findingLabel } from '../../../channels/tickets/finding-label.ts';
import type { Block, NewTicket, TicketRef } from '../../../channels/tickets/tickets.ts';
import { LAG } from './tracker-under-test.ts';
import type { Stored, TrackerUnderTest } from './tracker-under-test.ts';

const BODY: readonly Block[] = [
  { kind: 'heading', text: 'The finding' },
  { kind: 'paragraph', text: 'first line' },
  { kind: 'code', lines: ['-  acl = "public"', '+  acl = "private"'] },
  { kind: 'folded', title: 'Ids', lines: ['Plan: abab'] },
  { kind: 'facts', facts: [{ name: 'Owner', value: 'payments' }] },
  { kind: 'links', links: [{ title: 'Workflow', url: 'https://example.com/w?a=1&b=2' }] },
];

const comment = (mark: string, text = 'said') =>
  ({ mark, body: [{ kind: 'paragraph', text }] }) as const;

let last = 0;
function fresh(change: Partial<NewTicket> = {}): NewTicket {
  last += 1;
  return { title: `Ticket ${last}`, body: BODY, mark: findingLabel(`finding ${last}`), ...change };
}

export function describeTickets(name: string, start: () => Promise<TrackerUnderTest>): void {
  describe(`${name} as a tracker`, () => {
    let tracker: TrackerUnderTest;
    before(async () => {
      tracker = await start();
    });
    after(async () => await tracker.stop());

    const made = async (change: Partial<NewTicket> = {}) =>
      await tracker.tickets.create(tracker.projects[0], fresh(change));
    const stored = ({ id }: TicketRef): Stored => {
      const found = tracker.all().find((one) => one.id === id);
      assert.ok(found, `no ticket ${id}`);
      return found;
    };
    const gone = async () => {
      const ticket = await made();
      tracker.remove(ticket);
      return ticket;
    };

    describe('makes and reads', () => {
      it('a tracker creates an open ticket with title, text and our labels', async () => {
        const ticket = fresh();
        const made1 = await tracker.tickets.create(tracker.projects[0], ticket);
        const read = await tracker.tickets.read(made1);
        assert.partialDeepStrictEqual(read, { id: made1.id, category: 'new' });
        assert.match(read?.url ?? '', /^http/);
        const { title, labels, body, project } = stored(made1);
        assert.deepEqual([title, project], [ticket.title, tracker.projects[0]]);
        assert.deepEqual([...labels].toSorted(), ['closeloop', ticket.mark].toSorted());
        assert.match(body.words, /payments/);
        assert.deepEqual(body.hrefs, ['https://example.com/w?a=1&b=2']);
        assert.deepEqual(body.foreign, []);
      });

      it('a tracker reads a deleted ticket as null', async () => {
        assert.equal(await tracker.tickets.read(await gone()), null);
      });

      it('a tracker fails to create a ticket in a project that does not exist', async () => {
        await failsAs(tracker.tickets.create('NOWHERE', fresh()), /InvalidInput|ResourceNotFound/);
      });

      it('a tracker replaces title and text, and returns false for a deleted ticket', async () => {
        const ticket = await made();
        const text = { title: 'Another', body: [{ kind: 'paragraph', text: 'other' }] } as const;
        assert.equal(await tracker.tickets.update(ticket, text), true);
        assert.equal(stored(ticket).title, 'Another');
        assert.doesNotMatch(stored(ticket).body.words, /payments/);
        assert.equal(await tracker.tickets.update(await gone(), text), false);
      });
    });

    describe('finds again', () => {
      it('a tracker finds a ticket by its label, once the index has it', async () => {
        const ticket = fresh();
        const ref = await tracker.tickets.create(tracker.projects[0], ticket);
        assert.equal(await tracker.tickets.find(tracker.projects[0], ticket.mark), null);
        tracker.pass(LAG);
        const found = await tracker.tickets.find(tracker.projects[0], ticket.mark);
        assert.deepEqual(found, ref);
      });

      it('a tracker finds the oldest of several tickets, and none with another label or in another project', async () => {
        const ticket = fresh();
        const ref = await tracker.tickets.create(tracker.projects[0], ticket);
        await tracker.tickets.create(tracker.projects[0], ticket);
        tracker.pass(LAG);
        assert.deepEqual(await tracker.tickets.find(tracker.projects[0], ticket.mark), ref);
        assert.equal(await tracker.tickets.find(tracker.projects[1], ticket.mark), null);
        assert.equal(
          await tracker.tickets.find(tracker.projects[0], ticket.mark.slice(0, -1)),
          null,
        );
      });

      it('a tracker does not find a ticket of somebody else with our label', async () => {
        const mark = findingLabel('forged');
        tracker.forge(mark);
        assert.equal(await tracker.tickets.find(tracker.projects[0], mark), null);
      });
    });

    describe('moves', () => {
      it('a tracker moves a ticket to each category and back, whatever its statuses are called', async () => {
        const ticket = await made();
        for (const to of ['working', 'done', 'new', 'done'] as const) {
          assert.equal(await tracker.tickets.move(ticket, to), 'moved');
          assert.equal(stored(ticket).category, to);
          assert.equal(await tracker.tickets.move(ticket, to), 'there');
        }
      });

      it('a tracker reads the status into which a person moved a ticket', async () => {
        const ticket = await made();
        tracker.moveByHand(ticket, 'done');
        assert.equal((await tracker.tickets.read(ticket))?.category, 'done');
        assert.equal(await tracker.tickets.move(await gone(), 'done'), 'gone');
      });
    });

    describe('comments and links', () => {
      it('a tracker adds a comment once for each mark, in order', async () => {
        const ticket = await made();
        for (const mark of ['Closeloop 1', 'Closeloop 2', 'Closeloop 1'])
          assert.equal(await tracker.tickets.comment(ticket, comment(mark)), true);
        assert.equal(stored(ticket).comments.length, 2);
        assert.equal(await tracker.tickets.comment(await gone(), comment('Closeloop 1')), false);
      });

      it('a tracker adds a comment although an earlier text ends like its mark', async () => {
        const ticket = await made();
        await tracker.tickets.comment(ticket, comment('Closeloop 1', 'Closeloop 2'));
        await tracker.tickets.comment(ticket, comment('Closeloop 2'));
        assert.equal(stored(ticket).comments.length, 2);
      });

      it('a tracker links a pull request once', async () => {
        const ticket = await made();
        const url = 'https://example.com/acme/infra/pull/7';
        for (const title of ['One', 'One'])
          assert.equal(await tracker.tickets.link(ticket, { url, title }), true);
        assert.deepEqual(stored(ticket).links, [{ url, title: 'One' }]);
        assert.equal(await tracker.tickets.link(await gone(), { url, title: 'One' }), false);
      });
    });

    describe('texts of others', () => {
      const EVIL =
        '</p><script>x</script> [~accountid:1] [Security Hub|https://evil.example] <a href="https://evil.example">x</a> <!channel> @all {noformat} 😀';

      it('a tracker writes markup in texts of others as text', async () => {
        const body = [
          { kind: 'paragraph', text: EVIL },
          { kind: 'facts', facts: [{ name: 'Title', value: EVIL }] },
          { kind: 'heading', text: EVIL },
          { kind: 'code', lines: [EVIL] },
          { kind: 'folded', title: 'Ids', lines: [EVIL] },
          { kind: 'links', links: [{ title: EVIL, url: 'javascript:alert(1)' }] },
        ] as const;
        const ticket = await made({ body });
        await tracker.tickets.comment(ticket, { mark: 'Closeloop 1', body });
        const { body: written, comments } = stored(ticket);
        for (const { words, hrefs, foreign } of [written, ...comments]) {
          assert.equal(words.split(EVIL).length - 1, 6);
          assert.deepEqual([hrefs, foreign], [[], []]);
        }
      });

      it('a tracker links to exactly the given address', async () => {
        const url = 'https://example.com/?a="><script>x</script>';
        const ticket = await made({
          body: [{ kind: 'links', links: [{ title: 'Workflow', url }] }],
        });
        const { hrefs, foreign } = stored(ticket).body;
        assert.deepEqual([hrefs, foreign], [[url], []]);
      });
    });

    describe('failures', () => {
      it('a tracker fails as Unavailable when the tracker is down or does not answer', async () => {
        tracker.fail({ kind: 'down', on: tracker.creating });
        await failsAs(made(), /^Unavailable$/, /503/);
        tracker.fail({ kind: 'lost', on: tracker.creating });
        await failsAs(made(), /^Unavailable$/, /no answer|broke off/);
      });

      it('a tracker waits out a short rate limit, and fails as Throttled for a long one', async () => {
        tracker.slept.length = 0;
        tracker.fail({ kind: 'ratelimited', on: tracker.creating, retryAfter: 3 });
        await made();
        assert.deepEqual(tracker.slept, [3_000]);
        tracker.fail({ kind: 'ratelimited', on: tracker.creating, retryAfter: 600 });
        await failsAs(made(), /^Throttled$/, /429/);
      });

      it('a tracker fails as ConfigurationError for an unknown token', async () => {
        const ticket = await made();
        await failsAs(tracker.stranger.read(ticket), /^ConfigurationError$/, /token/);
        await failsAs(
          tracker.stranger.create(tracker.projects[0], fresh()),
          /^ConfigurationError$/,
        );
      });

      it('a tracker fails as InvalidInput in the words of the tracker', async () => {
        await failsAs(made({ title: 'x'.repeat(300) }), /^InvalidInput$/, /255|TooLong/);
      });
    });
  });
}

async function failsAs(call: Promise<unknown>, type: RegExp, words = /./): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof Error && 'type' in error, String(error));
    assert.match(String(error.type), type);
    assert.match(error.message, words);
    return true;
  });
}
