import type { Block } from '../../source/model.ts';
import type { ModuleTable } from './table.ts';

/** The call as the block of the resource that it makes: its name, provider and Region, and how often it exists. */
export function asResource(call: Block, { name, makes }: ModuleTable): Block {
  const { body } = call;
  const named = name.input === null ? undefined : body[name.input];
  const providers: unknown = body['providers'];
  const isMap = typeof providers === 'object' && providers !== null && 'aws' in providers;
  const entries: (readonly [string, unknown])[] = [
    [makes === 'aws_s3_bucket' ? 'bucket' : 'name', named],
    ['provider', isMap ? providers.aws : providers],
    ...KEPT.map((input) => [input, body[input]] as const),
  ];
  const given = entries.filter(([, value]) => value !== undefined);
  return { ...call, kind: 'resource', type: makes, body: Object.fromEntries(given) };
}

/** Inputs that the modules hand to the resource under the same name. */
const KEPT = [
  'region',
  'count',
  'for_each',
  'acl',
  'website',
  'key_usage',
  'customer_master_key_spec',
  'is_enabled',
];
