import assert from 'node:assert/strict';

import { showFinding } from '../../../../console/commands/findings/show.ts';
import { PLAIN } from '../../../../console/output/page.ts';
import { lifecycle, linesOf, NOW, textOf } from '../../rows.ts';
import { from, shown } from './show-sample.ts';

describe('the story in findings show', () => {
  it('findings show prints a long failure once in the story, though several entries repeat it', async () => {
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

  it('findings show wraps long texts of the story under their own column on a terminal', async () => {
    const text = textOf(await shown(), { ...PLAIN, width: 100 });

    const start = text.indexOf('  2026-03-01 11:58:01');
    const [first = '', second = ''] = text.slice(start).split('\n');
    assert.ok(first.length <= 100, first);
    assert.match(second, /^ {56}\S/);
  });
});
