import assert from 'node:assert/strict';

import { startHclParser } from '../../../../activities/code/validate/terraform/hcl-parser.ts';
import type { HclParser } from '../../../../activities/code/validate/terraform/hcl-parser.ts';

const SMALL = 'a = 1\n';
const BLOCK = 'resource "a_b" "c" {\n  d = "e"\n}\n';
const LARGE = BLOCK.repeat(6000);

describe('the Terraform parser', () => {
  let parser: HclParser | null = null;
  const start = (...limits: Parameters<typeof startHclParser>) => {
    parser = startHclParser(...limits);
    return parser;
  };
  afterEach(() => parser?.close());

  it('the Terraform parser reads the next text in a new thread after one that crashed it', async () => {
    const { parse } = start();
    const deadly = await parse(`a = ${'-'.repeat(50_000)}1\n`);
    const next = await parse(SMALL);

    assert.equal(deadly.ok ? 'read' : deadly.failure.kind, 'exhausted');
    assert.deepEqual(next, { ok: true, json: { a: 1 } });
  });

  it('the Terraform parser gives up a text that takes too long, and reads the next', async () => {
    const { parse } = start({ baseMs: 0, msPerKb: 0 });
    await parse(SMALL);
    const slow = await parse(LARGE);
    const next = await parse(SMALL);

    assert.equal(slow.ok ? 'read' : slow.failure.kind, 'exhausted');
    assert.ok(next.ok);
  });

  it('the Terraform parser gives a long text more time than a short one', async () => {
    const { parse } = start({ baseMs: 0, msPerKb: 30 });
    await parse(SMALL);

    assert.ok((await parse(BLOCK.repeat(1500))).ok);
  });

  it('the Terraform parser replaces a thread that took much memory, and goes on reading', async () => {
    let threads = 0;
    const count = () => threads++;
    process.on('worker', count);
    const { parse } = start();
    await parse(SMALL);
    const before = threads;
    const large = await parse(LARGE.repeat(2));
    const after = threads;
    const next = await parse(SMALL);
    process.off('worker', count);

    assert.ok(large.ok);
    assert.deepEqual([before, after], [1, 2]);
    assert.deepEqual(next, { ok: true, json: { a: 1 } });
  });

  it('the Terraform parser answers in the order of the questions', async () => {
    const { parse } = start();
    const all = await Promise.all([1, 2, 3].map((n) => parse(`a = ${n}\n`)));

    assert.deepEqual(
      all.map((one) => (one.ok ? one.json : null)),
      [{ a: 1 }, { a: 2 }, { a: 3 }],
    );
  });

  it('the Terraform parser says which line is wrong', async () => {
    const { parse } = start();
    const wrong = await parse('a = 1\nb = = 2\n');

    assert.equal(wrong.ok ? null : wrong.failure.line, 2);
  });
});
