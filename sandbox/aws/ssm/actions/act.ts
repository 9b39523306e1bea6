import { z } from 'zod';

import { chooseBranch } from './branch.ts';
import { callApi } from './call-api.ts';
import { executeScript, type ScriptHost } from './execute-script.ts';

/** What a step answered, and where it wants to go when it is a branch. */
export interface Acted {
  readonly response: unknown;
  readonly goTo: string | undefined;
}

const ApiInputs = z.looseObject({ Service: z.string(), Api: z.string() });

/** Runs one step whose inputs are complete; throws an Error with the text that becomes its FailureMessage. */
export async function act(action: string, inputs: unknown, host: ScriptHost): Promise<Acted> {
  switch (action) {
    case 'aws:executeAwsApi': {
      const { Service: service, Api: api, ...input } = ApiInputs.parse(inputs);
      return { response: await callApi({ service, api, input }, host.session), goTo: undefined };
    }
    case 'aws:executeScript':
      return { response: await executeScript(inputs, host), goTo: undefined };
    case 'aws:branch':
      return { response: undefined, goTo: chooseBranch(inputs) };
    default:
      throw new Error(`the sandbox does not run ${action}`);
  }
}
