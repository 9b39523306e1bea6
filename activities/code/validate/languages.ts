import type { Language } from '../../../controls/code-change.ts';
import type { LanguageReader } from './language.ts';
import type { HclParser } from './terraform/hcl-parser.ts';
import type { HclEngines } from './terraform/read.ts';

export type Syntax = 'hcl' | 'terraform-json' | 'template';

/** The language readers, started on first use; `close` ends their thread. */
export interface Languages {
  /** Starts to load the parsers for a file of this name, while the caller loads other things. */
  readonly prepare: (path: string) => void;
  readonly reader: (syntax: Syntax) => Promise<LanguageReader>;
  readonly close: () => Promise<void>;
}

/** Modules are imported on demand: a template needs no Terraform parser, and loading takes longer than judging. */
export function openLanguages(): Languages {
  let parser: HclParser | null = null;
  let engines: Promise<HclEngines> | null = null;
  const start = async (): Promise<HclEngines> => {
    const { startHclParser } = await import('./terraform/hcl-parser.ts');
    parser = startHclParser();
    const { loadHclGrammar } = await import('./terraform/grammar.ts');
    return { parser, grammar: await loadHclGrammar() };
  };
  return {
    prepare: (path) => {
      if (languageOf(path, '')?.syntax !== 'hcl') return;
      engines ??= start();
      // `reader` reports the error.
      engines.catch(() => undefined);
    },
    reader: async (syntax) => {
      if (syntax === 'template') {
        const { cloudFormationReader } = await import('./cloudformation/language.ts');
        return cloudFormationReader();
      }
      const { terraformReader } = await import('./terraform/language.ts');
      engines ??= start();
      return terraformReader(await engines, syntax === 'hcl' ? 'native' : 'json');
    },
    close: async () => {
      await engines;
      await parser?.close();
    },
  };
}

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
