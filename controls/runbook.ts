import { z } from 'zod';

import type { Problem } from '../domain/finding.ts';
import type { AutomationParameters, Runbook, Undo } from './control.ts';

/** A document of ours and the one that undoes it: `runbook.yaml` and `undo.yaml` in the control's folder. */
export function ownRunbook(
  documentName: string,
  parameters: Runbook['parameters'],
  undo: Undo['parameters'],
): Runbook {
  return {
    owner: 'closeloop',
    documentName,
    documentVersion: '1',
    file: 'runbook.yaml',
    parameters,
    undo: {
      documentName: `${documentName}-Undo`,
      documentVersion: '1',
      file: 'undo.yaml',
      parameters: undo,
    },
  };
}

/** What every document for a bucket is started with. */
export function bucketParameters({ resource }: Problem, roleArn: string): AutomationParameters {
  return { BucketName: [resource.name], AutomationAssumeRole: [roleArn] };
}

interface PreState<Settings> {
  /** The control's id. */
  readonly control: string;
  /** What `verify` reports as settings; a plan carries it as its pre-state. */
  readonly schema: z.ZodType<Settings>;
  /** What is wrong with any other pre-state. */
  readonly fault: string;
}

/** Checks the recorded pre-state before `parameters` gets it. */
export function undoParameters<Settings>(
  { control, schema, fault }: PreState<Settings>,
  parameters: (problem: Problem, roleArn: string, settings: Settings) => AutomationParameters,
): Undo['parameters'] {
  return (problem, roleArn, settings) => {
    const parsed = schema.safeParse(settings);
    if (parsed.success) return parameters(problem, roleArn, parsed.data);
    const what = `Cannot undo ${control} on ${problem.resource.name}: ${fault}.`;
    throw new Error(`${what}\n${z.prettifyError(parsed.error)}`);
  };
}
