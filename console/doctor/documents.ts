/** For each control, whether its documents are those that may run, in the account where this terminal is signed in. */
import type { SSM } from '@aws-sdk/client-ssm';
import { ApplicationFailure } from '@temporalio/common';

import { checkedDocument } from '../../activities/runtime/checked-document.ts';
import { placeText } from '../../activities/runtime/found-document.ts';
import type { Place } from '../../activities/runtime/found-document.ts';
import type { Control } from '../../controls/control.ts';
import { CONTROLS } from '../../controls/index.ts';
import { unaccepted } from '../../policies/documents.ts';
import type { AcceptedDocuments } from '../../policies/documents.ts';
import { commandLine } from '../cli/command-line.ts';
import { type Check, broken, ok, skipped, warn } from './check.ts';

export interface DocumentsFrom {
  readonly ssm: SSM;
  readonly place: Place;
  readonly accepted: AcceptedDocuments;
}

/** One check for each control. Throws what is no statement about a document, for example without permission. */
export async function documents(
  from: DocumentsFrom,
  controls: readonly Control[] = CONTROLS,
): Promise<readonly Check[]> {
  return await Promise.all(controls.map((control) => documentsOf(from, control)));
}

async function documentsOf(from: DocumentsFrom, { id, runbook }: Control): Promise<Check> {
  const named = { group: 'Documents', name: id };
  const unread = unaccepted(runbook, from.accepted);
  if (unread !== null) {
    const found = `${unread} is not accepted yet: the control stays in shadow mode`;
    return warn(named, found, commandLine('controls', 'accept-document', unread));
  }
  const undo = runbook.undo === undefined ? [] : [runbook.undo.documentName];
  const names = [runbook.documentName, ...undo];
  const faults = await Promise.all(names.map((name) => faultOf(from, name)));
  const [differing] = faults.flatMap((fault) => (fault === null || fault === ABSENT ? [] : fault));
  const absent = names.filter((_, at) => faults[at] === ABSENT);
  const where = placeText(from.place);
  if (runbook.owner === 'aws') {
    const accept = commandLine('controls', 'accept-document', runbook.documentName);
    if (absent.length > 0) return warn(named, `AWS has no ${absent.join(', ')} in ${where}`);
    // A newer version is nobody's fault.
    if (differing !== undefined) return warn(named, differing, accept);
    return ok(named, `${names.join(', ')}: in place, as accepted`);
  }
  if (differing !== undefined)
    return broken(named, differing, 'Closeloop does not start it until it is as released.');
  if (absent.length === 0) return ok(named, `${names.join(', ')}: in place, as released`);
  if (absent.length < names.length)
    return broken(named, `${absent.join(', ')} is not in ${where}`, 'Create it from this release.');
  const found = `not in ${where}, where this terminal is signed in: only workload accounts have ${names.join(', ')}`;
  return skipped(named, found);
}

/** One check of all documents that we ship, in an account in which Closeloop writes. */
export async function ownDocuments(
  from: DocumentsFrom,
  controls: readonly Control[] = CONTROLS,
): Promise<Check> {
  const where = placeText(from.place);
  const named = { group: 'Documents', name: where };
  const ours = controls.filter(({ runbook }) => runbook.owner !== 'aws');
  const names = ours.flatMap(({ runbook: { documentName, undo } }) => [
    documentName,
    ...(undo === undefined ? [] : [undo.documentName]),
  ]);
  const faults = await Promise.all(names.map((name) => faultOf(from, name)));
  const differing = faults.find((fault) => fault !== null && fault !== ABSENT) ?? null;
  if (differing !== null)
    return broken(named, differing, 'Closeloop does not start it until it is as released.');
  const absent = names.filter((_, at) => faults[at] === ABSENT);
  if (absent.length > 0)
    return broken(named, `${absent.join(', ')} not there`, 'Create them from this release.');
  return ok(named, `all ${names.length} documents that we ship: in place, as released`);
}

const ABSENT = 'absent';

/** Null for a document that may run. */
async function faultOf(
  { ssm, place, accepted }: DocumentsFrom,
  name: string,
): Promise<string | null> {
  try {
    await checkedDocument(ssm, name, place, { accepted, purpose: 'write' });
    return null;
  } catch (error) {
    const type = error instanceof ApplicationFailure ? error.type : null;
    if (type === 'DocumentNotFound') return ABSENT;
    if (type === 'DocumentDiffers' && error instanceof Error) return error.message;
    throw error;
  }
}
