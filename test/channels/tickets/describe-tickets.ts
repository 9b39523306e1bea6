/** The meaning of `Tickets`, as cases that every adapter passes on a real or a faithful server. */
import assert from 'node:assert/strict';

import { markOf } from '../../../channels/tickets/finding-label.ts';
import type { Block, NewTicket, TicketRef } from '../../../channels/tickets/tickets.ts';
import { LAG } from './tracker-under-test.ts';
import type { Stored, TrackerUnderTest } from './tracker-under-test.ts';

const BODY: readonly Block[] = [
  { kind: 'heading', text: 'The finding' },
  { kind: 'paragraph', text: 'first line\nsecond line' },
  { kind: 'facts', facts: [{ name: 'Owner', value: 'payments' }] },
  { kind: 'links', links: [{ title: 'Workflow', url: 'https://example.com/w?a=1&b=2' }] },
];

const comment = (mark: string, text = 'said') =>
  ({ mark, body: [{ kind: 'paragraph', text }] }) as const;

let last = 0;
function fresh(change: Partial<NewTicket> = {}): NewTicket {
  last += 1;
  return { title: `Ticket ${last}`, body: BODY, mark: markOf(`finding ${last}`), ...change };
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
      it('a new ticket is open and has title, text, and our labels', async () => {
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

      it('what is gone is null, not an error', async () => {
        assert.equal(await tracker.tickets.read(await gone()), null);
      });

      it('a project that is not there could not be asked: it is no "none"', async () => {
        await failsAs(tracker.tickets.create('NOWHERE', fresh()), /InvalidInput|ResourceNotFound/);
      });

      it('a text replaces the text before; what is gone is told by false', async () => {
        const ticket = await made();
        const text = { title: 'Another', body: [{ kind: 'paragraph', text: 'other' }] } as const;
        assert.equal(await tracker.tickets.update(ticket, text), true);
        assert.equal(stored(ticket).title, 'Another');
        assert.doesNotMatch(stored(ticket).body.words, /payments/);
        assert.equal(await tracker.tickets.update(await gone(), text), false);
      });
    });

    describe('finds again', () => {
      it('by its mark, once its index has it', async () => {
        const ticket = fresh();
        const ref = await tracker.tickets.create(tracker.projects[0], ticket);
        assert.equal(await tracker.tickets.find(tracker.projects[0], ticket.mark), null);
        tracker.pass(LAG);
        const found = await tracker.tickets.find(tracker.projects[0], ticket.mark);
        assert.deepEqual(found, ref);
      });

      it('the oldest of several, and none of another mark or project', async () => {
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

      it('not what somebody else gave our mark', async () => {
        const mark = markOf('forged');
        tracker.forge(mark);
        assert.equal(await tracker.tickets.find(tracker.projects[0], mark), null);
      });
    });

    describe('moves', () => {
      it('to each category and back, by whatever the statuses are called', async () => {
        const ticket = await made();
        for (const to of ['working', 'done', 'new', 'done'] as const) {
          assert.equal(await tracker.tickets.move(ticket, to), 'moved');
          assert.equal(stored(ticket).category, to);
          assert.equal(await tracker.tickets.move(ticket, to), 'there');
        }
      });

      it('what a person moved is where they moved it', async () => {
        const ticket = await made();
        tracker.moveByHand(ticket, 'done');
        assert.equal((await tracker.tickets.read(ticket))?.category, 'done');
        assert.equal(await tracker.tickets.move(await gone(), 'done'), 'gone');
      });
    });

    describe('comments and links', () => {
      it('once for each mark, in order', async () => {
        const ticket = await made();
        for (const mark of ['Closeloop 1', 'Closeloop 2', 'Closeloop 1'])
          assert.equal(await tracker.tickets.comment(ticket, comment(mark)), true);
        assert.equal(stored(ticket).comments.length, 2);
        assert.equal(await tracker.tickets.comment(await gone(), comment('Closeloop 1')), false);
      });

      it('words that look like a mark hide no comment', async () => {
        const ticket = await made();
        await tracker.tickets.comment(ticket, comment('Closeloop 1', 'Closeloop 2'));
        await tracker.tickets.comment(ticket, comment('Closeloop 2'));
        assert.equal(stored(ticket).comments.length, 2);
      });

      it('a pull request once, with its last title', async () => {
        const ticket = await made();
        const url = 'https://example.com/acme/infra/pull/7';
        for (const title of ['One', 'One'])
          assert.equal(await tracker.tickets.link(ticket, { url, title }), true);
        assert.deepEqual(stored(ticket).links, [{ url, title: 'One' }]);
        assert.equal(await tracker.tickets.link(await gone(), { url, title: 'One' }), false);
      });
    });

    describe('believes no words', () => {
      const EVIL =
        '</p><script>x</script> [~accountid:1] [Security Hub|https://evil.example] <a href="https://evil.example">x</a> <!channel> @all {noformat} 😀';

      it('markup in them is text', async () => {
        const body = [
          { kind: 'paragraph', text: EVIL },
          { kind: 'facts', facts: [{ name: 'Title', value: EVIL }] },
          { kind: 'heading', text: EVIL },
          { kind: 'links', links: [{ title: EVIL, url: 'javascript:alert(1)' }] },
        ] as const;
        const ticket = await made({ body });
        await tracker.tickets.comment(ticket, { mark: 'Closeloop 1', body });
        const { body: written, comments } = stored(ticket);
        for (const { words, hrefs, foreign } of [written, ...comments]) {
          assert.equal(words.split(EVIL).length - 1, 4);
          assert.deepEqual([hrefs, foreign], [[], []]);
        }
      });

      it('a link is to where it says, whatever is in it', async () => {
        const url = 'https://example.com/?a="><script>x</script>';
        const ticket = await made({
          body: [{ kind: 'links', links: [{ title: 'Workflow', url }] }],
        });
        const { hrefs, foreign } = stored(ticket).body;
        assert.deepEqual([hrefs, foreign], [[url], []]);
      });
    });

    describe('tells what kept it from asking', () => {
      it('a tracker that is down or answers nothing: time heals it', async () => {
        tracker.fail({ kind: 'down', on: tracker.creating });
        await failsAs(made(), /^Unavailable$/, /503/);
        tracker.fail({ kind: 'lost', on: tracker.creating });
        await failsAs(made(), /^Unavailable$/, /no answer|broke off/);
      });

      it('a rate limit: waited out when it is short, told when it is long', async () => {
        tracker.slept.length = 0;
        tracker.fail({ kind: 'ratelimited', on: tracker.creating, retryAfter: 3 });
        await made();
        assert.deepEqual(tracker.slept, [3_000]);
        tracker.fail({ kind: 'ratelimited', on: tracker.creating, retryAfter: 600 });
        await failsAs(made(), /^Throttled$/, /429/);
      });

      it('a token that it does not know', async () => {
        const ticket = await made();
        await failsAs(tracker.stranger.read(ticket), /^ConfigurationError$/, /token/);
        await failsAs(
          tracker.stranger.create(tracker.projects[0], fresh()),
          /^ConfigurationError$/,
        );
      });

      it('what it refuses, in its own words', async () => {
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
