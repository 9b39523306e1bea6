import type { Language } from '../../../controls/code-change.ts';

export type Syntax = 'hcl' | 'terraform-json' | 'template';

/** By the file's name; `.json`, `.yaml` and `.template` are templates unless they are Terraform's JSON. */
export function languageOf(
  path: string,
  source: string,
): { readonly name: Language; readonly syntax: Syntax } | null {
  const name = path.toLowerCase();
  if (/\.(?:tf|tofu)\.json$/.test(name)) return { name: 'terraform', syntax: 'terraform-json' };
  if (/\.(?:tf|tofu|hcl)$/.test(name)) return { name: 'terraform', syntax: 'hcl' };
  if (/\.(?:ya?ml|json|template)$/.test(name))
    return { name: 'cloudformation', syntax: 'template' };
  return source.includes('AWSTemplateFormatVersion')
    ? { name: 'cloudformation', syntax: 'template' }
    : null;
}
