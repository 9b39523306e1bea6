import { controlChange } from '../../../../activities/code/attempt/control-change.ts';
import type { SiblingFile } from '../../../../activities/code/validate/language.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../activities/code/validate/validate.ts';
import { ACCOUNT } from '../../../builders/problem.ts';
import { languages } from '../languages.ts';

interface Place {
  readonly path: string;
  readonly text: string;
  /** Of the block: `aws_s3_bucket.logs`, or a logical id. */
  readonly address: string;
  readonly siblings?: readonly SiblingFile[];
  /** `payments-logs`, where it is not another. */
  readonly resourceName?: string;
}

/** The file after the change that a control writes itself; null: it writes none; `code: reason`: the validator refuses it. */
export async function written(
  control: string,
  { path, text, address, siblings = [], resourceName = 'payments-logs' }: Place,
): Promise<string | null> {
  const target = { address, resourceName, tags: new Map<string, string>() };
  const about = { control, source: Buffer.from(text), target, siblings };
  const answer = await controlChange(languages, { ...about, path });
  if (answer === null) return null;
  const judged = { ...about, answer, paths: [path], account: ACCOUNT };
  const result = await validate(judged, languages);
  if (isRejection(result)) return `${result.code}: ${result.reason}`;
  return Buffer.from(result.bytes).toString('utf8');
}
