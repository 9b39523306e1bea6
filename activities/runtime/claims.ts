/** Checks a remediation's input against itself and against the ledger, so that neither alone is trusted. */
import { parseArn } from '../../domain/arn.ts';
import { highestSeverity } from '../../domain/finding.ts';
import type { Problem } from '../../domain/finding.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import { failure } from '../aws/failures.ts';
import type { ReadSeverity } from '../findings/known-severity.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * The message with the severity that counts: the highest of its own, that of the ledger's row and that of Security
 * Hub, because neither the message nor the row is written by somebody whom the runtime has to believe. The row is read
 * before the message's story is recorded over it; where there is none, the severity is CRITICAL. The story gets the
 * same severity. Throws `InvalidInput` when the row is about another problem.
 */
export async function withKnownSeverity(
  ledger: Pick<Ledger, 'lifecycle'>,
  severityOf: ReadSeverity,
  input: RemediateInput,
): Promise<RemediateInput> {
  const { workflowId, problem, story } = input;
  const [known, reported] = await Promise.all([
    ledger.lifecycle(workflowId),
    severityOf(workflowId, problem),
  ]);
  if (known !== null && nameOf(known.problem) !== nameOf(problem)) {
    throw failure(
      'InvalidInput',
      `${workflowId} is ${nameOf(known.problem)} in the ledger, but the message is about ${nameOf(problem)}: nothing was written. Check the lifecycle in Temporal.`,
    );
  }
  const recorded = highestSeverity(input.severity, known?.severity ?? 'CRITICAL');
  const severity = highestSeverity(recorded, reported.severity);
  const row = { ...story.row, severity: highestSeverity(story.row.severity, severity) };
  return { ...input, severity, story: { ...story, row } };
}

function nameOf({ control, account, region, resource }: Problem): string {
  return `${control ?? 'no control'} on ${resource.id} (${account}, ${region})`;
}

/** How the parts of a problem contradict each other; null when they agree. */
export function contradictionOf(problem: Problem): string | null {
  const { control, findingType, account, region, resource } = problem;
  if (control !== findingType) {
    return `the type is ${findingType} but the plan would be that of ${control ?? 'no control'}`;
  }
  const arn = parseArn(resource.id);
  if (arn === null || !CANONICAL_ARN.test(resource.id)) {
    return `${resource.id} is no ARN, so it is not certain what would be changed`;
  }
  const named = `${resource.id} names`;
  if (arn.account !== '' && arn.account !== account) {
    return `${named} account ${arn.account}, the problem ${account}`;
  }
  if (arn.region !== '' && arn.region !== region) {
    return `${named} Region ${arn.region}, the problem ${region}`;
  }
  const { name } = resource;
  // `key/1234` is called 1234. In S3 a slash begins an object's key, which is no bucket's name.
  const isLastPart = arn.service !== 's3' && name !== '' && arn.resource.endsWith(`/${name}`);
  if (arn.resource === name || isLastPart) return null;
  return `${named} ${arn.resource}, the problem ${name}`;
}

/** Stricter than `parseArn`, which reads what products send: lower case, an AWS partition, an account of digits. */
const CANONICAL_ARN = /^arn:aws(?:-[a-z]+)*:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/s;
