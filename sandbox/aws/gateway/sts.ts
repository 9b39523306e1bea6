/** The operations of STS that identify the caller; they have to know the keys that the gateway issued. */
import { AwsError } from './aws-error.ts';
import { escapeXml } from './identify/render.ts';
import { type Principal, type Principals, roleArn, sessionArn, shortId } from './principals.ts';
import { checkTrust } from './trust.ts';
import type { WireAnswer } from './wire.ts';

export interface StsOptions {
  readonly principals: Principals;
  /** Required in AssumeRole when not null. */
  readonly externalId: string | null;
}

type Input = Readonly<Record<string, unknown>>;

/** Answers AssumeRole and GetCallerIdentity; undefined for other operations. */
export function answerSts(
  operation: string,
  caller: Principal,
  { input, options }: { readonly input: Input; readonly options: StsOptions },
): WireAnswer | undefined {
  if (operation === 'GetCallerIdentity') return callerIdentity(caller);
  if (operation === 'AssumeRole') return assumeRole(caller, input, options);
  return undefined;
}

function callerIdentity(caller: Principal): WireAnswer {
  return xml(
    'GetCallerIdentity',
    `<Arn>${sessionArn(caller)}</Arn><UserId>${userId(caller)}</UserId><Account>${caller.account}</Account>`,
  );
}

function assumeRole(caller: Principal, input: Input, options: StsOptions): WireAnswer {
  const arn = required(input, 'RoleArn', /^arn:.{16,2044}$/);
  const session = required(input, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/);
  const sent = typeof input['ExternalId'] === 'string' ? input['ExternalId'] : null;
  const role = checkTrust(caller, arn, { required: options.externalId, sent });
  if (!options.principals.knows(role.account)) {
    throw new AwsError('AccessDenied', `The sandbox has no account ${role.account}.`, 403);
  }
  const seconds = Number(input['DurationSeconds'] ?? 3600);
  const issued = options.principals.issue({ ...role, session, seconds, via: null });
  return xml('AssumeRole', credentialsXml(issued));
}

function credentialsXml(issued: Principal): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = issued.credentials;
  return [
    `<AssumedRoleUser><Arn>${sessionArn(issued)}</Arn><AssumedRoleId>${userId(issued)}</AssumedRoleId></AssumedRoleUser>`,
    `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId>`,
    `<SecretAccessKey>${secretAccessKey}</SecretAccessKey>`,
    `<SessionToken>${sessionToken ?? ''}</SessionToken>`,
    `<Expiration>${expiration?.toISOString() ?? ''}</Expiration></Credentials>`,
  ].join('');
}

function required(input: Input, name: string, pattern: RegExp): string {
  const value = input[name];
  if (typeof value === 'string' && pattern.test(value)) return value;
  const seen = JSON.stringify(value ?? null);
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value ${seen} at '${name}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`,
  );
}

/** The role's id and the session's name; the id is stable, so evidence and log can be compared by it. */
function userId(principal: Principal): string {
  return `AROA${shortId(roleArn(principal.account, principal.name))}:${principal.session}`;
}

function xml(operation: string, result: string): WireAnswer {
  const requestId = crypto.randomUUID();
  const open = `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">`;
  const body = `<${operation}Result>${result}</${operation}Result>`;
  const meta = `<ResponseMetadata><RequestId>${escapeXml(requestId)}</RequestId></ResponseMetadata>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `${open}${body}${meta}</${operation}Response>`,
  };
}
