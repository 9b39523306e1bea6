/** What people do in the demo: each act of a scenario, when its time has come. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { World } from '../world.ts';
import { consoleOf, decide } from './decide.ts';
import { pressButton } from './press.ts';
import type { Act, Scenario } from './scenario.ts';
import { undoFix } from './seed.ts';
import { mergeAndApply } from './source.ts';

export interface Cast {
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  readonly lifecycle: Lifecycle;
}

/** Carries the act out and answers what there is to print; null for nothing. Throws when it did not work. */
export async function perform(world: World, act: Act, cast: Cast): Promise<string | null> {
  const { scenario, finding, lifecycle } = cast;
  switch (act.does) {
    case 'wait':
      return null;
    case 'decide': {
      const runConsole = consoleOf(world.person(act.as));
      const printed = await decide(runConsole, act.command(lifecycle), act.untilSeconds);
      return `${act.as}$ ${printed}`;
    }
    case 'merge': {
      const { summary, body } = await mergeAndApply(world, scenario, act.as);
      const quoted = body.trimEnd().replace(/^/gm, '    │ ');
      return act.shows === true ? `${summary}. Its text:\n\n${quoted}` : summary;
    }
    case 'press':
      return await pressButton(world, act, lifecycle.workflowId);
    case 'undo':
      await undoFix(world, scenario, finding);
      return `somebody deleted the public access block of ${scenario.bucket} again`;
  }
}
