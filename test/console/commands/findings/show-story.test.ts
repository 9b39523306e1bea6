import assert from 'node:assert/strict';

import { showFinding } from '../../../../console/commands/findings/show.ts';
import { lifecycle, linesOf, NOW, textOf } from '../../rows.ts';
import { from } from './show-sample.ts';

describe('the story in findings show', () => {
  it('prints a long failure once in the story, though several entries repeat it', async () => {
    const failure = `denied: ${'the role may not change this bucket; '.repeat(8)}`;
    const entries = linesOf(
      ['remediated', 'closeloop', `automation failed: ${failure}`],
      ['people', 'closeloop', `still open, and the runbook failed: ${failure}`],
    );
    const row = lifecycle();

    const text = textOf(await showFinding(from(row, entries), row.workflowId, NOW));

    assert.equal(text.split(failure).length, 2);
    assert.match(text, /human-review .* still open, and the runbook failed: \(as above\)\n/);
  });
});
