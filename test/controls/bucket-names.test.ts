import assert from 'node:assert/strict';

import * as fc from 'fast-check';
import { parse } from 'yaml';
import { z } from 'zod';

import { ownDocuments } from '../../controls/documents.ts';
import { CONTROLS } from '../../controls/index.ts';
import { impossibleBucketName } from '../../starter/identity/resource-name.ts';

const shape = z.object({
  parameters: z.object({ BucketName: z.object({ allowedPattern: z.string() }).optional() }),
});

describe('The runbooks that take a bucket', () => {
  const patterns = ownDocuments(CONTROLS).flatMap(({ name, content }) => {
    const { BucketName } = shape.parse(parse(content)).parameters;
    return BucketName === undefined
      ? []
      : [{ name, pattern: new RegExp(BucketName.allowedPattern) }];
  });

  it('runbooks accept every bucket name that the starter accepts, old ones of us-east-1 too', () => {
    assert.ok(patterns.length >= 2);
    const legacy = ['Payments_Logs', 'OLD', `A${'_x'.repeat(120)}`, 'ends-with-dot.Upper.'];
    for (const name of ['payments-logs', 'a.b', 'x'.repeat(63), ...legacy]) {
      const region = /[A-Z_]/.test(name) ? 'us-east-1' : 'eu-west-1';
      assert.equal(impossibleBucketName(name, region), null, name);
      for (const { name: document, pattern } of patterns) {
        assert.ok(pattern.test(name), `${document} refuses ${name}`);
      }
    }
    const names = fc.stringMatching(/^[A-Za-z0-9._-]{1,70}$/);
    fc.assert(
      fc.property(names, fc.constantFrom('us-east-1', 'eu-west-1'), (name, region) => {
        const possible = impossibleBucketName(name, region) === null;
        assert.ok(!possible || patterns.every(({ pattern }) => pattern.test(name)), name);
      }),
    );
  });

  it('runbooks refuse a bucket name with any other character', () => {
    for (const name of ['', 'ab', '../x', 'a/b', 'a b', 'x{{ global:REGION }}', 'arn:aws:s3:::x']) {
      for (const { pattern } of patterns) assert.ok(!pattern.test(name), name);
    }
  });
});
