/** The messages of a lifecycle without its life: for tests of those who send them. */
import { ApplicationFailure, condition, defineSignal, setHandler } from '@temporalio/workflow';

import type { Answer, Command, Decision } from '../../domain/decision.ts';
import {
  accept,
  approve,
  assign,
  attest,
  cancel,
  claimFixed,
  extend,
  recheck,
  reject,
  revoke,
} from '../../workflows/messages.ts';

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
  setHandler(approve, named('approve'), { validator });
  setHandler(reject, named('reject'), { validator });
  setHandler(accept, named('accept'));
  setHandler(extend, named('extend'));
  setHandler(revoke, named('revoke'));
  setHandler(assign, named('assign'));
  setHandler(attest, named('attest'));
  setHandler(recheck, named('recheck'));
  setHandler(cancel, named('cancel'));
  setHandler(claimFixed, (claim) => ({ ...answer(claim), text: claim.evidence }));
  await condition(() => finished);
}

/** Says which message was heard. */
function named(update: string): (said: Command | Decision) => Answer {
  return (said) => ({ ...answer(said), text: said.why === 'why' ? update : answer(said).text });
}

function answer(said: Command | Decision): Answer {
  const text = `heard ${said.actor}: ${said.why}`;
  return { accepted: true, phase: 'AWAITING_APPROVAL', episode: 1, text };
}
