import type { Restriction } from '../../../../controls/code-change.ts';
import { mentions, moduleBlocks } from '../source/model.ts';
import type { Block } from '../source/model.ts';
import {
  composed,
  isAwsManagedKey,
  isKeyOfOtherService,
  isKeyText,
  madeUp,
  mayNotExist,
  wrongKind,
} from '../source/named.ts';
import { expressionOf, parseReference } from './expression.ts';
import { sameProvider } from './meta.ts';
import type { Place } from './place.ts';
import { resolve, scopeOf, sureScopeOf, textOfValue } from './scope.ts';

/** Why a text is not the id, ARN or alias of a key that the module knows. */
export function faultOfKeyText(text: string, place: Place): Restriction | null {
  const { model } = place;
  if (isAwsManagedKey(text)) return null;
  if (isKeyOfOtherService(text)) return wrongKind('key', text);
  if (text.includes('${')) return composed('key');
  const alias = moduleBlocks(model).find(
    ({ type, body }) => /^(?:data\.)?aws_kms_alias$/.test(type) && body['name'] === text,
  );
  if (alias !== undefined) return faultOfKey(alias, place);
  if (isKeyText(text) && mentions(model, text)) return null;
  return isKeyText(text) ? madeUp('key', text) : wrongKind('key', text);
}

/** Only such a key encrypts a bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
export function faultOfKey(block: Block, place: Place): Restriction | null {
  const scope = scopeOf(place.model);
  const is = (name: string, allowed: readonly string[]) =>
    !Object.hasOwn(block.body, name) ||
    allowed.includes(textOfValue(resolve(block.body[name], scope)) ?? '');
  const fits =
    is('key_usage', ['ENCRYPT_DECRYPT']) &&
    is('customer_master_key_spec', ['SYMMETRIC_DEFAULT']) &&
    is('key_spec', ['SYMMETRIC_DEFAULT']) &&
    is('is_enabled', ['true']) &&
    is('enabled', ['true']);
  const lookedUp = [block.body['name'], block.body['key_id']].map((raw) =>
    textOfValue(resolve(raw, scope)),
  );
  const isOther = lookedUp.some((name) => name !== null && isKeyOfOtherService(name));
  if (!fits || isOther) return wrongKind('key', block.address);
  // A bucket takes a key of its own Region only.
  if (!sameProvider(block, place.target)) return mayNotExist(block.address);
  return block.type === 'aws_kms_alias' ? faultOfAliased(block, place) : null;
}

/** The key behind an alias of the module, where the module shows it. */
function faultOfAliased({ body }: Block, { model, ...place }: Place): Restriction | null {
  const text = textOfValue(resolve(body['target_key_id'], sureScopeOf(model))) ?? '';
  const reference = parseReference(expressionOf(text) ?? '');
  const key = moduleBlocks(model).find(
    ({ type, address }) => type === 'aws_kms_key' && address === reference?.address,
  );
  return key === undefined ? null : faultOfKey(key, { model, ...place });
}
