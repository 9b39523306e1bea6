/** One address for all of AWS: authenticates the caller, enforces its role, answers what MiniStack cannot, proxies the rest. */
import type { AddressInfo, Server } from 'node:net';

import type { ModelFault } from '../bedrock/scripted-model.ts';
import type { DeadLetter, LambdaHandler } from '../events/deliver.ts';
import type { CustomAction, Place } from '../security-hub/events.ts';
import type { Identifier } from '../security-hub/finding.ts';
import { answerCall } from './answer-call.ts';
import type { CallRecord } from './call-log.ts';
import { assemble, type GatewayOptions } from './parts.ts';
import type { Principals } from './principals.ts';
import { serveBoth } from './two-protocols.ts';
import type { TwoProtocols } from './two-protocols.ts';
import { readRequest, send } from './wire.ts';

export type { GatewayOptions };

/** An Automation document of schema 0.3 in YAML. */
export interface OwnDocument {
  readonly name: string;
  readonly content: string;
}

export interface Gateway {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly principals: Principals;
  /** Every call so far, oldest first. */
  log(): readonly CallRecord[];
  /** Makes `handler` the function of that ARN: rules that target it invoke it. */
  registerLambda(arn: string, handler: LambdaHandler): void;
  deadLetters(): readonly DeadLetter[];
  /** What an administrator does once in an account and region: enables Security Hub, creates our documents. */
  prepare(place: Place, documents: readonly OwnDocument[]): void;
  /** What Amazon does with a document that it owns: the next version, in every account and Region. Content in YAML. */
  publishDocument(name: string, content: string): void;
  /** What a person's click on a custom action in the hub's console does. */
  customAction(action: CustomAction, findings: readonly Identifier[]): void;
  /** Plans how the model's next answers are wrong, in this order; `about`: only to prompts that contain this text. */
  failNextAnswers(next: readonly ModelFault[], about?: string): void;
  /** Settles when no event is being delivered and no automation runs. */
  idle(): Promise<void>;
  /** Forgets findings, documents, automations, log and dead letters; issued sessions and functions stay. */
  clear(): Promise<void>;
  /** Ends automations and deliveries, then the server. */
  close(): Promise<void>;
}

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const parts = assemble(options, () => url);
  const both = serveBoth((incoming, outgoing) => {
    readRequest(incoming)
      .then(async (request) => send(outgoing, await answerCall(request, parts), request.method))
      .catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  }, KEEP_ALIVE_MILLISECONDS);
  const { server } = both;
  const url = await listen(server, options.port ?? 0);
  const { log, delivery, ssm, securityHub, backend, unencrypted } = parts;
  return {
    url,
    principals: parts.principals,
    log: () => [...log.records],
    registerLambda: (arn, handler) => delivery.registerLambda(arn, handler),
    deadLetters: () => delivery.deadLetters(),
    prepare: (place, documents) => {
      securityHub.answer('EnableSecurityHub', place, {});
      for (const { name, content } of documents) ssm.createDocument(place, name, content);
    },
    publishDocument: (name, content) => ssm.publishDocument(name, content),
    failNextAnswers: (next, about) => parts.bedrock.failNextAnswers(next, about),
    customAction: (action, findings) => securityHub.customAction(action, findings),
    idle: async () => {
      await ssm.idle();
      await delivery.idle();
    },
    clear: async () => {
      await ssm.clear();
      await delivery.idle();
      securityHub.clear();
      delivery.clear();
      unencrypted.clear();
      parts.bedrock.clear();
      log.clear();
    },
    close: async () => {
      await ssm.clear();
      await delivery.close();
      await shut(both);
      backend.close();
    },
  };
}

/** Longer than SDK clients keep an idle connection: they try once, so a connection closed under them is an error. */
const KEEP_ALIVE_MILLISECONDS = 600_000;

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (!isAddress(address)) throw new Error('The gateway does not listen on a TCP port.');
  return `http://127.0.0.1:${address.port}`;
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

async function shut({ server, closeAllConnections }: TwoProtocols): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  closeAllConnections();
  await closed;
}
