import assert from 'node:assert/strict';

import type { Checkov } from '../../../../../activities/code/validate/checkov/checkov.ts';
import { secondScan } from '../../../../../activities/code/validate/checkov/second-scan.ts';
import type { Languages } from '../../../../../activities/code/validate/languages.ts';
import { isRejection } from '../../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../../activities/code/validate/validate.ts';
import { readCorpus } from '../../corpus.ts';
import type { CorpusCase } from '../../corpus.ts';

const UNREAD = { notJudged: "Checkov does not judge Terraform's JSON syntax" };

/** It does not know that aws:kms:dsse is KMS, in two layers, nor what !false is. */
export const MISTAKEN: readonly string[] = [
  'terraform-kms/aes-to-dsse',
  'terraform-rich-kms/dsse',
  'terraform-website/flag-expression',
];

/** The corpus's answers that the checks accept. */
export function acceptedCases(): readonly CorpusCase[] {
  return readCorpus().filter(({ expect }) => expect === 'accepted');
}

/** Ids of the answers that Checkov finds worse than before; all others it has to agree with. */
export async function refusedByCheckov(
  cases: readonly CorpusCase[],
  { checkov, languages }: { readonly checkov: Checkov; readonly languages: Languages },
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { id, input } of cases) {
    const result = await validate(input, languages);
    assert.ok('accepted' in result, id);
    const opinion = await secondScan(result, checkov);
    if (isRejection(opinion)) refused.push(id);
    else if (result.path.endsWith('.tf.json')) assert.deepEqual(opinion.checkov, UNREAD, id);
    else assert.equal(opinion.checkov, 'agrees', id);
  }
  return refused;
}
