import { languageOf } from '../validate/languages.ts';
import type { Languages } from '../validate/languages.ts';
import { isRejection } from '../validate/rejection.ts';
import type { FoundFile } from './locate-by-name.ts';

export interface WantedResource {
  /** `aws_s3_bucket`, `AWS::S3::Bucket`: as each language calls it. */
  readonly types: readonly string[];
  /** What the live resource is called. */
  readonly name: string;
  /** A logical id or `type.name` where that is known: then only a block of this address counts. */
  readonly address: string | null;
}

/**
 * Whether a file has the block that makes the resource, rather than only its name. A file that cannot be read or holds
 * several such blocks stays a candidate: people choose.
 */
export function definesResource(
  languages: Languages,
  { types, name, address }: WantedResource,
): (file: FoundFile) => Promise<boolean> {
  const hints = { address, resourceName: name, tags: new Map<string, string>() };
  return async ({ path, text }) => {
    const language = languageOf(path, text);
    if (language === null) return false;
    const reader = await languages.reader(language.syntax);
    const opened = await reader.open(text, text);
    if (isRejection(opened)) return true;
    return types.some((type) => {
      const target = reader.target(opened.before, type, hints);
      return !isRejection(target) || target.code !== 'TARGET_NOT_FOUND';
    });
  };
}
