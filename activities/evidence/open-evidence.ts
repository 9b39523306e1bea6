/** Opens what a check left in the evidence bucket, and says of each part whether it is what the ledger says. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { EvidenceRef } from '../../domain/verdict.ts';
import { evidenceKey } from './cited.ts';
import type { Cited } from './cited.ts';
import { sealedAt } from './signatures.ts';
import type { Signatures } from './signatures.ts';
import type { ReadStored } from './stored-object.ts';

/** One thing that was compared. */
interface Compared {
  readonly what: 'place' | 'object' | 'hash' | 'content' | 'signature';
  readonly ok: boolean;
  /** One sentence. */
  readonly text: string;
}

export interface OpenedEvidence extends Cited {
  /** In this order; after one that is not ok the rest was not compared, but for the signature. */
  readonly compared: readonly Compared[];
  /** `none`: nobody has signed it yet. Null: a signature contradicts it. */
  readonly signedBy: 'closeloop-closer' | 'closeloop-audit' | 'none' | null;
  /** What the object says; null where it could not be read. */
  readonly content: EvidenceContent | null;
}

/** `at` is ISO 8601; `role` is the role that read the resource. */
const contentShape = z.looseObject({
  schema: z.literal(1),
  verificationId: z.string(),
  workflowId: z.string(),
  at: z.iso.datetime(),
  role: z.string(),
});
export type EvidenceContent = z.infer<typeof contentShape>;

export interface OpenFrom {
  readonly read: ReadStored;
  readonly workflowId: string;
  readonly signatures: Signatures;
  /** The installation's evidence bucket; null where it is not known: then the ledger is believed about it. */
  readonly bucket: string | null;
}

/** Throws only what a later try can help. */
export async function openEvidence(from: OpenFrom, cited: Cited): Promise<OpenedEvidence> {
  const signature = signatureOf(from.signatures, cited);
  const done = (
    compared: readonly Compared[],
    content: EvidenceContent | null = null,
  ): OpenedEvidence => {
    const { signedBy, ...last } = signature;
    return { ...cited, compared: [...compared, last], signedBy, content };
  };
  const [ref] = cited.refs;
  const place = placeOf(from, cited);
  if (ref === undefined || !place.ok) return done([place]);
  const stored = await from.read(ref);
  if (stored.status !== 'there') return done([place, absent(stored)]);
  const object = ok('object', `${stored.bytes.length} bytes`);
  const found = createHash('sha256').update(stored.bytes).digest('hex');
  if (found !== ref.sha256) {
    const text = `the object was replaced or changed: its SHA-256 is ${found}, and the ledger says ${ref.sha256}`;
    return done([place, object, wrong('hash', text)]);
  }
  const hash = ok('hash', `SHA-256 ${found}, as the ledger says`);
  const content = contentOf(stored.bytes);
  const isOf =
    content?.verificationId === cited.verificationId && content.workflowId === from.workflowId;
  if (content === null || !isOf) {
    const about = content === null ? 'no evidence of a check' : `of another check`;
    return done([place, object, hash, wrong('content', `the object is ${about}`)]);
  }
  const text = `read by ${content.role} at ${content.at}`;
  return done([place, object, hash, ok('content', text)], content);
}

/** A line that somebody forged may name any object of any bucket: those are not even read. */
function placeOf({ workflowId, bucket }: OpenFrom, { verificationId, refs }: Cited): Compared {
  const [ref, other] = refs;
  if (ref === undefined) return wrong('place', 'the ledger does not say where it is');
  if (other !== undefined)
    return wrong(
      'place',
      `the ledger contradicts itself: ${uriOf(ref)} ${ref.sha256}, and ${uriOf(other)} ${other.sha256}`,
    );
  if (ref.key !== evidenceKey(workflowId, verificationId))
    return wrong('place', `${uriOf(ref)} is not where evidence of this check is stored`);
  if (bucket !== null && ref.bucket !== bucket)
    return wrong('place', `${uriOf(ref)} is not in the evidence bucket, ${bucket}`);
  return ok('place', uriOf(ref));
}

export function uriOf({ bucket, key }: Pick<EvidenceRef, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`;
}

function absent(stored: {
  readonly status: 'gone' | 'refused' | 'too-large';
  readonly why: string;
}) {
  const words = {
    gone: 'the object is gone',
    refused: 'S3 does not give it out',
    'too-large': 'the object is not what a check leaves',
  } as const;
  return wrong('object', `${words[stored.status]}: ${stored.why}`);
}

function contentOf(bytes: Uint8Array): EvidenceContent | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isShallow(value, DEEPEST) ? (contentShape.safeParse(value).data ?? null) : null;
  } catch (error) {
    // Neither UTF-8 nor JSON: the reader of the reply is told that it is no evidence.
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** No answer of AWS is nested so deeply; what is would exhaust whoever prints it. */
const DEEPEST = 64;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}

type Signature = Compared & Pick<OpenedEvidence, 'signedBy'>;

/** The closer signs what it closed by, before Security Hub gets the status; the audit each line, within six hours. */
function signatureOf(signatures: Signatures, { verificationId, refs, lines }: Cited): Signature {
  const hashes = refs.map(({ sha256 }) => sha256);
  const proofs = signatures.proofs.filter((proof) => proof.verificationId === verificationId);
  const other = proofs.find(({ evidence }) => !hashes.includes(evidence ?? ''));
  if (other !== undefined) {
    const text = `the proof that closeloop-closer signed at ${other.at} says SHA-256 ${other.evidence ?? 'none'}`;
    return { ...wrong('signature', text), signedBy: null };
  }
  const [proof] = proofs;
  if (proof !== undefined) {
    const text = `signed by closeloop-closer at ${proof.at}, when it set ${proof.status} in Security Hub`;
    return { ...ok('signature', text), signedBy: 'closeloop-closer' };
  }
  const at = sealedAt(signatures, lines);
  if (at !== null) {
    const text = `its line of the story is sealed by closeloop-audit, last at ${at}`;
    return { ...ok('signature', text), signedBy: 'closeloop-audit' };
  }
  return { ...ok('signature', NOT_YET), signedBy: 'none' };
}

const NOT_YET =
  'none yet: closeloop-audit seals its line of the story within six hours; until then only the hash of the ledger speaks for it';

function ok(what: Compared['what'], text: string): Compared {
  return { what, ok: true, text };
}

function wrong(what: Compared['what'], text: string): Compared {
  return { what, ok: false, text };
}
