import type { Block } from '../validate/source/model.ts';

interface Argument {
  readonly name: string;
  /** An expression. */
  readonly value: string;
}

/**
 * What a companion needs to exist once for each instance of its target and under the same provider, and its link; null
 * where that cannot be written without reading expressions, or in quotes, as before Terraform 0.12. https://developer.hashicorp.com/terraform/language/meta-arguments
 */
export function companionHead(
  { address, body }: Block,
  link: string,
  quoted: boolean,
): readonly Argument[] | null {
  if (Object.hasOwn(body, 'region')) return null;
  const provider = providerOf(body['provider']);
  if (provider === null) return null;
  if (quoted) {
    const repeated = ['for_each', 'count'].some((name) => Object.hasOwn(body, name));
    return repeated ? null : [...provider, { name: link, value: `"\${${address}.id}"` }];
  }
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
  if (typeof raw !== 'string') return null;
  const alias = /^\$\{(aws\.[\w-]+)\}$/.exec(raw)?.[1];
  // The form of Terraform 0.11.
  const quoted = /^aws\.[\w-]+$/.test(raw) ? `"${raw}"` : null;
  const value = alias ?? quoted;
  return value === null ? null : [{ name: 'provider', value }];
}
