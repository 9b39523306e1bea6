import assert from 'node:assert/strict';

import { startCheckov } from '../../../../../activities/code/validate/checkov/checkov.ts';
import { checkovPython } from '../../../../../sandbox/tools/index.ts';
import { languages } from '../../languages.ts';
import { acceptedCases, MISTAKEN, refusedByCheckov } from './scan-corpus.ts';

it('Checkov agrees with every answer of the corpus that the validator accepts, except where it is known to be wrong', async () => {
  const checkov = startCheckov(await checkovPython());
  try {
    const refused = await refusedByCheckov(acceptedCases(), { checkov, languages });
    assert.deepEqual(refused, MISTAKEN);
  } finally {
    await checkov.close();
  }
});
