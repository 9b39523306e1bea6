import { HtmlRenderer, Parser } from 'commonmark';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import { escapeHtml, htmlDiff, htmlPage } from '../html.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import { git } from './git.ts';
import { pullRange } from './pull-changes.ts';
import { repositoryNamed } from './state.ts';
import type { Pull, Repository, State } from './state.ts';

/** The page of a pull request, rendered as a host does: text, state, branches, diff. Null for any other address. */
export async function answerPage(
  { method, path }: WireRequest,
  state: State,
): Promise<VendorAnswer | null> {
  const [, name = '', number] = PATH.exec(path) ?? [];
  const repository = repositoryNamed(state, name);
  const pull = repository?.pulls.find((one) => one.number === Number(number));
  if (repository === null || pull === undefined || method !== 'GET') return null;
  const headers = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" };
  return { status: 200, headers, body: pullPage(pull, await diffOf(state, repository, pull)) };
}

const PATH = /^\/([^/]+\/[^/]+)\/pull\/(\d+)$/;

async function diffOf(state: State, repository: Repository, pull: Pull): Promise<string> {
  const { base, tip } = await pullRange(state, repository, pull);
  if (base === null) return '';
  return (await git(repository.folder, ['diff', '--no-color', `${base}...${tip}`])).toString();
}

function pullPage(pull: Pull, diff: string): string {
  const { number, title, author, headBranch, baseBranch, body, comments } = pull;
  const [state, words] = stateOf(pull);
  const branches = `<b>${escapeHtml(author.login)}</b> wants to merge <code>${escapeHtml(headBranch)}</code> into <code>${escapeHtml(baseBranch)}</code>`;
  const replies = comments.map(
    (one) =>
      `<article><small><b>${escapeHtml(one.author.login)}</b> commented</small>${markdown(one.body)}</article>`,
  );
  return htmlPage(
    `${title} · pull request ${number}`,
    `<div class="bar"><h1>${escapeHtml(title)} <small>#${number}</small></h1><span class="badge ${state}">${escapeHtml(words)}</span> ${branches}</div>
<article>${markdown(body)}</article>${replies.join('')}
<h2>Files changed</h2>${diff === '' ? '<p>The base branch already has these changes.</p>' : htmlDiff(diff)}`,
  );
}

function stateOf({ closed, merged }: Pull): readonly ['open' | 'closed' | 'merged', string] {
  if (closed === null) return ['open', 'Open'];
  return merged === null
    ? ['closed', `Closed by ${closed.by.login}`]
    : ['merged', `Merged by ${closed.by.login}`];
}

/** `<details>` and `<summary>` are the only HTML that stays HTML; other HTML is shown as text, unsafe links lead nowhere. */
function markdown(text: string): string {
  const document = new Parser().parse(text);
  const walker = document.walker();
  for (let event = walker.next(); event !== null; event = walker.next()) {
    const { node } = event;
    if (node.type === 'html_block' || node.type === 'html_inline')
      node.literal = safeHtml(node.literal ?? '');
    if (node.type === 'link' || node.type === 'image')
      node.destination = /^https?:/.test(node.destination ?? '') ? node.destination : '';
  }
  return new HtmlRenderer().render(document);
}

function safeHtml(html: string): string {
  const shown = html.replaceAll(/<!--.*?-->/gs, '');
  return escapeHtml(shown).replaceAll(/&lt;(\/?(?:details|summary))&gt;/g, '<$1>');
}
