/** The second scanner before a pull request: a rejection, no answer, and no scanner. */
import assert from 'node:assert/strict';

import type { Checkov } from '../../../../../activities/code/validate/checkov/checkov.ts';
import { restartingCheckov } from '../../../../../activities/code/validate/checkov/restart-checkov.ts';
import { validateAndScan } from '../../../../../activities/code/validate/checkov/validate-and-scan.ts';
import { languages } from '../../languages.ts';
import { runFix } from '../../run-fix.ts';
import type { Case } from '../../run-fix.ts';
import { acceptedCases } from './scan-corpus.ts';

const BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const ONE: Case = { path: 'infra/s3.tf', source: BUCKET, fault: null };
const NOTHING = { passed: [], failed: [], skipped: [] };

type Answer = Awaited<ReturnType<Checkov['scan']>>;

function saying(...answers: readonly Answer[]) {
  const left = [...answers];
  let closed = 0;
  const checkov: Checkov = {
    scan: async () => await Promise.resolve(left.shift() ?? answers.at(-1) ?? assert.fail()),
    close: async () => await Promise.resolve(void (closed += 1)),
  };
  return { checkov, closed: () => closed };
}

describe('the second scanner', () => {
  it('the second scanner rejects a fix that does not fix, whoever wrote it', async () => {
    const { checkov } = saying({ before: NOTHING, after: NOTHING });
    for (const controlWrites of [false, true]) {
      const { attempts, published } = await runFix({ ...ONE, checkov, controlWrites }, languages);

      assert.deepEqual(published, []);
      assert.equal(attempts[0]?.author.kind, controlWrites ? 'control' : 'model');
      assert.equal(attempts[0]?.code, 'SECOND_OPINION');
      assert.match(attempts[0]?.reason ?? '', /Checkov does not pass CKV_AWS_53/);
    }
  });

  it('the second scanner makes the attempt fail as Unavailable when it does not answer', async () => {
    const { checkov } = saying({ unavailable: 'no answer from Checkov within 20 s' });

    await assert.rejects(runFix({ ...ONE, checkov }, languages), {
      type: 'Unavailable',
      message: /infra\/s3\.tf and did not answer: no answer from Checkov/,
    });
  });

  it('the second scanner accepts a file that Checkov never judges, and says so', async () => {
    const { checkov } = saying({ unavailable: 'not to be asked' });
    const json = acceptedCases().find(({ input }) => input.paths[0]?.endsWith('.tf.json'));
    assert.ok(json);
    const result = await validateAndScan({ languages, checkov }, json.input);

    assert.ok('secondScan' in result);
    assert.match(result.secondScan, /^not scanned again: Checkov does not judge/);
  });

  it('the pull request says that no second scanner is configured', async () => {
    const { published } = await runFix(ONE, languages);

    assert.match(published[0]?.body ?? '', /Second scanner: ` none is configured `/);
  });

  it('the second scanner starts Checkov again after a scan without an answer', async () => {
    const silent = saying({ unavailable: 'ended' });
    const well = saying({ before: NOTHING, after: NOTHING });
    const starts = [silent.checkov, well.checkov];
    const checkov = restartingCheckov(() => starts.shift() ?? assert.fail('started too often'));
    const files = { language: 'terraform', name: 'a.tf', before: '', after: '' } as const;

    assert.deepEqual(
      [await checkov.scan(files), await checkov.scan(files), await checkov.scan(files)],
      [
        { unavailable: 'ended' },
        ...Array.from({ length: 2 }, () => ({ before: NOTHING, after: NOTHING })),
      ],
    );
    assert.deepEqual([silent.closed(), well.closed()], [1, 0]);
    await checkov.close();
    assert.equal(well.closed(), 1);
  });
});
