import { createBedrock } from '../bedrock/bedrock.ts';
import { createStacks } from '../cloudformation/stacks.ts';
import { createDelivery } from '../events/deliver.ts';
import { createRuleBook } from '../events/rules.ts';
import { queueSender } from '../events/send-to-queue.ts';
import { createUnencryptedBuckets } from '../s3/unencrypted-buckets.ts';
import type { AwsEvent } from '../security-hub/events.ts';
import { createSecurityHub } from '../security-hub/security-hub.ts';
import { createTopics } from '../sns/topics.ts';
import { actAsRole } from '../ssm/act-as-role.ts';
import { createSsm } from '../ssm/ssm.ts';
import type { ActionsOf } from './authorize.ts';
import { jsonCaller, queryCaller } from './backend-call.ts';
import { createCallLog } from './call-log.ts';
import type { FaultInjector } from './fault-injection.ts';
import { createPrincipals, HUB_ACCOUNT, HUB_REGION } from './principals.ts';
import { connectBackend } from './proxy.ts';
import type { ScopesOf } from './scope.ts';

export interface GatewayOptions {
  /** Root of the emulator that answers what the gateway does not own. */
  readonly backendUrl: string;
  /** 0 or absent for any free port; always on 127.0.0.1. */
  readonly port?: number;
  readonly actionsOf: ActionsOf;
  /** Where each role may do it; anywhere if absent. */
  readonly scopesOf?: ScopesOf;
  /** When set, AssumeRole into a workload account needs it. */
  readonly externalId?: string;
  /** Every call is appended as a JSON line. */
  readonly logFile?: string;
  /** Sees each Security Hub event before it is delivered. */
  readonly onSecurityHubEvent?: (event: AwsEvent) => void;
  /** Milliseconds before the second and third attempt of a function; default 1000 and 2000. */
  readonly retryDelays?: readonly number[];
  /** A Python with botocore, for runbooks with aws:executeScript. */
  readonly python?: string;
  /** Around each allowed call, for tests; absent: every call is carried out. */
  readonly injectFaults?: FaultInjector;
}

/** What one gateway is made of; `answer-call.ts` uses it for each request. */
export type GatewayParts = ReturnType<typeof assemble>;

export function assemble(options: GatewayOptions, url: () => string) {
  const { backendUrl, actionsOf, scopesOf = () => [], onSecurityHubEvent } = options;
  const principals = createPrincipals();
  const log = createCallLog(options.logFile);
  const call = jsonCaller(backendUrl);
  const delivery = createDelivery({
    rules: createRuleBook(call),
    sendToQueue: queueSender(call),
    retryDelays: options.retryDelays ?? [1000, 2000],
  });
  const securityHub = createSecurityHub({
    hub: { account: HUB_ACCOUNT, region: HUB_REGION },
    emit: (event) => {
      onSecurityHubEvent?.(event);
      delivery.deliver(event);
    },
  });
  const actAs = actAsRole(principals, log);
  const ssm = createSsm({ endpoint: url, actAs, python: options.python ?? null });
  const backend = connectBackend(backendUrl, url);
  const externalId = options.externalId ?? null;
  const unencrypted = createUnencryptedBuckets();
  return {
    principals,
    log,
    delivery,
    securityHub,
    ssm,
    backend,
    actionsOf,
    scopesOf,
    externalId,
    unencrypted,
    stacks: createStacks(queryCaller(backendUrl)),
    topics: createTopics(queryCaller(backendUrl), delivery),
    bedrock: createBedrock(),
    injectFaults: options.injectFaults ?? carriedOut,
  };
}

const carriedOut: FaultInjector = (_seen, answer) => answer();
