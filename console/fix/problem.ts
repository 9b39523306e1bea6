import type { Problem } from '../../domain/finding.ts';
import { loadIntake } from '../../policies/intake.ts';
import { UnreadableEvent } from '../../starter/event/json-values.ts';
import { openText } from '../../starter/event/read-file.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import { identify } from '../../starter/identity/identity.ts';
import { CliError } from '../cli/cli-error.ts';
import { shownFinding } from '../cli/shown-finding.ts';

/** The problem to fix, with the resource's tags from the finding. */
export interface ReportedProblem {
  readonly problem: Problem;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * What a file with a finding or an event reports, by the starter's own rules, or the problem that `findings show
 * --json` has printed. Throws a CliError with exit code 2
 * for a file without a finding, and for one with several.
 */
export async function readProblem(
  text: string,
  { file, policiesDir }: { readonly file: string; readonly policiesDir: string },
): Promise<ReportedProblem> {
  const shown = shownFinding(text);
  // The ledger keeps no tags: a target that only they could tell is named with --target.
  if (shown !== null) return { problem: shown.problem, tags: new Map() };
  const intake = await loadIntake(policiesDir);
  const problems = openFindings(text, file).flatMap((finding) => {
    const found = identify(finding, CATALOGUE, intake);
    return found.map(({ problem, tags }) => ({ problem, tags }));
  });
  const [first, ...others] = problems;
  if (first === undefined) throw unusable(file, 'it reports no resource');
  const same = others.every(({ problem }) => problem.resource.id === first.problem.resource.id);
  if (!same) throw unusable(file, `it reports ${problems.length} resources instead of one`);
  return first;
}

function openFindings(text: string, file: string) {
  try {
    return openText(text).flatMap((opened) => {
      if (!opened.ok) throw unusable(file, opened.message);
      return opened.event.findings.map((parsed) => {
        if (parsed.ok) return parsed.finding;
        throw unusable(file, `${parsed.broken.field}: ${parsed.broken.message}`);
      });
    });
  } catch (error) {
    if (error instanceof UnreadableEvent) throw unusable(file, error.message, error);
    throw error;
  }
}

function unusable(file: string, why: string, cause?: unknown): CliError {
  return new CliError('finding', `${file} cannot be used as the finding: ${why}.`, {
    next: [
      'Name a file with one finding in ASFF, an EventBridge event that carries one, or what `findings show --json` prints.',
    ],
    exitCode: 2,
    cause,
  });
}
