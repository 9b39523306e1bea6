import { languageOf } from '../validate/language-of.ts';
import type { Readers } from '../validate/readers.ts';
import { isRejection } from '../validate/rejection.ts';
import type { FoundFile } from './found-file.ts';

export interface WantedResource {
  /** `aws_s3_bucket` and `AWS::S3::Bucket`. */
  readonly types: readonly string[];
  /** The live resource's name. */
  readonly name: string;
  /** A logical id or `type.name` where it is known: then only a block with this address counts. */
  readonly address: string | null;
}

interface DefinesQuery extends WantedResource {
  readonly file: FoundFile;
}

/**
 * Tells whether a file has the block that makes the resource, rather than only its name. A file with the name that
 * cannot be parsed or has several such blocks stays a candidate, so that people choose. Of a file without the name,
 * the other files of its module have to prove that it makes the resource.
 */
export async function definesIn(
  readers: Readers,
  { types, name, address, file: { path, text, named, siblings } }: DefinesQuery,
): Promise<boolean> {
  const hints = { address, resourceName: name, tags: new Map<string, string>() };
  const language = languageOf(path, text);
  if (language === null || (!named && !types.some((type) => text.includes(type)))) return false;
  const reader = await readers.reader(language.syntax);
  const opened = await reader.open(text, text, siblings);
  if (isRejection(opened)) return named;
  for (const type of types) {
    const target = reader.target(opened.before, type, hints);
    if (isRejection(target)) {
      if (named && target.code !== 'TARGET_NOT_FOUND') return true;
      continue;
    }
    if (named) return true;
    const given = { companions: [], defaults: true };
    const view = await reader.view(opened.before, target, given);
    if (view.isName(name)) return true;
  }
  return false;
}
