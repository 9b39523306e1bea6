import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { parseFinding } from '../../starter/event/parse-finding.ts';

const SAMPLE = '../events/standards/cis-1-4-0-rule-2-1-5-2.json';

async function sample() {
  const text = await readFile(new URL(SAMPLE, import.meta.url), 'utf8');
  const found = z.looseObject({ Id: z.string(), Resources: z.array(z.looseObject({})) });
  const event = z.object({ detail: z.object({ findings: z.array(found) }) });
  const [first] = event.parse(JSON.parse(text)).detail.findings;
  assert.ok(first);
  return first;
}

describe('a finding that is longer than documented', () => {
  it('the starter keeps an id of more than 512 characters to the letter', async () => {
    const given = await sample();
    const Id = `${given.Id}/${'x'.repeat(1500)}`;
    const parsed = parseFinding({ ...given, Id });
    assert.ok(parsed.ok);
    assert.equal(parsed.finding.id, Id);
  });

  it('the starter keeps an id that is longer than a key of the ledger', async () => {
    const Id = 'ü'.repeat(1500);
    const parsed = parseFinding({ ...(await sample()), Id });
    assert.ok(parsed.ok);
    assert.equal(parsed.finding.id, Id);
  });

  it('the starter takes a finding with each of more than 32 resources', async () => {
    const given = await sample();
    const [one] = given.Resources;
    const Resources = Array.from({ length: 40 }, (_, n) => ({ ...one, Id: `arn:aws:s3:::b-${n}` }));
    const parsed = parseFinding({ ...given, Resources });
    assert.ok(parsed.ok);
    assert.equal(parsed.finding.resources.length, 40);
  });
});
