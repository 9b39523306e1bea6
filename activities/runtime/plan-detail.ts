import type { Control } from '../../controls/control.ts';
import type { Plan } from '../../domain/plan.ts';

/**
 * What an approver reads besides the summary, one line each: document, parameters, role, the settings that the plan
 * was made for, and how to undo it. At most two kilobytes of JSON: it travels in the workflow's history.
 */
export function planDetail(plan: Plan, control: Control): readonly string[] {
  const { document, parameters, automationRoleArn, preState } = plan;
  const shown = Object.entries(parameters).filter(([, values]) => !isRole(values, plan));
  const named = shown.map(([name, values]) => `${name}=${values.join(' ')}`).join(', ');
  return [
    short(`Document: ${document.name} version ${document.version}, hash ${document.hash}`),
    short(`Parameters: ${named || 'none'}`, MOST_SHOWN_BYTES),
    short(`Role: ${automationRoleArn}`),
    short(`Settings now: ${readable(preState)}`, MOST_SHOWN_BYTES),
    short(`Undo: ${undoText(plan, control)}`),
  ];
}

/** The role has a line of its own. */
function isRole(values: readonly string[], { automationRoleArn }: Plan): boolean {
  return values.length === 1 && values[0] === automationRoleArn;
}

/** Without quotes and outer braces. Of a long id or URI only the end, which distinguishes it. */
function readable(preState: string): string {
  const settings: unknown = JSON.parse(preState);
  return textOf(settings).replace(/^\{(.+)\}$/s, '$1');
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${textOf(member)}`);
    return `{${members.join(', ')}}`;
  }
  const text = String(value);
  const isLongId = text.length > LONGEST_ID && ID_OR_URI.test(text);
  return isLongId ? `…${text.slice(1 - LONGEST_ID)}` : text;
}

const LONGEST_ID = 18;
/** A policy document or a sentence does not match: it is shown whole. */
const ID_OR_URI = /^[\w:/.@+=-]+$/;

/** How what this plan writes can be undone, in one sentence. */
function undoText({ document }: Plan, { reversible, runbook: { undo } }: Control): string {
  if (document.name === undo?.documentName) return 'none, this plan is the undo';
  if (!reversible || undo === undefined) return 'none, no document can undo this';
  const { documentName, documentVersion } = undo;
  return `${documentName} version ${documentVersion}, which restores the settings above`;
}

/** Three of these and two of the next stay below two kilobytes, with quotes and commas. */
const MOST_BYTES = 190;
/** For parameters and settings: enough for all but the longest policies. */
const MOST_SHOWN_BYTES = 700;

/** Cut by bytes of JSON, since that is what history contains: a quote counts two, an emoji four. */
function short(text: string, most = MOST_BYTES): string {
  const all = bytes(text);
  if (all <= most) return text;
  const rest = `… (${Buffer.byteLength(text)} bytes in all)`;
  let cut = '';
  for (const character of text) {
    if (bytes(cut + character + rest) > most) break;
    cut += character;
  }
  return cut + rest;
}

function bytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
