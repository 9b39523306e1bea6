import { authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { AwsError } from './aws-error.ts';
import { AnswerLost } from './fault-injection.ts';
import type { Call } from './identify/call.ts';
import { identify } from './identify/identify.ts';
import { renderError, renderJson } from './identify/render.ts';
import type { GatewayParts } from './parts.ts';
import { type Principal, roleArn, sessionArn } from './principals.ts';
import { answerSts } from './sts.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

/** Answers one request and logs it, refused or not. What goes wrong is an answer too; throws only `AnswerLost`. */
export async function answerCall(request: WireRequest, parts: GatewayParts): Promise<WireAnswer> {
  const seen: Seen = { principal: null, call: null, replayed: false };
  const requestId = crypto.randomUUID();
  try {
    const answer = await decide(request, parts, seen);
    record(parts, seen, { status: answer.status, errorCode: errorCodeOf(answer) });
    return answer;
  } catch (error) {
    if (error instanceof AnswerLost) {
      record(parts, seen, { status: 0, errorCode: error.name });
      throw error;
    }
    const refusal = asAwsError(error);
    record(parts, seen, { status: refusal.status, errorCode: refusal.code });
    return renderError(seen.call?.protocol ?? guessProtocol(request), refusal, requestId);
  }
}

/** What became known of a request before it was answered or refused. */
interface Seen {
  principal: Principal | null;
  call: Call | null;
  replayed: boolean;
}

async function decide(request: WireRequest, parts: GatewayParts, seen: Seen): Promise<WireAnswer> {
  seen.call = identify(request, '');
  const principal = await authenticate(request, parts.principals);
  const call = identify(request, principal.account);
  Object.assign(seen, { principal, call });
  const verdict = authorize(principal, call, parts);
  if (verdict === 'pretend') return { status: 200, headers: {}, body: '' };
  return await parts.injectFaults({ principal, call }, () =>
    carryOut(request, parts, { principal, call, seen }),
  );
}

async function carryOut(
  request: WireRequest,
  parts: GatewayParts,
  known: Known,
): Promise<WireAnswer> {
  const { principal, call } = known;
  const owned = own(parts, known);
  if (owned) return owned;
  const stacks = await parts.stacks.answer(call, principal.account);
  if (stacks) return stacks;
  const answer = await parts.backend.forward(request, call, principal.account);
  await parts.topics.published(call, principal.account, answer);
  return parts.unencrypted.adjust(call, principal.account, answer);
}

interface Known {
  readonly principal: Principal;
  readonly call: Call;
  readonly seen: Seen;
}

/** The answer of a service that the gateway itself emulates; undefined for what the back end has. */
function own(parts: GatewayParts, { principal, call, seen }: Known): WireAnswer | undefined {
  const { account } = principal;
  const caller = { account, region: call.region, principal };
  const { input, operation } = call;
  if (call.service === 'sts') {
    const { principals, externalId } = parts;
    return answerSts(operation, principal, { input, options: { principals, externalId } });
  }
  if (call.service === 'securityhub') {
    const who = { ...caller, identity: sessionArn(principal) };
    return renderJson(parts.securityHub.answer(operation, who, input), crypto.randomUUID());
  }
  if (call.service === 'bedrock') {
    return renderJson(parts.bedrock.answer(operation, input), crypto.randomUUID());
  }
  if (call.service !== 'ssm') return undefined;
  const answer = parts.ssm.answer(operation, caller, input);
  if (answer === null) return undefined;
  seen.replayed = answer.replayed;
  return renderJson(answer.output, crypto.randomUUID());
}

interface Outcome {
  readonly status: number;
  readonly errorCode: string | undefined;
}

function record({ log }: GatewayParts, seen: Seen, { status, errorCode }: Outcome): void {
  const { principal, call, replayed } = seen;
  log.add({
    at: new Date().toISOString(),
    principalArn: principal ? roleArn(principal.account, principal.name) : 'anonymous',
    session: principal?.session ?? '',
    account: principal?.account ?? '',
    region: call?.region ?? '',
    service: call?.service ?? '',
    operation: call?.operation ?? '',
    action: call?.actions[0] ?? '',
    actions: call?.actions ?? [],
    resource: call?.resource ?? '',
    status,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(principal?.via ? { via: principal.via } : {}),
    ...(replayed ? { replayed } : {}),
  });
}

/** From an error answer of the back end, in whichever protocol. */
function errorCodeOf(answer: WireAnswer): string | undefined {
  if (answer.status < 400) return undefined;
  const text = answer.body.toString('utf8');
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? /"__type": ?"([^"]+)"/.exec(text)?.[1];
  return code?.split('#').at(-1) ?? String(answer.status);
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof URIError) return new AwsError('InvalidURI', 'Could not parse the URI.', 400);
  const why = error instanceof Error ? error.message : String(error);
  return new AwsError('InternalFailure', `The sandbox failed: ${why}`, 500);
}

function guessProtocol({ headers }: WireRequest): Call['protocol'] {
  return headers['x-amz-target'] ? 'json' : 'rest-xml';
}
