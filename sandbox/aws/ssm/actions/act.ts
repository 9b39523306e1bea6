import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { asText } from '../interpolate.ts';
import { select } from '../selector.ts';
import { chooseBranch } from './branch.ts';
import { callApi } from './call-api.ts';
import { executeScript, type ScriptHost } from './execute-script.ts';

/** What a step answered, and where it wants to go when it is a branch. */
export interface Acted {
  readonly response: unknown;
  readonly goTo: string | undefined;
}

/** Runs one step whose inputs are complete; throws an Error with the text that becomes its FailureMessage. */
export async function act(action: string, inputs: unknown, host: ScriptHost): Promise<Acted> {
  switch (action) {
    case 'aws:executeAwsApi':
      return done(await api(inputs, host));
    case 'aws:assertAwsResourceProperty':
      return done(await assertProperty(inputs, host));
    case 'aws:waitForAwsResourceProperty':
      return done(await waitForProperty(inputs, host));
    case 'aws:executeScript':
      return done(await executeScript(inputs, host));
    case 'aws:branch':
      return { response: undefined, goTo: chooseBranch(inputs) };
    case 'aws:sleep':
      return done(await rest(inputs, host.signal));
    default:
      throw new Error(`the sandbox does not run ${action}`);
  }
}

function done(response: unknown): Acted {
  return { response, goTo: undefined };
}

const ApiInputs = z.looseObject({ Service: z.string(), Api: z.string() });

async function api(inputs: unknown, host: ScriptHost): Promise<Record<string, unknown>> {
  const { Service, Api, ...input } = ApiInputs.parse(inputs);
  return callApi({ service: Service, api: Api, input }, host.session);
}

const PropertyInputs = z.looseObject({
  PropertySelector: z.string(),
  DesiredValues: z.array(z.unknown()),
});

async function assertProperty(inputs: unknown, host: ScriptHost): Promise<unknown> {
  const { matches, seen, wanted, response } = await readProperty(inputs, host);
  if (matches) return response;
  throw new Error(`Property value from the API output is: ${seen}. Desired values: ${wanted}.`);
}

const POLL_MILLISECONDS = 250;

/** Polls until the property has a desired value; the step's timeout ends it otherwise. */
async function waitForProperty(inputs: unknown, host: ScriptHost): Promise<unknown> {
  for (;;) {
    const { matches, response } = await readProperty(inputs, host);
    if (matches) return response;
    await sleep(POLL_MILLISECONDS, undefined, { signal: host.signal });
  }
}

async function readProperty(inputs: unknown, host: ScriptHost) {
  const { PropertySelector, DesiredValues, ...call } = PropertyInputs.parse(inputs);
  const response = await api(call, host);
  const seen = asText(select(response, PropertySelector) ?? null);
  const wanted = DesiredValues.map(asText);
  return { matches: wanted.includes(seen), seen, wanted: wanted.join(', '), response };
}

/** ISO 8601 durations of days, hours, minutes and seconds, as `PT10S`. */
const Duration = z.object({
  Duration: z.string().regex(/^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/),
});

async function rest(inputs: unknown, signal: AbortSignal): Promise<undefined> {
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = [
    /(\d+)D/,
    /(\d+)H/,
    /(\d+)M/,
    /(\d+)S/,
  ].map((unit) => Number(unit.exec(Duration.parse(inputs).Duration)?.[1] ?? 0));
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return sleep(total * 1000, undefined, { signal });
}
