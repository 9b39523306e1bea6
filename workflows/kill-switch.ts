import type { SwitchDecision, SwitchResult } from '../domain/kill-switch.ts';
import { changeSwitch } from './activity-options.ts';

/** Carries what a person signed about the kill switch to the worker that writes, which alone believes it. */
export async function KillSwitch(decision: SwitchDecision): Promise<SwitchResult> {
  return await changeSwitch(decision);
}
