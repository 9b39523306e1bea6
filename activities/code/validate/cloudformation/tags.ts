import type { Tags } from 'yaml';

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html, and those of the
 * section Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
 */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Ref',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
];

/** Every function in its three forms; the node keeps the tag, without which `!Ref X` and `X` would be the same. */
export const CLOUDFORMATION_TAGS: Tags = FUNCTIONS.flatMap((name) => {
  const tag = `!${name}`;
  return [
    { tag, resolve: (text: string) => text },
    { tag, collection: 'seq' as const, resolve: (items: unknown) => items },
    { tag, collection: 'map' as const, resolve: (items: unknown) => items },
  ];
});

/** The long form's name of a tag: `Ref` and `Condition` have no prefix. */
export function functionOf(tag: string): string | null {
  const name = tag.startsWith('!') ? tag.slice(1) : '';
  if (!FUNCTIONS.includes(name)) return null;
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}
