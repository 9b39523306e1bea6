/** Runs the activities from a finding to a pull request without Temporal, with the host and the ledger in memory. */
import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import type { VerifyClients } from '../../../activities/aws/accounts.ts';
import { draftFix } from '../../../activities/code/draft-fix.ts';
import type { DraftDeps } from '../../../activities/code/draft-fix.ts';
import type { Change, GitHost } from '../../../activities/code/host/git-host.ts';
import { proposeFix } from '../../../activities/code/pull-request/propose-fix.ts';
import type { ProposeDeps } from '../../../activities/code/pull-request/propose-fix.ts';
import type { Checkov } from '../../../activities/code/validate/checkov/checkov.ts';
import type { Languages } from '../../../activities/code/validate/languages.ts';
import { controlById } from '../../../controls/index.ts';
import { MAX_FIX_ATTEMPTS } from '../../../domain/code-fix.ts';
import type { DraftResult, FixAttempt, ProposeResult } from '../../../domain/code-fix.ts';
import type { FindingRef } from '../../../domain/finding.ts';
import { findingLink } from '../../../domain/links.ts';
import { parseRepositories } from '../../../policies/repositories.ts';
import { scriptedAnswer } from '../../../sandbox/aws/bedrock/scripted-model.ts';
import type { ModelFault } from '../../../sandbox/aws/bedrock/scripted-model.ts';
import { story } from '../../builders/activity-input.ts';
import { memoryAttempts } from '../../builders/memory-attempts.ts';
import { problem } from '../../builders/problem.ts';
import { memoryHost } from './memory-host.ts';

const REPOSITORY = 'acme/infra';

export interface Case {
  readonly path: string;
  readonly source: string;
  /** The other files of its folder: name → text. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly findings?: readonly FindingRef[];
  /** How the model answers each question. */
  readonly fault: ModelFault | null;
  /** Whether a control writes what is always the same; absent: a model is asked for everything. */
  readonly controlWrites?: boolean;
  /** The second scanner; absent: none is asked. */
  readonly checkov?: Checkov;
  /** What the model sees of the prompt; all of it when absent. */
  readonly see?: (prompt: string) => string;
}

export interface FixRun {
  readonly prompts: readonly string[];
  readonly answers: readonly string[];
  readonly attempts: readonly FixAttempt[];
  readonly last: DraftResult | ProposeResult;
  /** What the host had to write. */
  readonly published: readonly Change[];
}

export async function runFix(one: Case, languages: Languages): Promise<FixRun> {
  const { prompts, answers, bedrock } = scriptedModel(one);
  const { host, published } = memoryHost(one.path, one.source, one.beside);
  const { attempts, last } = await attemptAndPropose(
    codeDeps({ host, languages, bedrock, one }),
    one,
  );
  return { prompts, answers, attempts, last, published };
}

/** As the lifecycle does: at most three attempts, then the proposal. */
async function attemptAndPropose(
  deps: DraftDeps & ProposeDeps,
  { title = 'Block public access', findings = [] }: Case,
): Promise<Pick<FixRun, 'attempts' | 'last'>> {
  const lifecycle = { workflowId: 'w', firstRunId: 'r', story } as const;
  const attempts: FixAttempt[] = [];
  for (;;) {
    const drafted = await draftFix(deps, { ...lifecycle, problem, attempts, mayAsk: true }, 1);
    if ('attempt' in drafted) attempts.push(drafted.attempt);
    if (drafted.status === 'drafted') {
      const at = '2026-11-23T12:00:00.000Z';
      const about = {
        problem,
        draft: drafted.draft,
        at,
        findings,
        title,
        severity: 'HIGH',
      } as const;
      return { attempts, last: await proposeFix(deps, { ...lifecycle, ...about }, 1) };
    }
    const again = drafted.status === 'rejected' && drafted.attempt.hint !== null;
    if (!again || attempts.length === MAX_FIX_ATTEMPTS) return { attempts, last: drafted };
  }
}

export function scriptedModel({ fault, see = (prompt) => prompt }: Pick<Case, 'fault' | 'see'>) {
  const prompts: string[] = [];
  const answers: string[] = [];
  const converse = async ({
    system = [],
    messages = [],
  }: Parameters<BedrockRuntime['converse']>[0]) => {
    const texts = messages.flatMap(({ content = [] }) => content.map(({ text = '' }) => text));
    const text = scriptedAnswer(see(texts.join('\n\n')), fault);
    prompts.push([...system.map(({ text: words = '' }) => words), ...texts].join('\n\n'));
    answers.push(text);
    return await Promise.resolve({
      output: { message: { role: 'assistant', content: [{ text }] } },
      usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15 },
      stopReason: 'end_turn',
    });
  };
  return { prompts, answers, bedrock: { converse } as unknown as DraftDeps['bedrock'] };
}

export function codeDeps({
  host,
  languages,
  bedrock,
  one,
}: {
  readonly host: GitHost;
  readonly languages: Languages;
  readonly bedrock: DraftDeps['bedrock'];
  readonly one: Case;
}): DraftDeps & ProposeDeps {
  const tags = {
    'closeloop:repository': REPOSITORY,
    'closeloop:path': one.path,
    ...one.tags,
  };
  const index = `repositories:\n  ${REPOSITORY}:\n    accounts: ['${problem.account}']\n    control_writes: ${one.controlWrites ?? false}\n`;
  return {
    accounts: { verify: async () => await Promise.resolve(accountWith(tags)) },
    host,
    languages,
    ...(one.checkov !== undefined && { checkov: one.checkov }),
    repositories: parseRepositories(index, 'repositories.yaml'),
    bedrock,
    model: { modelId: 'scripted', maxTokens: 4_000, temperature: 0 },
    merged: { like: async () => await Promise.resolve([]) },
    prices: null,
    attempts: memoryAttempts(),
    clock: { now: () => new Date('2026-11-23T12:00:00.000Z') },
    shared: {
      tipOf: async () => await Promise.resolve(null),
      join: async () => {},
      leave: async () => await Promise.resolve('nobody-waits'),
    },
    controlOf: controlById,
    workflowUrl: () => null,
    findingUrl: (id) => findingLink('eu-west-1', id),
  };
}

function accountWith(tags: Readonly<Record<string, string>>): VerifyClients {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const ResourceTagMappingList = [{ ResourceARN: problem.resource.id, Tags }];
  const getResources = async () => await Promise.resolve({ ResourceTagMappingList });
  return { tagging: { getResources } } as unknown as VerifyClients;
}
