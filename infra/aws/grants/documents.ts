/** The Automation documents of all controls, as ARNs. */
import { CONTROLS } from '../../../controls/index.ts';
import { arn } from './place.ts';
import type { Place } from './place.ts';

/** `document/<name>` of each runbook and undo. */
export function documentArns(place: Place): readonly string[] {
  return [...ownerByName()].map(([name, owner]) => documentArn(place, name, owner));
}

/** Null for a document that no control starts. */
export function ownerOfDocument(name: string): 'aws' | 'closeloop' | null {
  return ownerByName().get(name) ?? null;
}

function ownerByName(): ReadonlyMap<string, 'aws' | 'closeloop'> {
  return new Map(
    CONTROLS.flatMap(({ runbook: { owner, documentName, undo } }) => [
      [documentName, owner] as const,
      ...(undo === undefined ? [] : [[undo.documentName, 'closeloop'] as const]),
    ]),
  );
}

/**
 * Amazon's documents belong to no account:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html
 */
function documentArn(place: Place, name: string, owner: 'aws' | 'closeloop'): string {
  return arn(owner === 'aws' ? { ...place, account: '' } : place, 'ssm', `document/${name}`);
}
