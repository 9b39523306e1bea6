/** Whom the roles in workload accounts trust: the workers that need them, and nobody else. */
import type { IAM } from '@aws-sdk/client-iam';

import { callAwsUnless } from '../../activities/aws/failures.ts';
import { assumersOf } from '../../controls/scopes.ts';
import { explainFailure } from '../cli/explain-failure.ts';
import { type Check, broken, ok, warn } from './check.ts';
import { allowing, conditionValues } from './policy-document.ts';
import type { Statement } from './policy-document.ts';

/** The three roles of a workload account. */
const ROLES = ['closeloop-verify', 'closeloop-remediate', 'closeloop-automation'] as const;
type RoleName = (typeof ROLES)[number];

/** Without these nothing is verified, closed or fixed; the code worker and this terminal are wanted, not needed. */
const NEEDED: readonly string[] = [
  'closeloop-orchestrator',
  'closeloop-closer',
  'closeloop-runtime',
];
const AUTOMATION = 'ssm.amazonaws.com';

export interface Trusting {
  /** The account in which the workers' principals are. */
  readonly hub: string;
  /** As this terminal sends it; null for none. */
  readonly externalId: string | null;
}

export interface TrustFrom extends Trusting {
  readonly accounts: readonly string[];
  /** IAM of an account, under a role that only reads. Throws where nobody may assume it. */
  readonly enter: (account: string) => Promise<Pick<IAM, 'getRole'>>;
}

/** One check for each account. What could not be read is a warning and no statement about the roles. */
export async function roleTrust({ accounts, enter, ...by }: TrustFrom): Promise<readonly Check[]> {
  return await Promise.all(
    accounts.map(async (account) => {
      const named = { group: 'Roles', name: account };
      try {
        const iam = await enter(account);
        return ofAccount(named.name, await Promise.all(ROLES.map((role) => ofRole(iam, role, by))));
      } catch (error) {
        const { message, next } = explainFailure(error, process.env);
        return warn(named, `not checked: ${message}`, ...next);
      }
    }),
  );
}

interface Judged {
  readonly faults: readonly string[];
  readonly remarks: readonly string[];
}

function ofAccount(account: string, judged: readonly Judged[]): Check {
  const named = { group: 'Roles', name: account };
  const faults = judged.flatMap((one) => one.faults);
  const remarks = judged.flatMap((one) => one.remarks);
  const correct =
    'Correct the roles and their trust policies: docs/threat-model.md says who needs which.';
  if (faults.length > 0) return broken(named, faults.join('; '), correct);
  if (remarks.length > 0) return warn(named, remarks.join('; '));
  return ok(named, `${ROLES.join(', ')} trust whom they should, and nobody else`);
}

async function ofRole(iam: Pick<IAM, 'getRole'>, role: RoleName, by: Trusting): Promise<Judged> {
  const found = await callAwsUnless('NoSuchEntityException', `iam:GetRole of ${role}`, () =>
    iam.getRole({ RoleName: role }),
  );
  if (found === null) return { faults: [`${role} does not exist`], remarks: [] };
  const policy = decodeURIComponent(found.Role?.AssumeRolePolicyDocument ?? '');
  return judgeTrust(role, policy, by);
}

/** Pure. `policy`: JSON. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function judgeTrust(role: RoleName, policy: string, by: Trusting): Judged {
  const statements = allowing(policy);
  const principals = statements.flatMap((one) => principalsOf(one, by));
  const wanted = role === 'closeloop-automation' ? [AUTOMATION] : assumersOf(role);
  const known = wanted.filter((name) => principals.some((one) => isPrincipal(one, name, by)));
  const others = principals.filter((one) => !wanted.some((name) => isPrincipal(one, name, by)));
  const needed = wanted.filter((name) => name === AUTOMATION || NEEDED.includes(name));
  const missing = needed.filter((name) => !known.includes(name));
  const ids = statements.flatMap((one) => conditionValues(one, 'sts:ExternalId'));
  const { faults, remarks } =
    role === 'closeloop-automation' ? NOTHING : judgeExternalId(role, ids, by.externalId);
  return {
    faults: [
      ...others.map((one) => `${role} trusts ${one}`),
      ...missing.map((name) => `${role} does not trust ${name}`),
      ...faults,
    ],
    remarks,
  };
}

const NOTHING: Judged = { faults: [], remarks: [] };

/** The hub's account as principal, with a condition that names roles of it, trusts those roles. */
function principalsOf(statement: Statement, { hub }: Trusting): readonly string[] {
  const { Principal = {}, NotPrincipal } = statement;
  if (NotPrincipal !== undefined) return ['everybody but some'];
  const named = conditionValues(statement, 'aws:PrincipalArn');
  const isHub = (one: string) =>
    one === hub || new RegExp(`^arn:[\\w-]+:iam::${hub}:root$`).test(one);
  return Object.values(Principal)
    .flat()
    .flatMap((one) => (isHub(one) && named.length > 0 ? named : [one]));
}

function isPrincipal(one: string, name: string, { hub }: Trusting): boolean {
  if (name === AUTOMATION) return one === AUTOMATION;
  const [, account, called] =
    /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(one) ?? [];
  return account === hub && called === name;
}

function judgeExternalId(role: RoleName, ids: readonly string[], sent: string | null): Judged {
  if (sent === null && ids.length === 0)
    return { faults: [], remarks: [`${role} asks for no external id (CLOSELOOP_EXTERNAL_ID)`] };
  if (sent !== null && ids.length > 0 && ids.every((one) => one === sent)) return NOTHING;
  const what =
    ids.length === 0
      ? `${role} asks for no external id, though CLOSELOOP_EXTERNAL_ID is set`
      : `${role} asks for another external id than CLOSELOOP_EXTERNAL_ID`;
  return { faults: [what], remarks: [] };
}
