/** Texts as long as the ledger keeps them. The domain cuts its texts much earlier; this is the last limit before DynamoDB's own. */
import type { ExceptionRow, LedgerRow, RequestRow, StoryEntry } from '../../../domain/story.ts';
import { shortened } from '../../shortened.ts';

/** In characters. Together they stay below `MOST_LINE_BYTES` whatever the characters are. */
const TEXT = 1000;
const NAME = 200;
const LABEL = 128;
/** Longer than any bucket name and any key of S3. */
const BUCKET = 255;
const KEY = 1024;

/** A line that is never refused for its length: a story that cannot be told is worse than one with a shorter line. */
export function fittingLine(line: StoryEntry): StoryEntry {
  const { actor, text, phase, planHash, verificationId, evidence } = line;
  return {
    ...line,
    actor: shortened(actor, NAME),
    text: shortened(text, TEXT),
    phase: shortened(phase, LABEL),
    ...(planHash === undefined ? {} : { planHash: shortened(planHash, LABEL) }),
    ...(verificationId === undefined ? {} : { verificationId: shortened(verificationId, LABEL) }),
    ...(evidence === undefined ? {} : { evidence: fittingEvidence(evidence) }),
  };
}

function fittingEvidence({ bucket, key, sha256 }: NonNullable<StoryEntry['evidence']>) {
  return {
    bucket: shortened(bucket, BUCKET),
    key: shortened(key, KEY),
    sha256: shortened(sha256, LABEL),
  };
}

/** The row's sentences. Its identity and its findings stay as they are: half an id is another one. */
export function fittingRow(row: LedgerRow): LedgerRow {
  const { title, reason, waitsFor, destinyReason, planSummary, owner, exception, request } = row;
  const cut = (text: string | null) => (text === null ? null : shortened(text, TEXT));
  return {
    ...row,
    title: shortened(title, TEXT),
    reason: shortened(reason, TEXT),
    waitsFor: shortened(waitsFor, TEXT),
    destinyReason: cut(destinyReason),
    planSummary: cut(planSummary),
    owner: owner === null ? null : { ...owner, because: shortened(owner.because, TEXT) },
    ...(exception === undefined ? {} : { exception: fittingException(exception) }),
    ...(request === undefined ? {} : { request: fittingRequest(request) }),
  };
}

function fittingRequest({ by, why, ...rest }: RequestRow): RequestRow {
  return { ...rest, by: shortened(by, NAME), why: shortened(why, TEXT) };
}

function fittingException({ by, confirmedBy, why, ...rest }: ExceptionRow): ExceptionRow {
  const second = confirmedBy === null ? null : shortened(confirmedBy, NAME);
  return { ...rest, by: shortened(by, NAME), confirmedBy: second, why: shortened(why, TEXT) };
}
