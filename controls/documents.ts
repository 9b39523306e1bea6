/** Our own Automation documents: reads them from the control's folder and checks them against the control. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import type { Control } from './control.ts';
import { CONTROLS } from './index.ts';

/** Our document as this release ships it. */
export interface OwnDocument {
  readonly name: string;
  /** The version that the control pins. */
  readonly version: string;
  /** YAML as CreateDocument takes it. */
  readonly content: string;
  /** SHA-256 of the content in lower-case hex, as DescribeDocument gives it in `Hash`. */
  readonly hash: string;
}

/** Every document that an account needs: runbooks and undo documents. */
export function ownDocuments(controls: readonly Control[] = CONTROLS): readonly OwnDocument[] {
  return controls.flatMap((control) =>
    filesOf(control).map(({ name, version, file }) => {
      const content = readFileSync(`${import.meta.dirname}/${control.id}/${file}`, 'utf8');
      return { name, version, content, hash: documentHash(content) };
    }),
  );
}

/** What SSM's `Hash` is of a document with this content: lower-case hex of its SHA-256. */
export function documentHash(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Whether this is our document's text. White space around it does not count, since nobody knows whether SSM keeps it;
 * all else counts, byte for byte: the same YAML written otherwise may mean something else to another reader.
 */
export function isContentOf({ content }: Pick<OwnDocument, 'content'>, there: string): boolean {
  return there.trim() === content.trim();
}

/** Faults of a control's documents: wrong schema, no role, or other parameters than those it is started with. */
export function checkDocuments(control: Control, folder: string): readonly string[] {
  return filesOf(control).flatMap(({ file, parameters }) => {
    const yaml: unknown = parse(readFileSync(`${folder}/${control.id}/${file}`, 'utf8'));
    const parsed = documentSchema.safeParse(yaml);
    if (!parsed.success) return [`${control.id}: ${file}: ${z.prettifyError(parsed.error)}`];
    const declared = Object.keys(parsed.data.parameters).sort().join(', ');
    const given = parameters?.toSorted().join(', ') ?? declared;
    if (declared === given) return [];
    return [`${control.id}: ${file} declares ${declared}, but is started with ${given}.`];
  });
}

/** What runs is pinned only where a document starts no other: these actions do not. */
const ACTIONS = ['aws:executeAwsApi', 'aws:executeScript', 'aws:branch'];

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html */
const documentSchema = z.object({
  schemaVersion: z.literal('0.3'),
  description: z.string(),
  assumeRole: z.literal('{{ AutomationAssumeRole }}'),
  parameters: z.record(z.string(), z.object({ type: z.string(), description: z.string() })),
  mainSteps: z.array(z.object({ name: z.string(), action: z.enum(ACTIONS) })).min(1),
});

/** `parameters` are what it is started with; null for an undo, whose parameters depend on a recorded pre-state. */
function filesOf({ runbook }: Pick<Control, 'runbook'>) {
  const { documentName: name, documentVersion: version, file, undo } = runbook;
  return [
    ...(file === null ? [] : [{ name, version, file, parameters: startedWith({ runbook }) }]),
    ...(undo === undefined
      ? []
      : [
          {
            name: undo.documentName,
            version: undo.documentVersion,
            file: undo.file,
            parameters: null,
          },
        ]),
  ];
}

/** Names of the parameters with which a control starts its document. */
export function startedWith({ runbook }: Pick<Control, 'runbook'>): readonly string[] {
  return Object.keys(runbook.parameters(SAMPLE, 'arn:aws:iam::111122223333:role/sample'));
}

/** Parameter names do not depend on the problem. */
const SAMPLE = {
  control: 'Sample.Problem',
  findingType: 'Sample.Problem',
  account: '111122223333',
  region: 'eu-west-1',
  resource: { type: 'AwsS3Bucket', id: 'arn:aws:s3:::sample', name: 'sample' },
  unmappedReason: null,
};
