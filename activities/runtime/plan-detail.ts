import type { Control } from '../../controls/control.ts';
import type { Plan } from '../../domain/plan.ts';

/**
 * What an approver reads besides the summary, one sentence each: document, parameters, role, the settings that the
 * plan was made for, and the way back. At most two kilobytes of JSON: it travels in the workflow's history.
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
    short(`Way back: ${wayBack(plan, control)}`),
  ];
}

/** It has a line of its own. */
function isRole(values: readonly string[], { automationRoleArn }: Plan): boolean {
  return values.length === 1 && values[0] === automationRoleArn;
}

/** For people: without quotes and outer braces, and of long ids and URIs the end, which tells them apart. */
function readable(preState: string): string {
  const settings: unknown = JSON.parse(preState);
  return told(settings).replace(/^\{(.+)\}$/s, '$1');
}

function told(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(told).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${told(member)}`);
    return `{${members.join(', ')}}`;
  }
  const text = String(value);
  const isLongId = text.length > LONGEST_ID && ID_OR_URI.test(text);
  return isLongId ? `…${text.slice(1 - LONGEST_ID)}` : text;
}

const LONGEST_ID = 18;
/** A policy document or a sentence is none: it is read whole. */
const ID_OR_URI = /^[\w:/.@+=-]+$/;

function wayBack({ document }: Plan, { reversible, runbook: { undo } }: Control): string {
  if (document.name === undo?.documentName) return 'none, this is the way back';
  if (!reversible || undo === undefined) return 'none, this cannot be undone by a document';
  const { documentName, documentVersion } = undo;
  return `${documentName} version ${documentVersion}, which restores the settings above`;
}

/** Three of these and two of the next stay below two kilobytes, with quotes and commas. */
const MOST_BYTES = 190;
/** What is written and what it replaces: who approves reads all of it, but for the longest policies. */
const MOST_SHOWN_BYTES = 700;

/** Cut by bytes of JSON, since that is what history holds: a quote counts two, an emoji four. */
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
