/** Teams on this machine: workflows that take Adaptive Cards, stricter than Teams, which says nothing of what it drops. */
import { z } from 'zod';

import type { WireRequest } from '../../aws/gateway/wire.ts';
import { parseJson, startVendorServer } from '../vendor-server.ts';
import type { VendorAnswer, VendorServer } from '../vendor-server.ts';
import { readCard } from './card-problems.ts';
import type { SandboxCard } from './card-problems.ts';
import { teamsPage } from './page.ts';

interface PostedCard {
  /** The workflow's name. */
  readonly workflow: string;
  readonly card: SandboxCard;
  /** All that a person reads, a line each block. */
  readonly text: string;
}

export interface SandboxTeams extends Pick<VendorServer, 'url' | 'fail' | 'stop'> {
  /** Addresses by name, as TEAMS_WORKFLOWS has them. */
  readonly urls: Readonly<Record<string, string>>;
  readonly posted: readonly PostedCard[];
}

const SIGNATURE = 'sandbox-only-signature';
/** https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
const MOST_BYTES = 28 * 1024;

export async function startSandboxTeams(names: readonly string[]): Promise<SandboxTeams> {
  const posted: PostedCard[] = [];
  const server = await startVendorServer((request) => {
    if (request.method === 'GET' && request.path === '/')
      return { status: 200, body: teamsPage(posted) };
    const answer = postCard(names, request);
    if ('status' in answer) return answer;
    posted.push(answer);
    return { status: 202 };
  });
  const urlOf = (name: string) =>
    `${server.url}/workflows/${name}/triggers/manual/paths/invoke?api-version=1&sig=${SIGNATURE}`;
  return { ...server, posted, urls: Object.fromEntries(names.map((name) => [name, urlOf(name)])) };
}

const envelope = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.unknown(),
      }),
    )
    .length(1),
});

const PATH = /^\/workflows\/([\w-]+)\/triggers\/manual\/paths\/invoke$/;

function postCard(names: readonly string[], request: WireRequest): PostedCard | VendorAnswer {
  const workflow = PATH.exec(request.path)?.[1];
  if (workflow === undefined || !names.includes(workflow) || request.method !== 'POST')
    return refused(404, 'WorkflowNotFound');
  if (request.query.get('sig') !== SIGNATURE)
    return refused(401, 'DirectApiInvalidAuthorizationScheme');
  if (request.body.length > MOST_BYTES) return refused(413, 'RequestEntityTooLarge');
  const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  const parsed = isJson ? envelope.safeParse(parseJson(request.body)) : null;
  const [attachment] = parsed?.data?.attachments ?? [];
  if (attachment === undefined) return refused(400, 'TriggerInputSchemaMismatch');
  const read = readCard(attachment.content);
  if ('problems' in read) return refused(400, 'InvalidCard');
  return { workflow, card: read.card, text: textOf(read.card) };
}

function refused(status: number, code: string): VendorAnswer {
  return { status, body: { error: { code, message: code } } };
}

function textOf({ body }: SandboxCard): string {
  const lines = body.map((one) =>
    one.type === 'TextBlock' ? one.text : one.inlines.map(({ text }) => text).join(''),
  );
  return lines.join('\n');
}
