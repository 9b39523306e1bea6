/** Changes settings that a template's resource has already, where they are literals. */
import { isMap, isScalar, parse, parseDocument } from 'yaml';
import type { YAMLMap } from 'yaml';

import { CLOUDFORMATION_TAGS } from '../validate/cloudformation/tags.ts';
import { asRecord } from '../validate/source/model.ts';
import type { Block } from '../validate/source/model.ts';

/**
 * The template with the properties set, in YAML or JSON. Null where one has another value than a
 * literal, or where the resource has anchors and aliases, which other places may share.
 */
export function setProperties(
  text: string,
  { address, line, text: own }: Pick<Block, 'address' | 'line' | 'text'>,
  wanted: readonly string[],
): string | null {
  const lines = text.split('\n').slice(0, line - 1);
  const start = text.indexOf(own, lines.join('\n').length);
  const document = parseDocument(own, { customTags: CLOUDFORMATION_TAGS });
  if (start < 0 || document.errors.length > 0 || /(?:^|\s)[&*][\w-]/.test(own)) return null;
  const properties = document.getIn([address, 'Properties']);
  const edits = isMap(properties)
    ? editsOf(own, properties, asRecord(parse(wanted.join('\n'))) ?? {})
    : null;
  if (edits === null) return null;
  const changed = edits
    .toReversed()
    .toSorted((a, b) => b.from - a.from)
    .reduce((now, { from, to, text: put }) => now.slice(0, from) + put + now.slice(to), own);
  return text.slice(0, start) + changed + text.slice(start + own.length);
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function editsOf(
  own: string,
  map: YAMLMap,
  wanted: Readonly<Record<string, unknown>>,
): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const node = map.get(name, true);
    const inside = asRecord(value);
    const one =
      node === undefined && inside === null
        ? added(own, map, { name, value })
        : inside === null
          ? replaced(node, value)
          : isMap(node)
            ? editsOf(own, node, inside)
            : null;
    if (one === null) return null;
    edits.push(...one);
  }
  return edits;
}

/** In the quotes that stand there. */
function replaced(node: unknown, value: unknown): readonly Edit[] | null {
  if (!isScalar(node) || node.tag !== undefined || !node.range) return null;
  const [from, to] = node.range;
  const isBare = node.type === 'PLAIN' || typeof value !== 'string';
  const quote = isBare ? '' : node.type === 'QUOTE_SINGLE' ? "'" : '"';
  const isLine = isBare || node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE';
  return isLine ? [{ from, to, text: `${quote}${String(value)}${quote}` }] : null;
}

/** Before the first entry, in its form; null for a function, which stands alone. */
function added(
  own: string,
  { items, flow }: YAMLMap,
  { name, value }: { readonly name: string; readonly value: unknown },
): readonly Edit[] | null {
  const keys = items.map(({ key: one }) => String(isScalar(one) ? one.value : ''));
  if (keys.some((one) => /^(?:Ref$|Fn::)/.test(one))) return null;
  const key = items[0]?.key;
  const from = isScalar(key) ? key.range?.[0] : undefined;
  if (from === undefined) return null;
  const before = own.slice(own.lastIndexOf('\n', from - 1) + 1, from);
  const isFirst = before.trim() === '';
  if (flow !== true)
    return isFirst ? [{ from, to: from, text: `${name}: ${String(value)}\n${before}` }] : null;
  const rest = isFirst ? `\n${before}` : ' ';
  return [{ from, to: from, text: `"${name}": ${JSON.stringify(value)},${rest}` }];
}
