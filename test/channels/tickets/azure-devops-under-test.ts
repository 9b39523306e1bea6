import { azureDevOpsTickets } from '../../../channels/tickets/azure-devops/azure-devops-tickets.ts';
import type { Category } from '../../../channels/tickets/tickets.ts';
import {
  AZURE_DEVOPS_TOKEN,
  startSandboxAzureDevOps,
} from '../../../sandbox/vendors/azure-devops/sandbox-azure-devops.ts';
import type { SandboxAzureDevOps } from '../../../sandbox/vendors/azure-devops/sandbox-azure-devops.ts';
import { LAG } from './tracker-under-test.ts';
import type { Stored, TrackerUnderTest, Written } from './tracker-under-test.ts';

const CATEGORIES: Readonly<Record<string, Category>> = {
  Offen: 'new',
  'In Arbeit': 'working',
  Geprüft: 'working',
  Erledigt: 'done',
  Verworfen: 'done',
};
const STATES = { new: 'Offen', working: 'Geprüft', done: 'Verworfen' } as const;

export interface BoardsUnderTest extends TrackerUnderTest {
  readonly boards: SandboxAzureDevOps;
}

export async function startBoardsUnderTest(): Promise<BoardsUnderTest> {
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  const projects = ['Payments', 'Cloud Security'] as const;
  const boards = await startSandboxAzureDevOps({ projects, indexLag: LAG, now: () => now });
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const options = { organization: boards.url, workItemType: 'Task', sleep, patience: 8_000 };
  return {
    boards,
    tickets: azureDevOpsTickets({ ...options, token: AZURE_DEVOPS_TOKEN }),
    stranger: azureDevOpsTickets({ ...options, token: 'guessed' }),
    projects,
    slept,
    all: () => boards.items.map(storedOf),
    pass: (ms) => void (now += ms),
    fail: boards.fail,
    creating: /^POST \/acme\/[^/]+\/_apis\/wit\/workitems\//,
    moveByHand: ({ id }, to) => void boards.moveByHand(Number(id), STATES[to], 'ada'),
    forge: (mark) => void boards.createByHand('Payments', `closeloop; ${mark}`),
    remove: ({ id }) => boards.remove(Number(id)),
    stop: boards.stop,
  };
}

function storedOf(item: SandboxAzureDevOps['items'][number]): Stored {
  return {
    id: String(item.id),
    project: item.project,
    title: item.title,
    body: written(item.description),
    labels: item.tags.split('; '),
    category: CATEGORIES[item.state] ?? 'new',
    comments: item.comments.map(({ text }) => written(text)),
    links: item.relations.map(({ url, comment }) => ({ url, title: comment })),
  };
}

const OURS = /^<(\/?(p|h3|ul|li|b|div|pre)|br|a href="[^"<>]*"|\/a)>$/;

function written(html: string): Written {
  const tags = html.match(/<[^>]*>/g) ?? [];
  return {
    words: plain(html.replaceAll(/<[^>]*>/g, '')),
    hrefs: tags.flatMap((tag) => /href="([^"]*)"/.exec(tag)?.slice(1, 2).map(plain) ?? []),
    foreign: tags.filter((tag) => !OURS.test(tag)),
  };
}

function plain(html: string): string {
  const signs = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return Object.entries(signs).reduce(
    (text, [name, sign]) => text.replaceAll(`&${name};`, sign),
    html,
  );
}
