/** The catalogue as plain data, for the CLI, the page and the docs. */
import type { Changes } from './changes.ts';
import type { Control, Runbook } from './control.ts';
import { CONTROLS } from './index.ts';

export interface ControlDescription extends Omit<Control, 'runbook' | 'verify' | 'changes'> {
  /** What a fixed resource has, and what the fix may break. */
  readonly wanted: Changes['wanted'];
  readonly mayBreak: string;
  readonly runbook: Pick<Runbook, 'owner' | 'documentName' | 'documentVersion'>;
  /** The document that undoes the remediation; null when it cannot be undone. */
  readonly undo: string | null;
}

/** Every control, sorted by id. */
export function describeControls(): readonly ControlDescription[] {
  return CONTROLS.map(({ runbook, verify: _verify, changes, ...facts }) => ({
    ...facts,
    wanted: changes.wanted,
    mayBreak: changes.mayBreak,
    runbook: {
      owner: runbook.owner,
      documentName: runbook.documentName,
      documentVersion: runbook.documentVersion,
    },
    undo: runbook.undo?.documentName ?? null,
  })).sort((a, b) => a.id.localeCompare(b.id));
}
