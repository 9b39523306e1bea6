/** Whether the documents of this release are in place in the accounts in which Closeloop writes. */
import { placeText } from '../../activities/runtime/found-document.ts';
import type { Place } from '../../activities/runtime/found-document.ts';
import type { Problem } from '../../domain/finding.ts';
import { explainFailure } from '../cli/explain-failure.ts';
import { type Check, skipped, warn } from './check.ts';
import { ownDocuments } from './documents.ts';
import type { DocumentsFrom } from './documents.ts';

export interface WorkloadsFrom extends Pick<DocumentsFrom, 'accepted'> {
  readonly places: readonly Place[];
  /** Systems Manager of a place, under a role that only reads. Throws where nobody may assume it. */
  readonly enter: (place: Place) => Promise<DocumentsFrom['ssm']>;
}

/** One check for each place. What could not be read is a warning and no statement about the documents. */
export async function workloads({
  accepted,
  places,
  enter,
}: WorkloadsFrom): Promise<readonly Check[]> {
  const checks: Check[] = [];
  if (places.length === 0) return [skipped(WORKLOADS, NO_ACCOUNT)];
  for (const place of places.slice(0, MOST_PLACES)) {
    try {
      checks.push(await ownDocuments({ ssm: await enter(place), place, accepted }));
    } catch (error) {
      const { message, next } = explainFailure(error, process.env);
      const named = { group: 'Documents', name: placeText(place) };
      checks.push(warn(named, `not checked: ${message}`, ...next));
    }
  }
  if (places.length <= MOST_PLACES) return checks;
  const more = `${places.length - MOST_PLACES} more places were not checked`;
  return [...checks, warn(WORKLOADS, more)];
}

const WORKLOADS = { group: 'Documents', name: 'workload accounts' };
/** Also for whatever else is checked in each of them. */
export const NO_ACCOUNT =
  'not checked, because no workload account is known yet: intake.yaml names none, and none has reported';

/** Each takes some calls to Systems Manager, while a person waits. */
const MOST_PLACES = 50;

/** The accounts that intake.yaml names, and where problems were reported, each place once. */
export function placesOf(
  problems: readonly Pick<Problem, 'account' | 'region'>[],
  accounts: readonly string[],
  here: string,
): readonly Place[] {
  const named = accounts.map((account) => ({ account, region: here }));
  const seen = problems.map(({ account, region }) => ({
    account,
    region: /-\d+$/.test(region) ? region : here,
  }));
  const valid = [...named, ...seen].filter(({ account }) => /^\d{12}$/.test(account));
  const places = new Map(valid.map((place) => [placeText(place), place]));
  return [...places].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}
