/** What the sandbox's Azure DevOps holds. */
import { refused } from './refusal.ts';

interface Identity {
  readonly id: string;
  readonly displayName: string;
}

export interface State {
  readonly name: string;
  readonly category: 'Proposed' | 'InProgress' | 'Resolved' | 'Completed' | 'Removed';
}

export interface WorkItem {
  readonly id: number;
  readonly project: string;
  readonly type: string;
  readonly createdBy: Identity;
  /** Epoch milliseconds. */
  readonly created: number;
  rev: number;
  title: string;
  description: string;
  tags: string;
  state: string;
  relations: { readonly rel: string; readonly url: string; readonly comment: string }[];
  comments: { readonly id: number; readonly by: Identity; readonly text: string }[];
}

export interface BoardsState {
  readonly projects: readonly string[];
  readonly items: WorkItem[];
  /** Whose token Closeloop has. */
  readonly us: Identity;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How far search is behind. Milliseconds. */
  readonly indexLag: number;
  /** With the organization. */
  readonly url: () => string;
  last: number;
}

/** A process with names of its own. */
export const STATES: readonly State[] = [
  { name: 'Offen', category: 'Proposed' },
  { name: 'In Arbeit', category: 'InProgress' },
  { name: 'Geprüft', category: 'Resolved' },
  { name: 'Verworfen', category: 'Removed' },
  { name: 'Erledigt', category: 'Completed' },
];

/** From where a rule of the process lets an item go; what is not here may go anywhere. */
export const RULES: Readonly<Record<string, readonly string[]>> = {
  Verworfen: ['Offen'],
  Erledigt: ['Offen', 'In Arbeit'],
};

/** Refuses a type that the sandbox's projects do not have. */
export function requireType(type: string): void {
  if (type === 'Task' || type === 'Bug') return;
  const message = `VS402323: Work item type ${type} does not exist.`;
  throw refused(404, 'WorkItemTypeNotFoundException', message);
}

/** Refuses an item that is not there. */
export function itemBy({ items }: BoardsState, id = ''): WorkItem {
  const item = items.find((one) => String(one.id) === id);
  if (item !== undefined) return item;
  const message = `TF401232: Work item ${id} does not exist, or you may not read it.`;
  throw refused(404, 'WorkItemUnauthorizedAccessException', message);
}

export function nextId(state: BoardsState): number {
  state.last += 1;
  return state.last;
}
