/** The messages of a lifecycle without its life: for tests of those who send them. */
import { ApplicationFailure, condition, defineSignal, setHandler } from '@temporalio/workflow';

import type { Answer, Command, Decision } from '../../domain/decision.ts';
import { approve, cancel, claimFixed, recheck, reject } from '../../workflows/messages.ts';

export const finish = defineSignal('finish');

export async function TinyLifecycle(planHash: string): Promise<void> {
  let finished = false;
  const validator = (decision: Decision) => {
    if (decision.planHash === planHash) return;
    throw ApplicationFailure.nonRetryable(`The plan is now ${planHash}`, 'StalePlan');
  };
  setHandler(finish, () => {
    finished = true;
  });
  setHandler(approve, answer, { validator });
  setHandler(reject, answer, { validator });
  setHandler(recheck, answer);
  setHandler(cancel, answer);
  setHandler(claimFixed, (claim) => ({ ...answer(claim), text: claim.evidence }));
  await condition(() => finished);
}

function answer(said: Command | Decision): Answer {
  const text = `heard ${said.actor}: ${said.why}`;
  return { accepted: true, phase: 'AWAITING_APPROVAL', episode: 1, text };
}
