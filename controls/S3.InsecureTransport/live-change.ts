import { z } from 'zod';

import { partitionOfResource } from '../../domain/arn.ts';
import { canonicalJson } from '../../domain/plan.ts';
import { changesOf, FIX_AGAIN, parameter, UNDO_BY_CLOSELOOP } from '../changes.ts';

const statement = z.looseObject({ Sid: z.string().optional() });
const policyShape = z.object({ Statement: z.union([z.array(statement), statement]) });

const schema = z.object({ policy: z.string().refine(isPolicy).nullish() });
type Settings = z.infer<typeof schema>;

/** The runbook's statement. A statement of the same Sid is replaced, all others stay. */
const SID = 'CloseloopDenyInsecureTransport';

export const changes = changesOf({
  schema,
  settings: [
    {
      name: `Bucket policy, statement ${SID}`,
      value: (settings) => ownStatement(settings) ?? 'not there',
    },
    {
      name: 'Bucket policy, other statements',
      value: ({ policy }) => (policy === undefined ? 'not read' : String(others(policy).length)),
    },
  ],
  documents: [
    {
      name: 'Closeloop-S3InsecureTransport',
      version: '1',
      after: ({ policy }, { parameters, resource }) => {
        const bucket = parameter({ parameters, resource }, 'BucketName');
        const arn = `arn:${partitionOfResource(resource.id)}:s3:::${bucket}`;
        return { policy: JSON.stringify({ Statement: [...others(policy), denial(arn)] }) };
      },
      mayBreak:
        'A program that still talks to the bucket without TLS (http://) gets AccessDenied. All other statements of the policy stay.',
      undo: UNDO_BY_CLOSELOOP,
    },
    {
      name: 'Closeloop-S3InsecureTransport-Undo',
      version: '1',
      after: (_before, started) => ({
        policy:
          parameter(started, 'HadPolicy') === 'yes'
            ? (started.parameters['Policy'] ?? []).join('')
            : null,
      }),
      mayBreak:
        'What travels without TLS can be read and changed on the way. Whatever else was changed in the policy since the fix is lost.',
      undo: FIX_AGAIN,
    },
  ],
  wanted: [
    {
      name: 'Bucket policy',
      value:
        'denies everybody s3:* on the bucket and its objects where aws:SecureTransport is false',
    },
  ],
});

/** S3 stores no other. */
function isPolicy(text: string): boolean {
  return policyShape.safeParse(parsed(text)).success;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No text that is not JSON has a policy's shape.
    return undefined;
  }
}

function statementsOf(policy: string | null | undefined) {
  if (policy === null || policy === undefined) return [];
  const { Statement } = policyShape.parse(JSON.parse(policy));
  return Array.isArray(Statement) ? Statement : [Statement];
}

function others(policy: Settings['policy']) {
  return statementsOf(policy).filter(({ Sid }) => Sid !== SID);
}

/** As JSON, its members in the order of their names. */
function ownStatement({ policy }: Settings): string | null {
  const own = statementsOf(policy).filter(({ Sid }) => Sid === SID);
  return own.length === 0 ? null : own.map((one) => canonicalJson(one)).join(', ');
}

function denial(arn: string) {
  return {
    Sid: SID,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
