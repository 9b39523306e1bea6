import { AwsError, notImplemented } from '../gateway/aws-error.ts';
import { type AutomationRules, createAutomationRules } from './automation-rules.ts';
import {
  type AwsEvent,
  type CustomAction,
  customActionEvent,
  importedEvent,
  type Place,
} from './events.ts';
import type { Finding, Identifier, Stored } from './finding.ts';
import { getFindings } from './get-findings.ts';
import { getFindingHistory, withChange } from './history.ts';
import { checkImport } from './import.ts';
import { invalidInput, parseInput } from './invalid-input.ts';
import { merge } from './merge.ts';
import { normalize } from './normalize.ts';
import { applyUpdate, refusal, type Unprocessed, UpdateSchema } from './update.ts';

export interface SecurityHub {
  /** Answers an operation of Security Hub's API; throws AwsError. */
  answer(operation: string, caller: Caller, input: unknown): unknown;
  /** Sends the events of a custom action; throws when a finding is unknown. */
  customAction(action: CustomAction, findings: readonly Identifier[]): void;
  clear(): void;
}

/** Whose call it is, for the history of findings. */
interface Caller extends Place {
  /** The ARN of the principal. */
  readonly identity?: string;
}

export interface SecurityHubOptions {
  /** The delegated administrator and its aggregation region. */
  readonly hub: Place;
  readonly emit: (event: AwsEvent) => void;
}

export function createSecurityHub(options: SecurityHubOptions): SecurityHub {
  const rules = createAutomationRules();
  const state: State = { findings: new Map(), enabled: new Map(), rules, options };
  return {
    answer: (operation, caller, input) => {
      const handler = OPERATIONS[operation];
      if (!handler) throw notImplemented(`securityhub:${operation}`);
      if (operation !== 'EnableSecurityHub') requireEnabled(state, caller);
      return handler(state, caller, input);
    },
    customAction: (action, identifiers) => {
      for (const identifier of identifiers) {
        const stored = visible(state, options.hub).find((one) =>
          sameIdentifier(one.finding, identifier),
        );
        if (!stored) throw invalidInput(`No finding ${identifier.Id} of ${identifier.ProductArn}`);
        options.emit(customActionEvent(stored.finding, action, options.hub));
      }
    },
    clear: () => {
      state.findings.clear();
      state.enabled.clear();
      rules.clear();
    },
  };
}

interface State {
  readonly findings: Map<string, Stored>;
  /** Account and region → when Security Hub was enabled there. */
  readonly enabled: Map<string, string>;
  readonly rules: AutomationRules;
  readonly options: SecurityHubOptions;
}

type Handler = (state: State, caller: Caller, input: unknown) => unknown;

const OPERATIONS: Readonly<Record<string, Handler>> = {
  EnableSecurityHub: enable,
  DescribeHub: describe,
  BatchImportFindings: importFindings,
  BatchUpdateFindings: updateFindings,
  GetFindings: (state, caller, input) =>
    getFindings(
      input,
      visible(state, caller).map((stored) => stored.finding),
    ),
  GetFindingHistory: (state, caller, input) => getFindingHistory(input, visible(state, caller)),
  CreateAutomationRule: ({ rules }, caller, input) => rules.create(caller, input),
  ListAutomationRules: ({ rules }, caller, input) => rules.list(caller, input),
  BatchGetAutomationRules: ({ rules }, caller, input) => rules.get(caller, input),
};

function enable(state: State, caller: Place): unknown {
  const place = placeKey(caller);
  if (state.enabled.has(place)) {
    throw new AwsError(
      'ResourceConflictException',
      'Account is already subscribed to Security Hub',
      409,
    );
  }
  state.enabled.set(place, new Date().toISOString());
  return {};
}

function requireEnabled(state: State, caller: Place): void {
  if (state.enabled.has(placeKey(caller))) return;
  const message = `Account ${caller.account} is not subscribed to AWS Security Hub`;
  throw new AwsError('InvalidAccessException', message, 401);
}

function describe(state: State, caller: Place): unknown {
  return {
    HubArn: `arn:aws:securityhub:${caller.region}:${caller.account}:hub/default`,
    SubscribedAt: state.enabled.get(placeKey(caller)),
    AutoEnableControls: true,
    ControlFindingGenerator: 'SECURITY_CONTROL',
  };
}

function importFindings(state: State, caller: Place, input: unknown): unknown {
  const { valid, failed } = checkImport(input, caller.account);
  for (const finding of valid) importOne(state, caller, finding);
  return { SuccessCount: valid.length, FailedCount: failed.length, FailedFindings: failed };
}

function importOne(state: State, { account, region }: Place, imported: Finding): void {
  const now = new Date().toISOString();
  const key = [account, region, imported.ProductArn, imported.Id].join('\n');
  const old = state.findings.get(key);
  const finding = old ? merge(old, imported, now) : normalize(imported, region, now);
  const source = { Type: 'BATCH_IMPORT_FINDINGS', Identity: imported.ProductArn } as const;
  const change = { before: old?.finding ?? null, after: finding };
  const history = withChange(old?.history ?? [], change, source);
  put(state, key, {
    account,
    region,
    finding,
    customerSet: old?.customerSet ?? new Set(),
    history,
  });
}

function updateFindings(state: State, caller: Caller, input: unknown): unknown {
  const update = parseInput(UpdateSchema, input);
  const processed: Identifier[] = [];
  const unprocessed: Unprocessed[] = [];
  for (const [index, identifier] of update.FindingIdentifiers.entries()) {
    const matches = [...state.findings].filter(
      ([, stored]) => sees(state, caller, stored) && sameIdentifier(stored.finding, identifier),
    );
    const earlier = update.FindingIdentifiers.slice(0, index);
    const repeated = earlier.some((one) => sameIdentifier(one, identifier));
    const refused = refusal(identifier, { found: matches.length > 0, repeated });
    if (refused) {
      unprocessed.push(refused);
      continue;
    }
    processed.push(identifier);
    const now = new Date().toISOString();
    for (const [key, stored] of matches)
      put(state, key, updated(stored, applyUpdate(stored, update, now), caller));
  }
  return { ProcessedFindings: processed, UnprocessedFindings: unprocessed };
}

function updated(old: Stored, fresh: Stored, { account, identity }: Caller): Stored {
  const Identity = identity ?? `arn:aws:iam::${account}:root`;
  const change = { before: old.finding, after: fresh.finding };
  const source = { Type: 'BATCH_UPDATE_FINDINGS', Identity } as const;
  return { ...fresh, history: withChange(old.history, change, source) };
}

/** Every import and every update is an event on the administrator's bus. */
function put(state: State, key: string, stored: Stored): void {
  state.findings.set(key, stored);
  state.options.emit(importedEvent(stored.finding, state.options.hub));
}

function visible(state: State, caller: Place): readonly Stored[] {
  return [...state.findings.values()].filter((stored) => sees(state, caller, stored));
}

/** The administrator sees its members; the aggregation region sees every region. */
function sees({ options: { hub } }: State, caller: Place, stored: Stored): boolean {
  const account = caller.account === hub.account || caller.account === stored.account;
  const region = caller.region === hub.region || caller.region === stored.region;
  return account && region;
}

function sameIdentifier(a: Identifier, b: Identifier): boolean {
  return a.Id === b.Id && a.ProductArn === b.ProductArn;
}

function placeKey({ account, region }: Place): string {
  return `${account} ${region}`;
}
