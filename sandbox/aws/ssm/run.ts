import { setTimeout as sleep } from 'node:timers/promises';

import { SENTINELS, SLOW_MILLISECONDS } from '../sentinels.ts';
import { act, type Acted } from './actions/act.ts';
import type { ScriptHost } from './actions/execute-script.ts';
import type { Step } from './document.ts';
import { epoch, type Execution, type StepRun } from './execution.ts';
import { interpolate, type Lookup } from './interpolate.ts';
import { select } from './selector.ts';

export type HostOf = (signal: AbortSignal) => ScriptHost;

/** Runs an automation to its end. Never rejects: the execution records how it ended. */
export async function runExecution(execution: Execution, hostOf: HostOf): Promise<void> {
  try {
    await lingerIfSlow(execution);
    execution.status = 'InProgress';
    await runSteps(execution, hostOf);
    execution.outputs = documentOutputs(execution);
    if (execution.status === 'InProgress') execution.status = 'Success';
  } catch (error) {
    execution.status = execution.abort.signal.aborted ? 'Cancelled' : 'Failed';
    execution.failure ??= textOf(error);
    execution.outputs = documentOutputs(execution);
  } finally {
    execution.endedAt = epoch();
  }
}

async function lingerIfSlow(execution: Execution): Promise<void> {
  if (!JSON.stringify(execution.parameters).includes(SENTINELS.runbookSlow)) return;
  execution.status = 'InProgress';
  await sleep(SLOW_MILLISECONDS, undefined, { signal: execution.abort.signal });
}

async function runSteps(execution: Execution, hostOf: HostOf): Promise<void> {
  const steps = execution.document.runbook.mainSteps;
  let step: Step | undefined = steps[0];
  while (step) {
    execution.abort.signal.throwIfAborted();
    const current: Step = step;
    const run = begin(execution, current);
    const goTo = await attempt(execution, { step: current, run, hostOf });
    step = following(steps, current, goTo);
  }
}

/** `next` when the step names no other step; undefined ends the automation. */
function following(steps: readonly Step[], step: Step, goTo: string | undefined): Step | undefined {
  const name = goTo ?? (step.isEnd ? undefined : step.nextStep);
  if (name !== undefined) {
    const found = steps.find((one) => one.name === name);
    if (!found) throw new Error(`Step ${step.name} goes to ${name}, which does not exist.`);
    return found;
  }
  return step.isEnd ? undefined : steps[steps.indexOf(step) + 1];
}

interface Attempt {
  readonly step: Step;
  readonly run: StepRun;
  readonly hostOf: HostOf;
}

/** The step that its outcome leads to, if any; throws when its failure ends the automation. */
async function attempt(execution: Execution, one: Attempt): Promise<string | undefined> {
  const { step, run } = one;
  try {
    const acted = await withRetries(execution, one);
    if (step.action === 'aws:branch' && acted.goTo === undefined && !step.isEnd) {
      throw new Error('No choice matches, and the step has neither Default nor isEnd');
    }
    run.response = acted.response;
    run.outputs = stepOutputs(step, acted.response);
    run.status = 'Success';
    return acted.goTo;
  } catch (error) {
    return failed(execution, { step, run, error });
  } finally {
    run.endedAt = epoch();
  }
}

async function withRetries(execution: Execution, { step, run, hostOf }: Attempt): Promise<Acted> {
  for (let tries = 1; ; tries += 1) {
    const timeout = AbortSignal.timeout((step.timeoutSeconds ?? 3600) * 1000);
    const signal = AbortSignal.any([execution.abort.signal, timeout]);
    try {
      const inputs = interpolate(step.inputs, lookupIn(execution));
      if (typeof inputs === 'object' && inputs !== null) run.inputs = { ...inputs };
      return await act(step.action, inputs, hostOf(signal));
    } catch (error) {
      if (timeout.aborted) run.status = 'TimedOut';
      if (tries >= step.maxAttempts || execution.abort.signal.aborted) throw error;
    }
  }
}

interface Failure {
  readonly step: Step;
  readonly run: StepRun;
  readonly error: unknown;
}

function failed(execution: Execution, { step, run, error }: Failure): string | undefined {
  if (execution.abort.signal.aborted) {
    run.status = 'Cancelled';
    throw error;
  }
  const why = run.status === 'TimedOut' ? 'Step timed out' : textOf(error);
  run.failure = `Step fails when it is Execute/Cancelling action. ${why}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`;
  if (run.status !== 'TimedOut') run.status = 'Failed';
  if (step.isCritical) execution.failure ??= run.failure;
  if (step.onFailure === 'Continue' || step.onFailure.startsWith('step:')) {
    // A critical step that failed makes the whole automation fail, even if later steps run.
    if (step.isCritical) execution.status = 'Failed';
    return step.onFailure.startsWith('step:') ? step.onFailure.slice(5) : undefined;
  }
  throw new Error(run.failure, { cause: error });
}

function begin(execution: Execution, step: Step): StepRun {
  const run: StepRun = {
    id: crypto.randomUUID(),
    name: step.name,
    action: step.action,
    onFailure: step.onFailure,
    maxAttempts: step.maxAttempts,
    timeoutSeconds: step.timeoutSeconds,
    isEnd: step.isEnd,
    isCritical: step.isCritical,
    nextStep: step.nextStep,
    inputs: step.inputs,
    status: 'InProgress',
    startedAt: epoch(),
    endedAt: undefined,
    outputs: {},
    response: undefined,
    failure: undefined,
  };
  execution.steps.push(run);
  return run;
}

function stepOutputs(step: Step, response: unknown): Record<string, unknown> {
  const entries = step.outputs.map(({ Name, Selector }) => {
    const value = select(response, Selector);
    if (value === undefined) throw new Error(`Output ${Name}: nothing at ${Selector}`);
    return [Name, value] as const;
  });
  const payload = response === undefined ? {} : { OutputPayload: response };
  return { ...payload, ...Object.fromEntries(entries) };
}

/** Parameters, `Step.Output`, `global:…` and `automation:EXECUTION_ID`. */
function lookupIn(execution: Execution): Lookup {
  return (name) => {
    if (Object.hasOwn(execution.parameters, name)) return execution.parameters[name];
    if (Object.hasOwn(GLOBALS, name)) return GLOBALS[name]?.(execution);
    const [step = '', ...output] = name.split('.');
    const outputs = execution.steps.findLast((run) => run.name === step)?.outputs;
    const key = output.join('.');
    if (outputs && Object.hasOwn(outputs, key)) return outputs[key];
    throw new Error(`{{ ${name} }} has no value`);
  };
}

const GLOBALS: Readonly<Record<string, (execution: Execution) => string>> = {
  'global:ACCOUNT_ID': ({ place }) => place.account,
  'global:REGION': ({ place }) => place.region,
  'global:AWS_PARTITION': () => 'aws',
  'global:DATE': () => new Date().toISOString().slice(0, 10),
  'global:DATE_TIME': () => new Date().toISOString().slice(0, 19).replaceAll(':', '.'),
  'automation:EXECUTION_ID': ({ id }) => id,
};

function documentOutputs(execution: Execution): Record<string, unknown> {
  const lookup = lookupIn(execution);
  const entries = execution.document.runbook.outputs.map((name) => [name, outputOr(lookup, name)]);
  return Object.fromEntries(entries);
}

/** What Systems Manager shows for the output of a step that did not succeed. */
const NO_OUTPUT = 'No output available yet because the step is not successfully executed';

function outputOr(lookup: Lookup, name: string): unknown {
  try {
    return lookup(name);
  } catch {
    return NO_OUTPUT;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
