/** What the sandbox's Azure DevOps holds. */

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
  readonly relations: { readonly rel: string; readonly url: string; readonly comment: string }[];
  readonly comments: { readonly id: number; readonly by: Identity; readonly text: string }[];
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

export const TYPES: readonly string[] = ['Task', 'Bug'];

export function itemBy({ items }: BoardsState, id: string | undefined): WorkItem | undefined {
  return items.find((item) => String(item.id) === id);
}

export function nextId(state: BoardsState): number {
  state.last += 1;
  return state.last;
}
