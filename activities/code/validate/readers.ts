import { languageOf } from './language-of.ts';
import type { Syntax } from './language-of.ts';
import type { LanguageReader } from './language.ts';
import { keepRecent } from './source/recent.ts';
import type { HclParser } from './terraform/hcl-parser.ts';
import type { HclEngines } from './terraform/read.ts';

/** The language readers, started on first use; `close` ends their thread. */
export interface Readers {
  /** Loads the parsers for a file of this name; at once where they are loaded. */
  readonly prepare: (path: string) => Promise<void>;
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
    // The first text waits until the parser's thread has started.
    const started = parser.parse('');
    const { withRecent } = await import('./terraform/recent-parser.ts');
    const { loadHclGrammar } = await import('./terraform/grammar.ts');
    const grammar = await loadHclGrammar();
    await started;
    return { parser: withRecent(parser), grammar, files: keepRecent(MOST_KEPT) };
  };
  const reader = async (syntax: Syntax): Promise<LanguageReader> => {
    if (syntax === 'template') {
      const { cloudFormationReader } = await import('./cloudformation/language.ts');
      return cloudFormationReader();
    }
    engines ??= start();
    const { terraformReader } = await import('./terraform/language.ts');
    return terraformReader(await engines, syntax === 'hcl' ? 'native' : 'json');
  };
  return {
    reader,
    prepare: async (path) => {
      const language = languageOf(path, '');
      if (language !== null) await reader(language.syntax);
    },
    close: async () => {
      await engines;
      await parser?.close();
    },
  };
}

/** Characters of text whose blocks are kept: the largest folder with its file. A block takes about ten times its text. */
const MOST_KEPT = 1_600_000;
