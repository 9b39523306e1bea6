import { worst } from './lane.ts';
import { isMutating } from './mutating.ts';
import { hubWrites } from './promises-of-destinies.ts';
import { severitiesBefore } from './promises-of-exceptions.ts';
import type { Called } from './recorder.ts';
import type { Promised, Records } from './records.ts';

/** Who writes, on whose word, and how often. */
export const writes = {
  'each role keeps to its own': rolesApart,
  'each table has its writers': tablesApart,
  'a write has the authority of the table or an approval': authorised,
  'at most so many rounds': bounded,
} as const satisfies Record<string, Promised>;

/** What each may change: a runbook the resource, the writer starts runbooks, the verifier nothing. */
const MAY: Readonly<Record<string, RegExp>> = {
  'closeloop-verify': /^$/,
  'closeloop-remediate': /^ssm:StartAutomationExecution$/,
  'closeloop-automation': /^s3:|^ssm:/,
  'closeloop-runtime': /^(dynamodb|sts|kms):|^sns:Publish$/,
  // Its pull requests are not AWS calls; in AWS it asks a model and tells the ledger and people.
  'closeloop-code': /^(dynamodb|sts|bedrock):|^sns:Publish$/,
  'closeloop-orchestrator': /^(dynamodb|sts|kms):|^s3:PutObject$|^sns:Publish$/,
  'closeloop-closer':
    /^(dynamodb|sts|kms):|^s3:PutObject$|^securityhub:BatchUpdateFindings$|^sns:Publish$/,
  'closeloop-starter': /^(dynamodb|sts):/,
  'closeloop-admin': /./,
};

function rolesApart({ calls }: Records): string | null {
  const wrong = calls.find(
    (call) =>
      isMutating(call) &&
      call.outcome !== 'refused' &&
      MAY[call.role]?.test(`${call.service}:${call.operation}`) !== true,
  );
  return wrong === undefined ? null : `${wrong.role} did ${wrong.service}:${wrong.operation}`;
}

const STORY = ['lifecycles', 'events', 'messages'];

/** Who writes what in the ledger, so that what one has checked no other can make up: docs/ledger.md. */
const WRITES_IN: Readonly<Record<string, readonly string[]>> = {
  'closeloop-starter': ['findings'],
  'closeloop-orchestrator': [...STORY, 'ownership', 'remediation', 'settings'],
  // What allowed a write, and what an undo restores.
  'closeloop-runtime': [...STORY, 'executions', 'caps'],
  // What people were believed about, and what each status in Security Hub is based on.
  'closeloop-closer': [...STORY, 'findings', 'exceptions', 'proofs'],
  'closeloop-code': [...STORY, 'caps'],
  'closeloop-console': ['refusals', 'findings', 'settings'],
  'closeloop-slack': ['messages'],
  'closeloop-slack-interactivity': ['refusals'],
  'closeloop-tickets': ['messages'],
  'closeloop-tickets-webhook': ['refusals'],
  'closeloop-teams': ['messages'],
};

function tablesApart({ calls }: Records): string | null {
  for (const { role, service, operation, outcome, input } of calls) {
    if (service !== 'dynamodb' || outcome === 'refused' || !isMutating({ operation })) continue;
    if (role === 'closeloop-admin') continue;
    const tables = Array.isArray(input['tables']) ? input['tables'].map(String) : [];
    if (tables.length === 0) return `${role} did ${operation}, and nobody saw in which table`;
    const mine = WRITES_IN[role] ?? [];
    const other = tables.find((table) => !mine.some((name) => table.endsWith(`-${name}`)));
    if (other !== undefined) return `${role} wrote in ${other}`;
  }
  return null;
}

/** Runbooks that were started, whether or not the starter learned of it. The same token starts nothing new. */
export function starts({ calls }: Records): readonly Called[] {
  const begun = calls.filter(
    ({ operation, outcome }) => operation === 'StartAutomationExecution' && outcome !== 'refused',
  );
  const tokens = begun.map(({ input }) => input['ClientToken']);
  return begun.filter(({ input }, i) => tokens.indexOf(input['ClientToken']) === i);
}

/** In the sandbox: versioning is always approved, public access from CRITICAL on; what no control knows is not touched. */
function authorised(records: Records): string | null {
  const plans = records.story.flatMap(({ kind, planHash }) =>
    kind === 'remediating' && planHash !== undefined ? [planHash] : [],
  );
  for (const { n } of starts(records)) {
    if (records.kind === 'unknown-type') return 'a write without a control';
    const severity = worst(severitiesBefore(records, n));
    if (records.kind !== 'versioning' && severity !== 'CRITICAL') continue;
    const approvals = records.said.filter(
      (said) => said.n < n && said.decision === 'approve' && said.actor !== 'linus',
    );
    if (approvals.length === 0) return `a write to what is ${severity} without an approval`;
    if (!approvals.some(({ planHash }) => plans.includes(planHash ?? '')))
      return 'a write whose plan nobody approved';
  }
  return null;
}

/** The control's own wait and the three of the policy. */
const ROUNDS = 4;

/** Between two closes: so many rounds, and one for each approval. */
function bounded(records: Records): string | null {
  const closes = hubWrites(records, 'RESOLVED').map(({ n }) => n);
  const bounds = [0, ...closes, Number.POSITIVE_INFINITY];
  for (const [i, from] of bounds.entries()) {
    const to = bounds[i + 1] ?? from;
    const within = ({ n }: { readonly n: number }) => n > from && n < to;
    const approvals = records.said.filter((s) => s.decision === 'approve' && within(s)).length;
    const count = starts(records).filter(within).length;
    if (count > ROUNDS + approvals) return `${count} writes, ${approvals} of them approved`;
  }
  return null;
}
