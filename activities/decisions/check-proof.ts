import type { Provable } from '../../domain/decision.ts';
import { compareSeverity } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import { personByIdentity, personNamed } from '../../policies/sign-in.ts';
import type { Signed } from './caller-identity.ts';
import type { Receipts } from './receipts.ts';

export interface ProofDeps {
  readonly decisions: Pick<DecisionPolicy, 'signIn' | 'trustUnprovenUpTo' | 'trustChannelsUpTo'>;
  /** Who signed it, with the query string of a presigned GetCallerIdentity. */
  readonly whoSigned: (decision: Provable, query: string) => Promise<Signed>;
  /** The receipts of a decision channel that signs people in. */
  readonly receiptsOf: (door: Provable['door']) => Pick<Receipts, 'verify'>;
}

/** Who decided, under the canonical name; why that is trusted, and whether a proof shows it; or one sentence why it is not trusted. */
export type Proof =
  | { readonly person: string; readonly because: string; readonly proven: boolean }
  | { readonly why: string };

/** Checks who made the decision. One without a valid proof is only a request. `severity` is the finding's. */
export async function checkProof(
  deps: ProofDeps,
  decision: Provable,
  severity: Severity,
): Promise<Proof> {
  const { proof } = decision;
  if (proof === null) return unproven(deps, decision, severity);
  if (proof.kind === 'receipt') return await byReceipt(deps, decision, [proof.value, severity]);
  const signed = await deps.whoSigned(decision, proof.value);
  if ('why' in signed) return signed;
  const person = personByIdentity(signed.arn, deps.decisions.signIn);
  if (person !== null) {
    return { person, because: `STS: signed by ${signed.arn}`, proven: true };
  }
  return {
    why: `STS names ${signed.arn} as its signer, and sign_in in decisions.yaml does not map that to a person`,
  };
}

function unproven(
  { decisions: { trustUnprovenUpTo, signIn } }: ProofDeps,
  { actor, door }: Provable,
  severity: Severity,
): Proof {
  const message = `the message through ${door} that names ${actor}`;
  if (trustUnprovenUpTo !== null && compareSeverity(severity, trustUnprovenUpTo) <= 0) {
    const person = personNamed(actor, signIn);
    if (person === null) return { why: unknownPerson(message) };
    const because = `policy lets messages without a proof count up to ${trustUnprovenUpTo}: ${message} carries none`;
    return { person, because, proven: false };
  }
  return {
    why: `this is a request: ${message} carries no proof; decide through a channel that signs people in`,
  };
}

async function byReceipt(
  { receiptsOf, decisions }: ProofDeps,
  decision: Provable,
  [receipt, severity]: readonly [string, Severity],
): Promise<Proof> {
  const { actor, door } = decision;
  if (!CHANNELS_WITH_RECEIPTS.includes(door))
    return { why: `${door} is no channel that gives receipts` };
  const { trustChannelsUpTo: most, signIn } = decisions;
  if (most === null || compareSeverity(severity, most) > 0)
    return {
      why: `it is ${severity}, and a decision that ${door} signed counts up to ${most ?? 'no severity'} (trust_channels_up_to in decisions.yaml): sign it with AWS credentials, as the command line does`,
    };
  if (await receiptsOf(door).verify(decision, receipt)) {
    const person = personNamed(actor, signIn);
    if (person === null) return { why: unknownPerson(`the receipt of ${door} for ${actor}`) };
    return { person, because: `${door} signed ${actor} in`, proven: true };
  }
  return { why: `the receipt is not one that ${door} gave for this decision` };
}

function unknownPerson(message: string): string {
  return `${message} is of nobody: sign_in.people in decisions.yaml has no such person`;
}

/** Those that sign people in themselves; the CLI signs with AWS credentials, the Web UI not at all. */
const CHANNELS_WITH_RECEIPTS: readonly string[] = ['page', 'chat'];
