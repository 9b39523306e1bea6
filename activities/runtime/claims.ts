/** Checks a remediation's input against itself and against the ledger, so that neither alone is trusted. */
import { parseArn } from '../../domain/arn.ts';
import { highestSeverity } from '../../domain/finding.ts';
import type { Problem } from '../../domain/finding.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import { failure } from '../aws/failures.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * The message with the severity that counts: the highest of its own and the one in the ledger's row, to be read
 * before the message's story is recorded over it. What the ledger does not know counts as CRITICAL. The story gets
 * the same severity, so that a second try finds it. Throws `InvalidInput` when the row is about another problem.
 */
export async function withKnownSeverity(
  ledger: Pick<Ledger, 'lifecycle'>,
  input: RemediateInput,
): Promise<RemediateInput> {
  const { workflowId, problem, story } = input;
  const known = await ledger.lifecycle(workflowId);
  if (known !== null && nameOf(known.problem) !== nameOf(problem)) {
    throw failure(
      'InvalidInput',
      `${workflowId} is ${nameOf(known.problem)} in the ledger, but the message is about ${nameOf(problem)}: nothing was written. Check the lifecycle in Temporal.`,
    );
  }
  const severity = highestSeverity(input.severity, known?.severity ?? 'CRITICAL');
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
