import { languageOf } from './language-of.ts';
import type { Syntax } from './language-of.ts';
import type { LanguageReader } from './language.ts';
import type { HclParser } from './terraform/hcl-parser.ts';
import type { HclEngines } from './terraform/read.ts';

/** The language readers, started on first use; `close` ends their thread. */
export interface Readers {
  /** Starts to load the parsers for a file of this name, while the caller loads other things. */
  readonly prepare: (path: string) => void;
  readonly reader: (syntax: Syntax) => Promise<LanguageReader>;
  readonly close: () => Promise<void>;
}

/** Modules are imported on demand: a template needs no Terraform parser, and loading takes longer than judging. */
export function openReaders(): Readers {
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
