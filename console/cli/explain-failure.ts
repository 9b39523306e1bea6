/** Explains an error to people: what was tried, on what, and what to do next. */
import { isTransient } from '../../controls/retry.ts';
import { CliError } from './cli-error.ts';
import { commandLine } from './command-line.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Never throws. `variables` say which servers were meant. */
export function explainFailure(error: unknown, variables: Variables): CliError {
  if (error instanceof CliError) return error;
  if (!(error instanceof Error)) return unexpected(error);
  const aws = causes(error).find(isAws);
  if (aws !== undefined) return mapAwsError(aws, error, variables);
  if (isTemporal(error)) return temporalFailure(error, variables);
  if (error.name === 'ApplicationFailure') return ours(error);
  if (error.name === 'PolicyError' || /\bintake\.yaml:\d+/.test(error.message))
    return policy(error);
  if (isFile(error)) return file(error);
  return unexpected(error);
}

/** The last advice after every failure. */
export const DOCTOR = `Check the whole installation: ${commandLine('doctor')}`;

export const TEMPORAL =
  'Check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE; the sandbox runs with: npm run demo';

/** `error` is what AWS or its SDK said, `thrown` what our own code made of it. */
function mapAwsError(error: Error, thrown: Error, variables: Variables): CliError {
  const where = variables['AWS_ENDPOINT_URL'] ?? `AWS in ${variables['AWS_REGION'] ?? 'no Region'}`;
  const known = AWS_ANSWERS.find(({ names }) => names.test(nameOf(error)));
  const what = known?.what ?? `answered ${nameOf(error).split(' ')[0] ?? ''}`;
  return new CliError('aws', `${where} ${what}: ${thrown.message || nameOf(error)}`, {
    next: [...(known?.next ?? []), DOCTOR],
    cause: thrown,
  });
}

/** Names as the SDK and the services spell them. */
const AWS_ANSWERS = [
  {
    names: /CredentialsProviderError|CredentialsError/,
    what: 'was not called, there are no credentials',
    next: [
      'Sign in as closeloop-console: aws sso login, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    ],
  },
  {
    names:
      /ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature/,
    what: 'does not accept these credentials',
    next: ['Sign in again; the credentials are expired or belong to another endpoint.'],
  },
  {
    names: /AccessDenied|UnauthorizedOperation/,
    what: 'refused',
    next: ['Use the role closeloop-console, or grant the action that the message names.'],
  },
  {
    names: /ResourceNotFoundException/,
    what: 'does not know the table or resource',
    next: ['Check CLOSELOOP_LEDGER_PREFIX and AWS_REGION.'],
  },
  {
    names: /ECONNREFUSED|ENOTFOUND|ECONNRESET|ETIMEDOUT|EAI_AGAIN|TimeoutError/,
    what: 'could not be reached',
    next: ['Check AWS_ENDPOINT_URL and the network; the sandbox runs with: npm run demo'],
  },
];

function temporalFailure(error: Error, variables: Variables): CliError {
  const address = variables['TEMPORAL_ADDRESS'] ?? 'localhost:7233 (the default)';
  const namespace = variables['TEMPORAL_NAMESPACE'] ?? 'default';
  const deepest = causes(error).at(-1)?.message ?? error.message;
  const unknown = error.name === 'NamespaceNotFoundError' || /namespace.*not found/i.test(deepest);
  const message = unknown
    ? `Temporal at ${address} has no namespace "${namespace}".`
    : `Temporal at ${address}, namespace ${namespace}, refused: ${deepest}`;
  return new CliError('temporal', message, { next: [TEMPORAL, DOCTOR], cause: error });
}

/** The product's own failures say what was tried, on what, and what to do next. */
function ours(error: Error): CliError {
  const type = 'type' in error && typeof error.type === 'string' ? error.type : 'failure';
  return new CliError(type, error.message, { next: [DOCTOR], cause: error });
}

/** Says file and line itself. */
function policy(error: Error): CliError {
  return new CliError('policies', error.message.split('\n'), {
    next: ['Correct the lines named above; CLOSELOOP_POLICIES_DIR says which folder is read.'],
    cause: error,
  });
}

function file(error: Error & { readonly path: string }): CliError {
  return new CliError('file', `${error.path} could not be read: ${error.message}`, {
    next: ['Check the path and who may read it.'],
    cause: error,
  });
}

function unexpected(error: unknown): CliError {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CliError('unexpected', `Something failed that Closeloop does not expect: ${message}`, {
    next: ['See where with CLOSELOOP_DEBUG=1 and report it with the command you ran.'],
    cause: error,
  });
}

/** Node names the path of what it could not open. */
function isFile(error: Error): error is Error & { readonly path: string } {
  return 'syscall' in error && 'path' in error && typeof error.path === 'string';
}

/** The SDK marks what it throws after a request; credentials and sockets fail before one, with names and codes. */
function isAws(error: Error): boolean {
  const socket = 'syscall' in error && !('path' in error);
  const credentials = /^(CredentialsProviderError|TokenProviderError)$/.test(error.name);
  return '$metadata' in error || credentials || socket || isTransient(error);
}

/** gRPC status errors carry a number and `details`: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
function isTemporal(error: Error): boolean {
  const grpc = 'code' in error && typeof error.code === 'number' && 'details' in error;
  return grpc || /^(ServiceError|NamespaceNotFoundError|TransportError)$/.test(error.name);
}

function nameOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return `${error.name} ${code}`.trim();
}

/** The error and what caused it, outermost first. */
function causes(error: Error): readonly Error[] {
  return error.cause instanceof Error ? [error, ...causes(error.cause)] : [error];
}
