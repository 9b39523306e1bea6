import type { Control } from '../../controls/control.ts';
import type { Plan } from '../../domain/plan.ts';

/**
 * What an approver reads besides the summary, one sentence each: document, parameters, role, the settings that the
 * plan was made for, and the way back. At most a kilobyte of JSON: it travels in the workflow's history.
 */
export function planDetail(plan: Plan, control: Control): readonly string[] {
  const { document, parameters, automationRoleArn, preState } = plan;
  const shown = Object.entries(parameters).filter(([, values]) => !isRole(values, plan));
  const named = shown.map(([name, values]) => `${name}=${values.join(' ')}`).join(', ');
  return [
    short(`Document: ${document.name} version ${document.version}, hash ${document.hash}`),
    short(`Parameters: ${named || 'none'}`),
    short(`Role: ${automationRoleArn}`),
    short(`Settings now: ${preState}`),
    short(`Way back: ${wayBack(control)}`),
  ];
}

/** It has a line of its own. */
function isRole(values: readonly string[], { automationRoleArn }: Plan): boolean {
  return values.length === 1 && values[0] === automationRoleArn;
}

function wayBack({ reversible, runbook: { undo } }: Control): string {
  if (!reversible || undo === undefined) return 'none, this cannot be undone by a document';
  const { documentName, documentVersion } = undo;
  return `${documentName} version ${documentVersion}, which restores the settings above`;
}

/** Five of them stay below a kilobyte, with quotes and commas. */
const MOST_BYTES = 190;

/** Cut by bytes of JSON, since that is what history holds: a quote counts two, an emoji four. */
function short(text: string): string {
  const all = bytes(text);
  if (all <= MOST_BYTES) return text;
  const rest = `… (${Buffer.byteLength(text)} bytes in all)`;
  let cut = '';
  for (const character of text) {
    if (bytes(cut + character + rest) > MOST_BYTES) break;
    cut += character;
  }
  return cut + rest;
}

function bytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
