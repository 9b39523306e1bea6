/** The catalogue as plain data, for the CLI, the page and the docs. */
import type { Covers, Permissions } from './control.ts';
import { CONTROLS } from './index.ts';

export interface ControlDescription {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly resourceType: string;
  readonly covers: Covers;
  readonly reversible: boolean;
  readonly settleSeconds: number;
  readonly permissions: Permissions;
  readonly runbook: {
    readonly owner: 'aws' | 'closeloop';
    readonly documentName: string;
    readonly documentVersion: string;
  };
  /** The document that undoes the remediation; null when it cannot be undone. */
  readonly undo: string | null;
}

/** Every control, sorted by id. */
export function describeControls(): readonly ControlDescription[] {
  return CONTROLS.map((control) => ({
    id: control.id,
    title: control.title,
    why: control.why,
    resourceType: control.resourceType,
    covers: control.covers,
    reversible: control.reversible,
    settleSeconds: control.settleSeconds,
    permissions: control.permissions,
    runbook: {
      owner: control.runbook.owner,
      documentName: control.runbook.documentName,
      documentVersion: control.runbook.documentVersion,
    },
    undo: control.runbook.undo?.documentName ?? null,
  })).sort((a, b) => a.id.localeCompare(b.id));
}
