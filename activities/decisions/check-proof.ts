import type { Provable } from '../../domain/decision.ts';
import { compareSeverity } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import { personByIdentity } from '../../policies/sign-in.ts';
import type { Signed } from './caller-identity.ts';
import type { Receipts } from './receipts.ts';

export interface ProofDeps {
  readonly decisions: Pick<DecisionPolicy, 'signIn' | 'trustUnprovenUpTo'>;
  /** Who signed it, with the query string of a presigned GetCallerIdentity. */
  readonly whoSigned: (decision: Provable, query: string) => Promise<Signed>;
  /** The receipts of a door that signs people in. */
  readonly receiptsOf: (door: Provable['door']) => Pick<Receipts, 'verify'>;
}

/** Who decided, by what that is believed, and whether something proves it; or one sentence why it is not believed. */
export type Proof =
  | { readonly person: string; readonly because: string; readonly proven: boolean }
  | { readonly why: string };

/** Did the named person really decide this? An untrusted decision is shown as a request. `severity`: the finding's. */
export async function checkProof(
  deps: ProofDeps,
  decision: Provable,
  severity: Severity,
): Promise<Proof> {
  const { proof } = decision;
  if (proof === null) return unproven(deps, decision, severity);
  if (proof.kind === 'receipt') return await byReceipt(deps, decision, proof.value);
  const signed = await deps.whoSigned(decision, proof.value);
  if ('why' in signed) return signed;
  const person = personByIdentity(signed.arn, deps.decisions.signIn);
  if (person !== null) {
    return { person, because: `STS: signed by ${signed.arn}`, proven: true };
  }
  return {
    why: `STS says that ${signed.arn} signed it, and sign_in in decisions.yaml does not say which person that is`,
  };
}

function unproven(
  { decisions: { trustUnprovenUpTo } }: ProofDeps,
  { actor, door }: Provable,
  severity: Severity,
): Proof {
  const said = `the message through ${door} that names ${actor}`;
  if (trustUnprovenUpTo !== null && compareSeverity(severity, trustUnprovenUpTo) <= 0) {
    const because = `policy believes the Temporal namespace up to ${trustUnprovenUpTo}: ${said} carries no proof`;
    return { person: actor.trim(), because, proven: false };
  }
  return {
    why: `this is a request: ${said} carries no proof; decide through a door that signs people in`,
  };
}

async function byReceipt(
  { receiptsOf }: ProofDeps,
  decision: Provable,
  receipt: string,
): Promise<Proof> {
  const { actor, door } = decision;
  if (!DOORS_WITH_RECEIPTS.includes(door)) return { why: `${door} is no door that gives receipts` };
  if (await receiptsOf(door).verify(decision, receipt)) {
    return { person: actor, because: `${door} signed ${actor} in`, proven: true };
  }
  return { why: `the receipt is not one that ${door} gave for this decision` };
}

/** Those that sign people in themselves; the CLI signs with AWS credentials, the Web UI not at all. */
const DOORS_WITH_RECEIPTS: readonly string[] = ['page', 'chat'];
