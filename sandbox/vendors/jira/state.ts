/** What the sandbox's Jira holds. */
import { refused } from './refusal.ts';

export interface JiraUser {
  readonly accountId: string;
  readonly displayName: string;
}

export interface Status {
  readonly id: string;
  readonly name: string;
  readonly category: 'new' | 'indeterminate' | 'done';
}

export interface Transition {
  readonly id: string;
  readonly name: string;
  /** Names of statuses. */
  readonly from: readonly string[];
  readonly to: string;
  /** Fields that its screen requires. */
  readonly requires?: readonly string[];
  /** What a validator of it says, which no list of transitions shows. */
  readonly refuses?: string;
}

export interface Workflow {
  readonly statuses: readonly Status[];
  readonly transitions: readonly Transition[];
}

export interface Issue {
  readonly id: string;
  readonly key: string;
  readonly project: string;
  readonly creator: JiraUser;
  /** Epoch milliseconds. */
  readonly created: number;
  summary: string;
  description: unknown;
  labels: readonly string[];
  status: string;
  resolution: string | null;
  readonly comments: JiraComment[];
  readonly links: { readonly globalId: string; readonly url: string; readonly title: string }[];
}

export interface JiraComment {
  readonly id: string;
  readonly author: JiraUser;
  readonly created: number;
  readonly body: unknown;
}

export interface JiraState {
  /** Keys of projects. */
  readonly projects: readonly string[];
  readonly workflow: Workflow;
  readonly issues: Issue[];
  /** Whose token Closeloop has. */
  readonly us: JiraUser;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How far search is behind. Milliseconds. */
  readonly indexLag: number;
  readonly isDocument: (document: unknown) => boolean;
  readonly url: () => string;
  last: number;
}

const TO_DONE = { from: ['Backlog', 'In Arbeit'], to: 'Erledigt' } as const;

/** As a team might have it: one way to Done is for reviewers, one asks for a field that only people know, one for a resolution. */
export const WORKFLOW: Workflow = {
  statuses: [
    { id: '10000', name: 'Backlog', category: 'new' },
    { id: '10001', name: 'In Arbeit', category: 'indeterminate' },
    { id: '10002', name: 'Erledigt', category: 'done' },
  ],
  transitions: [
    { id: '11', name: 'Start', from: ['Backlog'], to: 'In Arbeit' },
    { id: '21', name: 'Back', from: ['In Arbeit'], to: 'Backlog' },
    { id: '25', name: 'Approve', ...TO_DONE, refuses: 'Only a reviewer may approve.' },
    { id: '31', name: 'Sign off', ...TO_DONE, requires: ['customfield_10042'] },
    { id: '41', name: 'Finish', ...TO_DONE, requires: ['resolution'] },
    { id: '51', name: 'Reopen', from: ['Erledigt'], to: 'Backlog' },
  ],
};

export const RESOLUTIONS = [
  { id: '10000', name: "Won't Do" },
  { id: '10001', name: 'Done' },
] as const;

export function nextId(state: JiraState): string {
  state.last += 1;
  return String(10_000 + state.last);
}

/** Refuses an issue that is not there. */
export function issueBy({ issues }: JiraState, idOrKey: string): Issue {
  const issue = issues.find(({ id, key }) => id === idOrKey || key === idOrKey);
  if (issue === undefined)
    throw refused(404, 'Issue does not exist or you do not have permission to see it.');
  return issue;
}

export function statusOf({ workflow }: JiraState, name: string): Status {
  const status = workflow.statuses.find((one) => one.name === name);
  if (status === undefined) throw new Error(`The workflow has no status ${name}.`);
  return status;
}
