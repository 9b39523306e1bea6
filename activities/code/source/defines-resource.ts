import { languageOf } from '../validate/languages.ts';
import type { Languages } from '../validate/languages.ts';
import { isRejection } from '../validate/rejection.ts';
import type { FoundFile } from './locate-by-name.ts';

export interface WantedResource {
  /** `aws_s3_bucket` and `AWS::S3::Bucket`. */
  readonly types: readonly string[];
  /** The live resource's name. */
  readonly name: string;
  /** A logical id or `type.name` where it is known: then only a block with this address counts. */
  readonly address: string | null;
}

/**
 * Tells whether a file has the block that makes the resource, rather than only its name. A file that cannot be parsed
 * or has several such blocks stays a candidate, so that people choose.
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
