import assert from 'node:assert/strict';

import { openLanguages } from '../../../../activities/code/validate/languages.ts';
import { locateTarget } from '../../../../activities/code/validate/locate-target.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import type { Hostile } from './hostile.ts';

/** In milliseconds of a processor: twice the limit, since a new thread starts after one that was ended. */
const MOST_CPU = 8000;

const PLAIN = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';

/** One test for each file: it gets a clear answer in bounded time, and the next file gets its own. */
export function describeHostile(all: readonly Hostile[]): void {
  const languages = openLanguages();
  after(() => languages.close());
  const located = async ({ path, text, siblings = [] }: Omit<Hostile, 'what'>) =>
    await locateTarget(languages, {
      control: 'S3.PublicAccess',
      path,
      source: Buffer.from(text),
      siblings,
      target: { address: null, resourceName: 'payments-logs', tags: new Map() },
    });
  for (const { what, ...file } of all) {
    it(`a file that is written to hold the judge up does not (${what}), and the next is judged`, async () => {
      const used = process.cpuUsage();
      const told = await located(file);
      const { user, system } = process.cpuUsage(used);
      const next = await located({ path: 'main.tf', text: PLAIN });

      if (isRejection(told)) {
        assert.equal(told.follow, 'unjudged', told.code);
        assert.match(told.reason, /^\w.*\.$/s);
        assert.doesNotMatch(told.reason, /undefined|Error|stack/);
      } else assert.equal(told.effect, 'fail');
      assert.ok((user + system) / 1000 < MOST_CPU, `${(user + system) / 1000} ms of a processor`);
      assert.equal(isRejection(next) ? next.reason : next.block, 'aws_s3_bucket.logs');
    });
  }
}
