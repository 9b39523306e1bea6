import type { Block } from '../validate/source/model.ts';

interface Argument {
  readonly name: string;
  /** An expression. */
  readonly value: string;
}

/**
 * What a companion needs to exist once for each instance of its target and under the same provider, and its link; null
 * where that cannot be written without reading expressions. https://developer.hashicorp.com/terraform/language/meta-arguments
 */
export function companionHead({ address, body }: Block, link: string): readonly Argument[] | null {
  if (['region', 'dynamic'].some((name) => Object.hasOwn(body, name))) return null;
  const provider = providerOf(body['provider']);
  if (provider === null) return null;
  if (Object.hasOwn(body, 'for_each')) {
    const each = { name: 'for_each', value: address };
    return [each, ...provider, { name: link, value: 'each.value.id' }];
  }
  if (Object.hasOwn(body, 'count')) {
    const count = { name: 'count', value: `length(${address})` };
    return [count, ...provider, { name: link, value: `${address}[count.index].id` }];
  }
  return [...provider, { name: link, value: `${address}.id` }];
}

function providerOf(raw: unknown): readonly Argument[] | null {
  if (raw === undefined) return [];
  const alias = typeof raw === 'string' ? /^\$\{(aws\.[\w-]+)\}$/.exec(raw)?.[1] : undefined;
  return alias === undefined ? null : [{ name: 'provider', value: alias }];
}
