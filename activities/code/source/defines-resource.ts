import type { Languages } from '../validate/languages.ts';
import type { WantedResource } from './defines-in.ts';
import type { FoundFile } from './found-file.ts';

/** As `definesIn`, in the thread that can be ended: a file with the name that takes too long stays a candidate. */
export function definesResource(
  languages: Languages,
  wanted: WantedResource,
): (file: FoundFile) => Promise<boolean> {
  return async (file) => {
    const answer = await languages.run('defines', { ...wanted, file });
    return 'ended' in answer ? file.named : answer.output;
  };
}
