import assert from 'node:assert/strict';

import { Parser } from 'commonmark';
import type { Node } from 'commonmark';
import fc from 'fast-check';

import { fixMarker, markedFix } from '../../../../activities/code/fix-key.ts';
import { link, plain, quoted } from '../../../../activities/code/pull-request/text/escape.ts';
import {
  LONGEST_BODY,
  writePullRequest,
} from '../../../../activities/code/pull-request/text/write.ts';
import { FACTS, FINDING, HOSTILE } from './facts.ts';

/** Hostile pieces among any characters. */
const anything = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 6 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

const KEY = { repository: 'acme/infra', path: 'infra/s3.tf', block: 'b', control: 'S3.X' };

describe('text of others in a pull request', () => {
  it('shows as one code span and is nothing else', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const nodes = nodesOf(`before ${quoted(text)} after`);

        assert.deepEqual(
          nodes.map(({ type }) => type),
          quoted(text) === '(none)'
            ? ['document', 'paragraph', 'text']
            : ['document', 'paragraph', 'text', 'code', 'text'],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('shows what was written, but for what cannot be seen', () => {
    for (const text of [
      'payments-logs',
      'a `b` c',
      '`a`',
      '``',
      'x | y',
      '\\',
      '<b>',
      'Grüße 桶',
    ]) {
      const [code] = nodesOf(quoted(text)).filter(({ type }) => type === 'code');

      assert.equal(code?.literal, text);
    }
    assert.equal(quoted('a\n\nb\u202Ec'), '` a b c `');
    assert.equal(quoted(' \u200B\n'), '(none)');
    assert.equal(quoted('x'.repeat(20), 10), `\` ${'x'.repeat(9)}… \``);
  });

  it('cannot forge the hidden id, nor hide ours', () => {
    fc.assert(
      fc.property(anything, anything, anything, (title, block, id) => {
        const forged = fixMarker({ ...KEY, block: 'another' });
        const finding = { ...FINDING, title: `${title}${forged}`, id: `${id}\n${forged}` };
        const { body } = writePullRequest({
          ...FACTS,
          block: `${block}\n\n${forged}`,
          path: `${forged}/x`,
          findings: [finding],
        });
        const whole = `${body}\n\n${fixMarker(KEY)}`;

        assert.equal(markedFix(whole), markedFix(fixMarker(KEY)));
        assert.equal(markedFix(body), null);
        assert.equal(body.includes('<!--'), false);
      }),
    );
  });

  it('adds no link, image, heading, list or HTML to the text around it', () => {
    const expected = shape(writePullRequest(FACTS).body);
    fc.assert(
      fc.property(anything, (text) => {
        const said = `x${text}`;
        const facts = {
          ...FACTS,
          block: said,
          path: said,
          author: { kind: 'model', model: said, prompt: said, attempt: 1 },
          secondScan: said,
          findings: [
            {
              ...FINDING,
              id: said,
              title: said,
              product: said,
              resource: said,
              account: said,
              region: said,
              workflowId: said,
            },
          ],
        } as const;

        assert.deepEqual(shape(writePullRequest(facts).body), expected);
      }),
    );
  });

  it('is kept out of the commit’s message and the title, but for letters, digits and dashes', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { title, message } = writePullRequest({
          ...FACTS,
          block: text,
          path: `a/${text}`,
          findings: [{ ...FINDING, title: text }],
        });

        assert.match(title, /^S3\.MissingVersioning: change [\w.-]{1,80} in [\w.-]{1,80}$/);
        const words = `${title}\n${message}`;
        assert.doesNotMatch(words, /[@#<>`[\]]/);
        assert.doesNotMatch(words, /\b(close[sd]?|fix(es|ed)?|resolve[sd]?)\b:?\s+(GH-\d|#|http)/i);
        assert.doesNotMatch(words, /\bGH-\d/i);
      }),
    );
    assert.equal(plain('fixes GH-1'), 'fixes-GH_1');
    assert.equal(plain('\u202E'), 'unnamed');
  });

  it('is a link only where the address is one', () => {
    assert.equal(link('finding', null), 'finding');
    assert.equal(link('finding', 'javascript:alert(1)'), 'finding');
    assert.equal(link('finding', 'nonsense'), 'finding');
    assert.equal(link('finding', `https://x/${'y'.repeat(2000)}`), 'finding');
    fc.assert(
      fc.property(anything, (text) => {
        const nodes = nodesOf(link('finding', `https://console.example/${text}`));
        const links = nodes.filter(({ type }) => type === 'link');

        assert.ok(links.every(({ destination }) => destination?.startsWith('https://console.')));
        assert.deepEqual(
          nodes.flatMap(({ type, literal }) => (type === 'text' ? [literal] : [])).join(''),
          'finding',
        );
      }),
    );
  });
});

describe('a pull request’s text', () => {
  it('tells all that a reviewer needs', () => {
    const { title, body } = writePullRequest(FACTS);

    assert.equal(title, 'S3.MissingVersioning: change aws_s3_bucket.logs in s3.tf');
    for (const part of [
      FINDING.id,
      FINDING.title,
      'HIGH',
      FINDING.resource,
      '111122223333',
      'eu-west-1',
      '[finding](<https://console.example/findings?id=1>)',
      '[workflow](<https://temporal.example/workflows/1>)',
      'Why it matters',
      FACTS.control.why,
      '6 lines added, 0 lines removed',
      'anthropic.claude',
      'attempt 2',
      'which apply exactly',
      'Second scanner: ` Checkov: nothing fails that did not fail before `',
      'How it will be verified',
      FACTS.control.verification,
      'How to decline',
    ])
      assert.ok(body.includes(part), part);
  });

  it('says when no model was asked', () => {
    const { body, message } = writePullRequest({ ...FACTS, author: { kind: 'control' } });

    assert.match(body, /mechanical: written by the control itself/);
    assert.match(message, /written by the control itself/);
  });

  it('names all findings of a block, and counts those for which there is no room', () => {
    const three = many(3, 'short');
    assert.ok(['finding-0', 'finding-1', 'finding-2'].every((id) => three.includes(id)));
    const thousand = many(1000, 'long '.repeat(100));
    assert.ok(thousand.length <= LONGEST_BODY, `${thousand.length}`);
    assert.match(thousand, /The 1000 findings/);
    const [, rest] = /- and (\d+) more/.exec(thousand) ?? [];
    const shown = thousand.match(/` long /g)?.length ?? 0;
    assert.equal(Number(rest) + shown, 1000);
    assert.match(thousand, /How to decline/);
  });

  it('is never too long, whatever the findings say', () => {
    const long = '`'.repeat(400) + '\u{1F4A3}'.repeat(4000);
    const body = writePullRequest({
      ...FACTS,
      block: long,
      path: long,
      findings: Array.from({ length: 100 }, () => ({
        ...FINDING,
        title: long,
        id: long,
        resource: long,
      })),
      secondScan: long,
    }).body;

    assert.ok(body.length <= LONGEST_BODY, `${body.length}`);
    assert.match(body, /How to decline/);
  });
});

function shape(body: string): readonly string[] {
  return nodesOf(body).map(({ type }) => type);
}

function many(count: number, title: string): string {
  const findings = Array.from({ length: count }, (_, index) => ({
    ...FINDING,
    id: `finding-${index}`,
    title,
  }));
  return writePullRequest({ ...FACTS, findings }).body;
}

function nodesOf(markdown: string): readonly Node[] {
  const nodes: Node[] = [];
  const walker = new Parser().parse(markdown).walker();
  for (let step = walker.next(); step !== null; step = walker.next()) {
    if (step.entering) nodes.push(step.node);
  }
  return mergedText(nodes);
}

/** The parser cuts text where something could have begun. */
function mergedText(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter(({ type }, index) => !(type === 'text' && nodes[index - 1]?.type === 'text'));
}
