import { auditControls } from '../../../controls/audit.ts';
import { CONTROLS } from '../../../controls/index.ts';
import type { Reply } from '../../cli/reply.ts';

/** Applies the rules of the audit test, for somebody who adds a control. */
export async function checkControls(): Promise<Reply> {
  const faults = await auditControls();
  const count = CONTROLS.length;
  return {
    json: { ok: faults.length === 0, controls: count, faults },
    text: ({ style }) =>
      faults.length === 0
        ? [`${style.green('✓')} ${count} controls are complete and consistent.`]
        : [...faults.map((fault) => `${style.red('✗')} ${fault}`), '', HOW],
    failed: faults.length > 0,
  };
}

const HOW = 'What to do: CONTRIBUTING.md, "Add a control".';
