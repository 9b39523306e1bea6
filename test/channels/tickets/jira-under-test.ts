import { z } from 'zod';

import { jiraTickets } from '../../../channels/tickets/jira/jira-tickets.ts';
import type { Category } from '../../../channels/tickets/tickets.ts';
import {
  JIRA_EMAIL,
  JIRA_TOKEN,
  startSandboxJira,
} from '../../../sandbox/vendors/jira/sandbox-jira.ts';
import type { SandboxJira } from '../../../sandbox/vendors/jira/sandbox-jira.ts';
import { WORKFLOW } from '../../../sandbox/vendors/jira/state.ts';
import { LAG } from './tracker-under-test.ts';
import type { Stored, TrackerUnderTest, Written } from './tracker-under-test.ts';

const CATEGORIES = { new: 'new', indeterminate: 'working', done: 'done' } as const;
const STATUSES = { new: 'Backlog', working: 'In Arbeit', done: 'Erledigt' } as const;

export interface JiraUnderTest extends TrackerUnderTest {
  readonly jira: SandboxJira;
}

export async function startJiraUnderTest(): Promise<JiraUnderTest> {
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  const jira = await startSandboxJira({ projects: ['PAY', 'SEC'], indexLag: LAG, now: () => now });
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const options = { site: jira.url, email: JIRA_EMAIL, issueType: 'Task', sleep, patience: 8_000 };
  const keyOf = (id: string) => jira.issues.find((issue) => issue.id === id)?.key ?? '';
  return {
    jira,
    tickets: jiraTickets({ ...options, token: JIRA_TOKEN }),
    stranger: jiraTickets({ ...options, token: 'guessed' }),
    projects: ['PAY', 'SEC'],
    slept,
    all: () => jira.issues.map(storedOf),
    pass: (ms) => void (now += ms),
    fail: jira.fail,
    creating: /^POST \/rest\/api\/3\/issue$/,
    moveByHand: ({ id }, to) => void jira.moveByHand(keyOf(id), STATUSES[to], 'ada'),
    forge: (mark) => void jira.createByHand('PAY', ['closeloop', mark]),
    remove: ({ id }) => jira.remove(id),
    stop: jira.stop,
  };
}

function storedOf(issue: SandboxJira['issues'][number]): Stored {
  return {
    id: issue.id,
    project: issue.project,
    title: issue.summary,
    body: written(issue.description),
    labels: issue.labels,
    category: categoryOf(issue.status),
    comments: issue.comments.map(({ body }) => written(body)),
    links: issue.links.map(({ url, title }) => ({ url, title })),
  };
}

function categoryOf(name: string): Category {
  return CATEGORIES[WORKFLOW.statuses.find((one) => one.name === name)?.category ?? 'new'];
}

const nodeShape = z.object({
  type: z.string(),
  text: z.string().default(''),
  content: z.array(z.unknown()).default([]),
  marks: z
    .array(z.object({ type: z.string(), attrs: z.object({ href: z.string() }).optional() }))
    .default([]),
});
const OURS = [
  'doc',
  'paragraph',
  'heading',
  'bulletList',
  'listItem',
  'codeBlock',
  'expand',
  'text',
  'strong',
  'link',
];

function written(document: unknown): Written {
  const { type, text, content, marks } = nodeShape.parse(document);
  const inner = content.map(written);
  const types = [type, ...marks.map((mark) => mark.type)];
  return {
    words: [text, ...inner.map(({ words }) => words)].join(''),
    hrefs: [
      ...marks.flatMap(({ attrs }) => attrs?.href ?? []),
      ...inner.flatMap((one) => one.hrefs),
    ],
    foreign: [
      ...types.filter((one) => !OURS.includes(one)),
      ...inner.flatMap((one) => one.foreign),
    ],
  };
}
