/** What a machine may do about each control, by the policy files: whether it writes, or only plans and notifies. */
import { CONTROLS } from '../../controls/index.ts';
import type { RemediationRow } from '../../policies/remediation.ts';
import { type Check, ok } from './check.ts';

/** `3 types automated: 2 enforce, 1 in shadow mode (writes nothing)`. Pure. */
export function automatedInWords(rows: readonly RemediationRow[]): string {
  const automated = rows.filter(isAutomated);
  const writing = automated.filter(writes).length;
  const shadow = automated.length - writing;
  const types = `${rows.length} types, ${automated.length} automated`;
  if (automated.length === 0) return types;
  if (writing === 0) return `${types}, all in shadow mode: they plan and notify, and write nothing`;
  if (shadow === 0) return `${types}, all allowed to write`;
  return `${types}: ${writing} allowed to write, ${shadow} in shadow mode`;
}

/** One row for each control, and for each further type of the file. Pure. */
export function modes(rows: readonly RemediationRow[]): readonly Check[] {
  const byType = new Map(rows.map((row) => [row.type, row]));
  const types = [...new Set([...CONTROLS.map(({ id }) => id), ...byType.keys()])];
  return types.map((type) => ok({ group: 'Modes', name: type }, modeInWords(byType.get(type))));
}

function modeInWords(row: RemediationRow | undefined): string {
  if (row === undefined) return 'not in remediation.yaml: people decide';
  if (!isAutomated(row)) return 'not automated: people decide';
  const { mode, modes: of, path, approvalFrom } = row;
  const others = Object.entries(of).filter(([, one]) => one !== mode);
  const but = others.map(([account, one]) => `${one} in ${account}`).join(', ');
  const approval = approvalInWords(approvalFrom);
  const does =
    mode === 'enforce' ? 'enforce: it writes' : 'shadow: it plans and notifies, and writes nothing';
  return `${does}${but === '' ? '' : `, but ${but}`}; path ${path}; ${approval}`;
}

/** The lowest severity means always. */
function approvalInWords(from: RemediationRow['approvalFrom']): string {
  if (from === null) return 'nobody has to approve';
  return from === 'INFORMATIONAL' ? 'people approve each' : `people approve from ${from} up`;
}

function isAutomated({ automated, path }: RemediationRow): boolean {
  return automated && path !== 'human';
}

/** Somewhere. */
function writes({ mode, modes: of }: RemediationRow): boolean {
  return mode === 'enforce' || Object.values(of).includes('enforce');
}
