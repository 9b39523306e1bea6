/** Has the control write a fix that is always the same, so that no model is asked for it. */
import { repositoriesFor } from '../../../policies/repositories.ts';
import type { Repositories } from '../../../policies/repositories.ts';
import type { DraftFixInput } from '../../../workflows/activity-types.ts';
import type { Languages } from '../validate/languages.ts';
import type { Answer } from './validate-answer.ts';
import type { ControlQuestion } from './write-change.ts';

interface ControlDeps {
  readonly languages: Languages;
  readonly repositories: Repositories;
}

/**
 * The first attempt, where the change is always the same and `control_writes` of the repository allows it; else null,
 * and a model is asked.
 */
export async function controlAnswer(
  { languages, repositories }: ControlDeps,
  { problem, attempts }: DraftFixInput,
  { repository, ...question }: ControlQuestion & { readonly repository: string },
): Promise<Answer | null> {
  const allowed = repositoriesFor(repositories, problem.account);
  const writes = allowed.some(({ name, controlWrites }) => name === repository && controlWrites);
  if (attempts.length > 0 || !writes) return null;
  const text = await controlChange(languages, question);
  const tokens = { input: 0, output: 0 };
  return text === null
    ? null
    : { author: { kind: 'control' }, text, tokens, stopReason: 'end_turn' };
}

/** As `writeChange`, in the thread that can be ended; null, and a model is asked, where it took too long. */
export async function controlChange(
  languages: Languages,
  question: ControlQuestion,
): Promise<string | null> {
  const written = await languages.run('change', question);
  return 'ended' in written ? null : written.output;
}
