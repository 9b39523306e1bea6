/** What the Temporal Web UI shows of a lifecycle, as a reader of Markdown understands it. */
import assert from 'node:assert/strict';

import { Parser } from 'commonmark';
import type { Node } from 'commonmark';

import { currentDetails } from '../../../domain/lifecycle/current-details.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { HOSTILE, steersIn } from '../../hostile-text.ts';
import { after, approvalAsked, people, seen, triaged, verified } from './script.ts';

const WORKFLOW_ID = 'S3.PublicAccess:111122223333:eu-west-1:logs:b3e2dbc417';

interface Shown {
  readonly headings: readonly string[];
  /** Each point of a list on its own, with its level. */
  readonly items: readonly string[];
  /** The kinds of all nodes. */
  readonly kinds: ReadonlySet<string>;
  readonly codes: readonly string[];
}

function shownOf(state: State): Shown {
  const [headings, items, codes]: [string[], string[], string[]] = [[], [], []];
  const kinds = new Set<string>();
  const walker = new Parser().parse(currentDetails(state, WORKFLOW_ID)).walker();
  for (let step = walker.next(); step !== null; step = walker.next()) {
    const { node, entering } = step;
    if (!entering) continue;
    kinds.add(node.type);
    if (node.type === 'heading') headings.push(textOf(node));
    if (node.type === 'code') codes.push(node.literal ?? '');
    if (node.type === 'paragraph' && node.parent?.type === 'item') items.push(textOf(node));
  }
  return { headings, items, kinds, codes };
}

function textOf(node: Node): string {
  const walker = node.walker();
  let text = '';
  for (let step = walker.next(); step !== null; step = walker.next())
    text += step.entering ? (step.node.literal ?? '') : '';
  return text;
}

describe('the current details in the Temporal Web UI', () => {
  const review = after(people, seen({ severity: 'HIGH' }), verified('open'));

  it('have a heading for the status, what people can do, and the story', () => {
    const { headings } = shownOf(review);
    assert.deepEqual(headings, ['HUMAN_REVIEW', 'What people can do', 'Story, newest first']);
  });

  it('show every entry of the story as a point of its own, the newest first', () => {
    const { items } = shownOf(review);
    const { recent } = review.story;
    assert.ok(recent.length > 1);
    assert.deepEqual(items.slice(-recent.length), recent.toReversed());
  });

  it('show problem, severity, owner and plan as points of their own', () => {
    const { items } = shownOf(after(triaged(approvalAsked)));
    for (const name of ['Problem', 'Severity', 'Owner', 'Plan', 'Hash of the plan'])
      assert.equal(items.filter((one) => one.startsWith(`${name}:`)).length, 1, name);
  });

  it('name the command that shows and decides it, and the signals only while people are asked', () => {
    const command = `npm run -s closeloop -- findings show ${WORKFLOW_ID}`;
    assert.ok(shownOf(review).codes.includes(command));
    assert.ok(shownOf(review).codes.includes('accept'));
    const working = shownOf(after());
    assert.ok(working.codes.includes(command));
    assert.ok(!working.codes.includes('accept'));
  });

  for (const { tries, text } of HOSTILE) {
    it(`show ${tries} in a text of others without effect`, () => {
      const hostile = { ...review, title: text, story: { ...review.story, recent: [text, text] } };
      const { kinds, headings, codes } = shownOf(hostile);
      assert.deepEqual(
        [...kinds].filter((kind) => /link|image|html|block_quote|emph/.test(kind)),
        [],
      );
      assert.equal(headings.length, 3);
      for (const code of codes) assert.deepEqual(steersIn(code), []);
    });
  }

  it('stay below the 20 KB that Temporal takes, however long the texts of others are', () => {
    const long = '…'.repeat(5_000);
    const phase = { name: 'HUMAN_REVIEW', reason: long, deadline: 0 } as const;
    const details = currentDetails({ ...review, phase, title: long }, WORKFLOW_ID);
    assert.ok(Buffer.byteLength(details) < 20_000, String(Buffer.byteLength(details)));
  });
});
