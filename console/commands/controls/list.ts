import { type ControlDescription, describeControls } from '../../../controls/describe.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page } from '../../output/page.ts';
import { type Column, table } from '../../output/table.ts';

/** The catalogue as a table; `--json` has everything, also the permissions. */
export function listControls(): Reply {
  const controls = describeControls();
  return {
    json: { controls },
    text: (page) => [...table(COLUMNS, controls, page), '', ...summary(controls, page)],
  };
}

const COLUMNS: readonly Column<ControlDescription>[] = [
  { title: 'CONTROL', cell: (control) => control.id },
  { title: 'TITLE', cell: (control) => control.title, give: 1, least: 20 },
  { title: 'RESOURCE', cell: (control) => control.resourceType, give: 4 },
  { title: 'COVERS', cell: covers, give: 2, least: 16 },
  { title: 'RUNBOOK', cell: runbook, give: 5 },
  { title: 'UNDO', cell: (control) => (control.reversible ? 'yes' : 'no') },
  { title: 'WAIT', cell: (control) => `${control.settleSeconds} s`, give: 6 },
];

function covers({
  covers: { securityHub, configRules, findingTypes },
}: ControlDescription): string {
  const others = configRules.length + findingTypes.length;
  return `${securityHub.join(', ')} and ${others} more`;
}

/** Which version of AWS's document is started is in policies/documents.yaml. */
function runbook({
  runbook: { owner, documentName, documentVersion },
}: ControlDescription): string {
  return owner === 'aws' ? documentName : `${documentName}:${documentVersion}`;
}

function summary(controls: readonly ControlDescription[], page: Page): Lines {
  const count = `${controls.length} ${controls.length === 1 ? 'control' : 'controls'}.`;
  return [count, page.style.dim('All details and permissions: add --json')];
}
