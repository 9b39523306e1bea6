/** The rules for a control's folder, which `closeloop controls check` and the tests apply. */
import { existsSync, readdirSync } from 'node:fs';

import { casesOf, coverKeys } from './case.ts';
import type { Case } from './case.ts';
import type { Control } from './control.ts';
import { checkDocuments } from './documents.ts';
import { CONTROLS } from './index.ts';
import { isReadAction } from './roles.ts';

/** One sentence for each fault, with the control and what to do; empty when there is none. */
export async function auditControls(
  controls: readonly Control[] = CONTROLS,
  folder: string = import.meta.dirname,
): Promise<readonly string[]> {
  const perControl = await Promise.all(controls.map((control) => auditOne(control, folder)));
  return [...unregistered(controls, folder), ...claimedTwice(controls), ...perControl.flat()];
}

async function auditOne(control: Control, folder: string): Promise<readonly string[]> {
  const missing = missingParts(control, folder);
  if (missing.length > 0) return missing;
  const cases = await casesOf(control.id, folder);
  return [
    ...badData(control),
    ...badPermissions(control),
    ...badCases(control, cases),
    ...unshownDocuments(control),
    ...checkDocuments(control, folder),
  ];
}

function unregistered(controls: readonly Control[], folder: string): readonly string[] {
  const ids = new Set(controls.map(({ id }) => id));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !ids.has(entry.name))
    .map(({ name }) => `${name}: the folder is not registered; add a line to controls/index.ts.`);
}

function claimedTwice(controls: readonly Control[]): readonly string[] {
  const owners = new Map<string, string>();
  return controls.flatMap((control) =>
    coverKeys(control.covers).flatMap((key) => {
      const owner = owners.get(key);
      owners.set(key, control.id);
      return owner === undefined
        ? []
        : [`${control.id}: ${key} is also covered by ${owner}; a report must mean one problem.`];
    }),
  );
}

function missingParts(control: Control, folder: string): readonly string[] {
  const { id, runbook } = control;
  const parts = [
    'control.ts',
    'verify.ts',
    'cases.ts',
    'live-change.ts',
    runbook.file,
    runbook.undo?.file,
  ];
  const absent = parts.filter((part) => part && !existsSync(`${folder}/${id}/${part}`));
  return absent.map((part) => `${id}: ${part} is missing in its folder.`);
}

function badData(control: Control): readonly string[] {
  const { id, runbook, settleSeconds, reversible } = control;
  const faults: string[] = [];
  if (!/^[A-Z]\w*\.[A-Z]\w*$/.test(id)) faults.push('the id is not Service.Problem');
  if (!/^Aws[A-Z]\w+$/.test(control.resourceType)) faults.push('resourceType is not an ASFF type');
  if (!(settleSeconds >= 30 && settleSeconds <= 1800)) {
    faults.push(`settleSeconds is ${settleSeconds}, expected 30 to 1800`);
  }
  if (reversible !== (runbook.undo !== undefined)) {
    faults.push('reversible controls, and only those, have an undo');
  }
  if ((runbook.owner === 'closeloop') !== (runbook.file !== null)) {
    faults.push("our runbooks, and only ours, have a file in the control's folder");
  }
  return faults.map((fault) => `${id}: ${fault}.`);
}

function badPermissions({ id, permissions }: Control): readonly string[] {
  const malformed = [...permissions.verify, ...permissions.automation].filter(
    (action) => !/^[a-z0-9-]+:[A-Z]\w+$/.test(action),
  );
  const writes = permissions.verify.filter((action) => !isReadAction(action));
  return [
    ...malformed.map((action) => `${id}: "${action}" is not one IAM action.`),
    ...writes.map((action) => `${id}: verify may not have ${action}, it is no read.`),
  ];
}

/** People approve what they are shown: each document that is started needs its data. */
function unshownDocuments({ id, runbook, changes }: Control): readonly string[] {
  const started = [runbook, ...(runbook.undo === undefined ? [] : [runbook.undo])];
  return started
    .filter(({ documentName, documentVersion }) =>
      changes.documents.every(
        ({ name, version }) => name !== documentName || version !== documentVersion,
      ),
    )
    .map(
      ({ documentName, documentVersion }) =>
        `${id}: live-change.ts does not say what version ${documentVersion} of ${documentName} changes.`,
    );
}

function badCases({ id, covers }: Control, cases: readonly Case[]): readonly string[] {
  const keys = coverKeys(covers);
  const reportedBy = (verdict: string) =>
    new Set(cases.filter((c) => c.verdict === verdict).flatMap((c) => c.reportedBy));
  const open = reportedBy('open');
  const fixed = reportedBy('fixed');
  const verdicts = new Set(cases.map(({ verdict }) => verdict));
  const absent = (['open', 'fixed', 'gone', 'unknown'] as const).filter((v) => !verdicts.has(v));
  return [
    ...absent.map((verdict) => `${id}: no case shows the verdict ${verdict}.`),
    ...keys
      .filter((key) => !open.has(key))
      .map((key) => `${id}: no open case shows what ${key} reports.`),
    ...keys
      .filter((key) => fixed.has(key))
      .map(
        (key) =>
          `${id}: ${key} still reports a state that our verdict calls fixed, so the control may not cover it.`,
      ),
  ];
}
