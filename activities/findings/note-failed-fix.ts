/** Writes FIX_GENERATION_FAILED and the reasons to the finding's UserDefinedFields in Security Hub. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import { FIX_GENERATION_FAILED } from '../../domain/code-fix.ts';
import type { FixAttempt } from '../../domain/code-fix.ts';
import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { NoteFailedFixInput } from '../../workflows/activity-types.ts';
import { sortFindings } from '../closing/reported.ts';
import type { SortDeps } from '../closing/reported.ts';
import { shortened } from '../shortened.ts';
import { recordsOf } from './source.ts';
import type { SourceDeps } from './source.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter } from './update-findings.ts';

export interface NoteFailedFixDeps extends SortDeps {
  readonly securityHub: HubWriter & SourceDeps['securityHub'];
}

type Fields = Readonly<Record<string, string>>;

/**
 * Adds our fields to the existing ones, which are read first because an update replaces them all. What others write
 * between is lost, because Security Hub has no conditional update. May be repeated: fields that are written already
 * are not written again. A finding that Security Hub shows as another problem's is left as it is. Throws as `updateFindings` does; a finding that cannot be updated is a remark.
 */
export async function noteFailedFix(
  deps: NoteFailedFixDeps,
  {
    findings,
    attempts,
    workflowId,
  }: Pick<NoteFailedFixInput, 'findings' | 'attempts' | 'workflowId'>,
): Promise<{ readonly remarks: readonly string[] }> {
  const { securityHub } = deps;
  const all = await recordsOf(securityHub, findings);
  const { own, foreign } = await sortFindings(deps, { workflowId, findings }, all);
  const records = all.filter(({ Id: id = '', ProductArn: productArn = '' }) =>
    own.some(({ finding }) => sameFinding(finding, { id, productArn })),
  );
  const ours = fieldsOf(attempts, workflowId);
  const remarks = [...foreign];
  for (const { fields, refs } of grouped(records, ours)) {
    if (Object.keys(fields).length > MOST_FIELDS) {
      const ids = refs.map(({ id }) => id).join(', ');
      remarks.push(`${ids}: its UserDefinedFields have no room for ${FIX_GENERATION_FAILED}`);
      continue;
    }
    const { refusals } = await updateFindings(securityHub, refs, { userDefinedFields: fields });
    remarks.push(
      ...refusals.map(
        ({ finding, code }) => `Security Hub refused fields of ${finding.id}: ${code}`,
      ),
    );
  }
  return { remarks };
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html, UserDefinedFields. */
const MOST_FIELDS = 50;
const LONGEST_VALUE = 1024;

function fieldsOf(attempts: readonly FixAttempt[], workflowId: string): Fields {
  const each = Math.floor(LONGEST_VALUE / Math.max(attempts.length, 1)) - 2;
  const reasons = attempts.map(({ number, check, code, reason }) =>
    shortened(`${number}. ${check} ${code}: ${reason}`, each),
  );
  return {
    'closeloop:fix': FIX_GENERATION_FAILED,
    'closeloop:fix-reasons': reasons.join('; '),
    'closeloop:lifecycle': workflowId,
  };
}

/** Findings that get the same fields are updated in one call; those that have them are left out. */
function grouped(
  records: readonly AwsSecurityFinding[],
  ours: Fields,
): readonly { readonly fields: Fields; readonly refs: readonly FindingRef[] }[] {
  const groups = new Map<string, { fields: Fields; refs: FindingRef[] }>();
  for (const { Id = '', ProductArn: productArn = '', UserDefinedFields: theirs = {} } of records) {
    if (Object.entries(ours).every(([name, value]) => theirs[name] === value)) continue;
    const fields = { ...theirs, ...ours };
    const key = JSON.stringify(Object.entries(fields).toSorted(byName));
    const group = groups.get(key) ?? { fields, refs: [] };
    group.refs.push({ id: Id, productArn });
    groups.set(key, group);
  }
  return [...groups.values()];
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
