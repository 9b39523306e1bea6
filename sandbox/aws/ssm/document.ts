import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';

/** A runbook of schema 0.3: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html */
const Flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const OutputSchema = z.object({
  Name: z.string(),
  Selector: z.string(),
  Type: z.string().default('String'),
});

const StepSchema = z.looseObject({
  name: z.string().min(1),
  action: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.array(OutputSchema).default([]),
  isEnd: Flag.default(false),
  isCritical: Flag.default(true),
  nextStep: z.string().optional(),
  onFailure: z.string().default('Abort'),
  maxAttempts: z.coerce.number().int().min(1).default(1),
  timeoutSeconds: z.coerce.number().positive().optional(),
});
export type Step = z.infer<typeof StepSchema>;

const ParameterSchema = z.looseObject({
  type: z.string(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  allowedValues: z.array(z.unknown()).optional(),
  allowedPattern: z.string().optional(),
});
export type Parameter = z.infer<typeof ParameterSchema>;

const RunbookSchema = z.looseObject({
  schemaVersion: z.literal('0.3'),
  description: z.string().optional(),
  assumeRole: z.string().optional(),
  parameters: z.record(z.string(), ParameterSchema).default({}),
  mainSteps: z.array(StepSchema).min(1),
  outputs: z.array(z.string()).default([]),
});
export type Runbook = z.infer<typeof RunbookSchema>;

/** What the sandbox can run; a document with any other action is refused when it is created, not midway. */
const ACTIONS: readonly string[] = ['aws:executeAwsApi', 'aws:executeScript', 'aws:branch'];

/**
 * Reads YAML or JSON. Throws InvalidDocumentContent naming what is wrong, or the action that is not emulated.
 * The same few runbooks are created in every account and Region, so each text is parsed once.
 */
export function parseRunbook(content: string): Runbook {
  const known = PARSED.get(content);
  if (known !== undefined) return known;
  const runbook = parse(content);
  PARSED.set(content, runbook);
  return runbook;
}

const PARSED = new Map<string, Runbook>();

function parse(content: string): Runbook {
  const parsed = RunbookSchema.safeParse(readYaml(content));
  if (!parsed.success) throw invalidContent(z.prettifyError(parsed.error));
  const steps = parsed.data.mainSteps;
  const strange = steps.find((step) => !ACTIONS.includes(step.action));
  if (strange) {
    throw invalidContent(
      `the Closeloop sandbox does not run ${strange.action} (step ${strange.name}); it runs ${ACTIONS.join(', ')}`,
    );
  }
  const names = steps.map((step) => step.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated) throw invalidContent(`two steps are named ${repeated}`);
  return parsed.data;
}

function readYaml(content: string): unknown {
  try {
    return parseYaml(content);
  } catch (error) {
    throw invalidContent(error instanceof Error ? error.message : String(error));
  }
}

function invalidContent(why: string): AwsError {
  return new AwsError('InvalidDocumentContent', `Document content is not valid: ${why}`);
}
