import { isDeepStrictEqual } from 'node:util';

import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';
import { type Principal, sessionArn } from '../gateway/principals.ts';
import { AUTOMATION_ROLE, parseRoleArn } from '../gateway/trust.ts';
import type { Caller } from './caller.ts';
import type { DocumentStore, DocumentVersion } from './document-store.ts';
import { epoch, type Execution } from './execution.ts';
import { interpolate } from './interpolate.ts';
import { invalid, resolveParameters } from './parameters.ts';
import { parseInput } from './parse-input.ts';

export interface Start {
  readonly execution: Execution;
  /** A client token that was used before: nothing was started. */
  readonly replayed: boolean;
}

interface Starter {
  start(caller: Caller, input: unknown): Start;
  clear(): void;
}

interface StarterOptions {
  readonly documents: DocumentStore;
  /** Credentials for one execution; called for each that starts. */
  readonly actAs: (who: Acting) => Principal;
}

export interface Acting {
  readonly account: string;
  readonly region: string;
  readonly roleName: string;
  readonly executionId: string;
}

const UUID = '[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html */
const StartInput = z.object({
  DocumentName: z.string().min(1),
  DocumentVersion: z.string().default('$DEFAULT'),
  Parameters: z.record(z.string(), z.array(z.string())).default({}),
  ClientToken: z
    .string()
    .regex(new RegExp(`^${UUID}$`), `Member must satisfy regular expression pattern: ${UUID}`)
    .optional(),
  Mode: z.literal('Auto', { error: 'the sandbox runs Mode Auto only' }).optional(),
});
type StartInput = z.infer<typeof StartInput>;

/** Turns a request into an execution that has not begun, once per client token. */
export function createStarter({ documents, actAs }: StarterOptions): Starter {
  const byToken = new Map<string, { readonly input: StartInput; readonly execution: Execution }>();
  return {
    start: (caller, raw) => {
      const input = parseInput(StartInput, raw);
      const token =
        input.ClientToken && [caller.account, caller.region, input.ClientToken].join(' ');
      const earlier = token ? byToken.get(token) : undefined;
      if (earlier) return replay(earlier, input);
      const document = findDocument(documents, caller, input);
      const parameters = resolveParameters(document.runbook, input.Parameters);
      const execution = prepare({ caller, document, parameters, actAs });
      if (token) byToken.set(token, { input, execution });
      return { execution, replayed: false };
    },
    clear: () => byToken.clear(),
  };
}

function replay(
  earlier: { readonly input: StartInput; readonly execution: Execution },
  input: StartInput,
): Start {
  if (isDeepStrictEqual(earlier.input, input))
    return { execution: earlier.execution, replayed: true };
  throw new AwsError(
    'IdempotentParameterMismatch',
    'The client token was used before with other parameters.',
  );
}

function findDocument(
  documents: DocumentStore,
  caller: Caller,
  input: StartInput,
): DocumentVersion {
  const { DocumentName: name, DocumentVersion: version } = input;
  if (!documents.versions(caller, name)) {
    const message = `Automation document ${name} not found.`;
    throw new AwsError('AutomationDefinitionNotFoundException', message);
  }
  const found = documents.find(caller, name, version);
  if (found) return found;
  const message = `Version ${version} of automation document ${name} not found.`;
  throw new AwsError('AutomationDefinitionVersionNotFoundException', message);
}

interface Preparation {
  readonly caller: Caller;
  readonly document: DocumentVersion;
  readonly parameters: Record<string, unknown>;
  readonly actAs: StarterOptions['actAs'];
}

function prepare({ caller, document, parameters, actAs }: Preparation): Execution {
  const id = crypto.randomUUID();
  const roleName = roleOf(caller, document, parameters);
  const { account, region } = caller;
  return {
    id,
    place: { account, region },
    document,
    parameters,
    executedBy: sessionArn(caller.principal),
    actor: actAs({ account, region, roleName, executionId: id }),
    startedAt: epoch(),
    abort: new AbortController(),
    steps: [],
    status: 'Pending',
    endedAt: undefined,
    outputs: {},
    failure: undefined,
  };
}

/** The document's `assumeRole`; without one, Automation acts with the caller's permissions. */
function roleOf(
  caller: Caller,
  document: DocumentVersion,
  parameters: Record<string, unknown>,
): string {
  const text = interpolate(document.runbook.assumeRole ?? '', (name) => parameters[name]);
  if (text === '' || text === undefined) return caller.principal.name;
  const role = typeof text === 'string' ? parseRoleArn(text) : null;
  if (role?.account === caller.account && role.name === AUTOMATION_ROLE) return role.name;
  throw invalid('The defined assume role is unable to be assumed.');
}
