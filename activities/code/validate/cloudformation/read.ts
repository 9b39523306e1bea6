import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { readJson } from '../source/json-document.ts';
import { lineCounter } from '../source/lines.ts';
import type { Block, Mark, SourceModel } from '../source/model.ts';
import { asRecord, nestedIn, NO_MODULE } from '../source/model.ts';
import { entryOf, normalise, toPlainData } from '../source/tree.ts';
import type { Document, DocumentFailure, Entry, Tree } from '../source/tree.ts';
import { endOfBlock, marksOf } from './gaps.ts';
import { isServerless, templateInside, withVariables } from './serverless.ts';
import { readYaml } from './yaml-document.ts';

type Side = 'before' | 'after';

/**
 * A CloudFormation template, or the one inside of a serverless.yml. JSON or YAML by its first character: JSON's own
 * rules are stricter.
 */
export function readTemplate(text: string, side: Side): SourceModel | Rejection {
  const json = /^\s*\{/.test(text);
  const document = json ? readJson(text) : readYaml(text);
  if ('failure' in document) return unparsable(document, text, side);
  const { root } = document;
  if (isServerless(root)) {
    const inside = templateInside(root);
    if (typeof inside === 'string') return noTemplate(side, `${SERVERLESS}: ${inside}`);
    const model = modelOf({ ...document, root: inside }, text, json);
    const blocks = model.blocks.map((one) => ({ ...one, body: bodyOf(withVariables(one.body)) }));
    return { ...model, blocks, framework: 'serverless' };
  }
  if (entryOf(root, 'Resources')?.value.kind !== 'map') {
    return noTemplate(side, whyNoTemplate(root));
  }
  return modelOf(document, text, json);
}

const SERVERLESS =
  'it is a configuration of the Serverless Framework, which makes the template from it';

function bodyOf(data: unknown): Block['body'] {
  return asRecord(data) ?? {};
}

function modelOf({ root, aliases }: Document, text: string, json: boolean): SourceModel {
  const resources = entryOf(root, 'Resources');
  const sections = root.kind === 'map' ? root.entries.filter((one) => one !== resources) : [];
  const lineAt = lineCounter(text);
  const blocks = [
    ...sections.map((entry) => blockOf(entry, text, { json, lineAt, kind: 'section' })),
    ...entriesOf(resources?.value).map((entry) => {
      const kind = entry.key.startsWith('Fn::ForEach') ? 'loop' : 'resource';
      return blockOf(entry, text, { json, lineAt, kind });
    }),
  ].sort((a, b) => a.start - b.start);
  const order: Mark[] = marksOf(text, blocks, json);
  return { language: 'cloudformation', blocks, order, aliases, module: NO_MODULE };
}

function entriesOf(tree: Tree | undefined): readonly Entry[] {
  return tree?.kind === 'map' ? tree.entries : [];
}

interface Reading {
  readonly json: boolean;
  readonly kind: string;
  readonly lineAt: (offset: number) => number;
}

interface PlacedBlock extends Block {
  readonly start: number;
  readonly end: number;
}

function blockOf(
  { key, keyStart, value }: Entry,
  text: string,
  { json, kind, lineAt }: Reading,
): PlacedBlock {
  const end = json ? value.end : endOfBlock(text, keyStart, value.end);
  const body = bodyOf(toPlainData(value));
  return {
    key: `${kind} ${key}`,
    address: key,
    kind,
    type: kind === 'resource' && typeof body['Type'] === 'string' ? body['Type'] : '',
    text: text.slice(keyStart, end),
    line: lineAt(keyStart),
    body,
    fingerprint: normalise(value),
    parts: () => partsOf(value),
    nested: () => nestedIn(body['Properties']),
    start: keyStart,
    end,
  };
}

/** `Properties.X` for each property, and the resource's own attributes by name. */
function partsOf(resource: Tree): ReadonlyMap<string, string> {
  const parts = entriesOf(resource).flatMap(({ key, value }): [string, string][] =>
    key === 'Properties' && value.kind === 'map'
      ? value.entries.map((one) => [`Properties.${one.key}`, normalise(one.value)])
      : [[key, normalise(value)]],
  );
  return new Map(parts);
}

function unparsable({ failure, at }: DocumentFailure, text: string, side: Side): Rejection {
  const number = at === null ? null : text.slice(0, at).split('\n').length;
  const quoted =
    number === null ? undefined : { in: side, number, text: text.split('\n')[number - 1] ?? '' };
  const sentence = failure.split('\n')[0] ?? '';
  return side === 'before'
    ? reject('SOURCE_UNPARSABLE', `The template does not parse: ${sentence}.`, quoted)
    : reject('SYNTAX', `The changed template does not parse: ${sentence}.`, quoted);
}

/** Files that become a template elsewhere: what that does to them is not known here. */
function whyNoTemplate(root: Tree): string {
  const isPart = entriesOf(root).some(({ value }) => {
    const type = entryOf(value, 'Type')?.value;
    return type?.kind === 'scalar' && /^AWS::\w+::\w+$/.test(type.source);
  });
  return isPart
    ? 'it is a part of one, which a build puts together from several files'
    : 'it has no Resources';
}

function noTemplate(side: Side, why: string): Rejection {
  return side === 'before'
    ? reject('SOURCE_UNPARSABLE', `The file is no CloudFormation template: ${why}.`)
    : reject('SYNTAX', `The changed file is no CloudFormation template: ${why}.`);
}
