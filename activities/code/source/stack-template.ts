/** Compares a stack's deployed template with a file, as far as one resource is concerned. Pure. */
import { readTemplate } from '../validate/cloudformation/read.ts';
import { findTemplateTarget } from '../validate/cloudformation/target.ts';
import { isRejection } from '../validate/rejection.ts';
import type { SourceModel } from '../validate/source/model.ts';

/** `revision`: other bytes, and the resources of one are among those of the other. */
export type Agreement = 'same' | 'revision';

interface Wanted {
  readonly logicalId: string;
  readonly type: string;
}

/** Names what generated the resource; null when a person wrote it into the template. */
export function generatedResource(template: string, { logicalId, type }: Wanted): string | null {
  const model = readTemplate(template, 'before');
  if (isRejection(model)) return model.reason;
  const transforms = transformsIn(model);
  if (transforms.length > 0)
    return `the transform ${transforms.join(', ')} rewrites the template, so ${logicalId} may be generated.`;
  const hints = { address: logicalId, resourceName: logicalId, tags: new Map<string, string>() };
  const target = findTemplateTarget(model, type, hints);
  if (!isRejection(target)) return null;
  const module = model.blocks.find((block) => block.type.endsWith('::MODULE'));
  if (target.code !== 'TARGET_NOT_FOUND' || module === undefined) return target.reason;
  return `${logicalId} is not in the template; the module ${module.address} (${module.type}) may make it.`;
}

/** Null when the file is another template, or does not have the resource. */
export function agreementOf(
  text: string,
  template: string,
  { logicalId, type }: Wanted,
): Agreement | null {
  const [file, deployed] = [readTemplate(text, 'before'), readTemplate(template, 'before')];
  if (isRejection(file) || isRejection(deployed)) return null;
  const [ofFile, ofStack] = [resourcesOf(file), resourcesOf(deployed)];
  if (ofFile.get(logicalId) !== type) return null;
  if (normalised(text) === normalised(template)) return 'same';
  const [less, more] = ofFile.size < ofStack.size ? [ofFile, ofStack] : [ofStack, ofFile];
  return [...less].every(([id, kind]) => more.get(id) === kind) ? 'revision' : null;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html: it adds functions, not resources. */
const HARMLESS = 'AWS::LanguageExtensions';

function transformsIn({ blocks }: SourceModel): readonly string[] {
  const section = blocks.find(({ kind, address }) => kind === 'section' && address === 'Transform');
  const names = section?.text.replace(/^["']?Transform["']?\s*:/, '').match(/[A-Za-z][\w:-]*/g);
  const inside = blocks.flatMap(({ address, text }) =>
    /Fn::Transform|!Transform/.test(text) ? [`Fn::Transform in ${address}`] : [],
  );
  return [...(names ?? []).filter((name) => name !== HARMLESS), ...inside];
}

function resourcesOf({ blocks }: SourceModel): ReadonlyMap<string, string> {
  return new Map(
    blocks.filter(({ kind }) => kind === 'resource').map(({ address, type }) => [address, type]),
  );
}

/** CloudFormation may change line ends and white space at the end. */
function normalised(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
