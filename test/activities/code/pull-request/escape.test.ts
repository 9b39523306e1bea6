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
import { HOSTILE as ALL, steersIn } from '../../../hostile-text.ts';
import { FACTS, FINDING, HOSTILE } from './facts.ts';

/** Hostile pieces among any characters. */
const anything = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 6 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

const KEY = { repository: 'acme/infra', path: 'infra/s3.tf', block: 'b', control: 'S3.X' };

describe('text of others in a pull request', () => {
  it('text of others in a pull request renders as one code span and nothing else', () => {
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

  it('text of others in a pull request renders what was written, without invisible characters', () => {
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
    assert.equal(quoted('a\n\nb\u202Ec'), '` a ⏎ b�c `');
    assert.equal(quoted(' \u200B\n'), '(none)');
    assert.equal(quoted('x'.repeat(20), 10), `\` ${'x'.repeat(9)}… \``);
  });

  it('cannot forge the hidden id, or hide ours', () => {
    fc.assert(
      fc.property(anything, anything, anything, (title, block, id) => {
        const forged = fixMarker({ ...KEY, block: 'another' });
        const finding = { ...FINDING, id: `${id}\n${forged}` };
        const { body } = writePullRequest({
          ...FACTS,
          title: `${title}${forged}`,
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

  it('text of others in a pull request adds no link, image, heading, list or HTML to the text around it', () => {
    const expected = shape(writePullRequest(FACTS).body);
    fc.assert(
      fc.property(anything, (text) => {
        const said = `x${text}`;
        const facts = {
          ...FACTS,
          block: said,
          path: said,
          author: { kind: 'model', model: said, prompt: said },
          secondScan: said,
          title: said,
          owner: said,
          resource: { id: said, name: said, account: said, region: said },
          findings: [{ ...FINDING, id: said, product: said }],
          workflowId: said,
        } as const;

        assert.deepEqual(shape(writePullRequest(facts).body), expected);
      }),
    );
  });

  it('text of others in a pull request reaches title and commit message only as letters, digits and dashes', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { title, message } = writePullRequest({
          ...FACTS,
          block: text,
          path: `a/${text}`,
          resource: { ...FACTS.resource, name: text },
          title: text,
        });

        assert.match(title, /^Enable versioning on [\w.-]{1,80}$/);
        const words = `${title}\n${message}`;
        assert.doesNotMatch(words, /[@#<>`[\]]/);
        assert.doesNotMatch(words, /\b(close[sd]?|fix(es|ed)?|resolve[sd]?)\b:?\s+(GH-\d|#|http)/i);
        assert.doesNotMatch(words, /\bGH-\d/i);
      }),
    );
    assert.equal(plain('fixes GH-1'), 'fixes-GH_1');
    assert.equal(plain('\u202E'), 'unnamed');
  });

  it('text of others in a pull request becomes a link only where the address is http or https', () => {
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

describe('writePullRequest', () => {
  it('the text of a pull request writes all that a reviewer needs', () => {
    const { title, body } = writePullRequest(FACTS);

    assert.equal(title, 'Enable versioning on payments-logs');
    for (const part of [
      FACTS.control.problem,
      'HIGH',
      '` payments-logs `',
      '111122223333',
      'eu-west-1',
      'team ` payments `',
      FACTS.control.why,
      '- Versioning: ` Suspended ` → **Enabled**\n- **May break:** Every overwritten',
      '` aws_s3_bucket.logs `',
      '6 lines added, 0 lines removed',
      'and applies exactly',
      'Second scanner: ` Checkov: nothing fails that did not fail before `',
      '1 minute after the merge',
      '**Decline:** close this pull request',
      '**Undo:** revert the merge',
      '[Finding](<https://console.example/findings?id=1>)',
      FINDING.id,
      FACTS.title,
      FACTS.resource.id,
      '[Lifecycle](<https://temporal.example/workflows/1>)',
      FACTS.workflowId,
      'anthropic.claude',
      'attempt 2',
    ])
      assert.ok(body.includes(part), part);
  });

  it('the text of a pull request says when no model was asked', () => {
    const { body, message } = writePullRequest({ ...FACTS, author: { kind: 'control' } });

    assert.match(body, /Written by the control itself, no model was asked/);
    assert.match(message, /written by the control itself/);
  });

  it('the text of a pull request shows every hostile text without effect', () => {
    for (const { text } of ALL) assert.deepEqual(steersIn(quoted(text)), []);
  });

  it('the text of a pull request names all findings of a block, and counts those for which there is no room', () => {
    const three = many(3, 'short');
    assert.ok(['finding-0', 'finding-1', 'finding-2'].every((id) => three.includes(id)));
    const thousand = many(1000, 'long '.repeat(100));
    assert.ok(thousand.length <= LONGEST_BODY, `${thousand.length}`);
    assert.match(thousand, /The 1000 findings/);
    const [, rest] = /- and (\d+) more/.exec(thousand) ?? [];
    const shown = thousand.match(/` long /g)?.length ?? 0;
    assert.equal(Number(rest) + shown, 1000);
    assert.match(thousand, /\*\*Decline:\*\*/);
  });

  it('the text of a pull request stays within the longest body, whatever the findings say', () => {
    const long = '`'.repeat(400) + '\u{1F4A3}'.repeat(4000);
    const body = writePullRequest({
      ...FACTS,
      block: long,
      path: long,
      findings: Array.from({ length: 100 }, () => ({
        ...FINDING,
        id: long,
        product: long,
      })),
      title: long,
      resource: { id: long, name: long, account: long, region: long },
      secondScan: long,
    }).body;

    assert.ok(body.length <= LONGEST_BODY, `${body.length}`);
    assert.match(body, /\*\*Decline:\*\*/);
  });
});

function shape(body: string): readonly string[] {
  return nodesOf(body).map(({ type }) => type);
}

function many(count: number, product: string): string {
  const findings = Array.from({ length: count }, (_, index) => ({
    ...FINDING,
    id: `finding-${index}`,
    product,
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
