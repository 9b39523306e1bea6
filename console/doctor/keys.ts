/** Whether the KMS keys are there with which workers and channels sign, and are what the code expects of them. */
import type { KMS } from '@aws-sdk/client-kms';

import { callAwsUnless } from '../../activities/aws/failures.ts';
import { CLOSER_KEY } from '../../activities/closing/seal.ts';
import { channelKey, RUNTIME_KEY } from '../../activities/decisions/receipts.ts';
import { AUDIT_KEY } from '../../activities/sealing/seals.ts';
import { type Check, broken, ok, skipped } from './check.ts';

/** One check a key. Throws as `callAws` does what is no statement about a key. */
export async function keys(kms: Pick<KMS, 'describeKey'>): Promise<readonly Check[]> {
  return await Promise.all(KEYS.map((key) => keyOf(kms, key)));
}

interface Key {
  readonly alias: string;
  readonly name: string;
  /** What does not work without it. */
  readonly without: string;
  /** True for a key that not every installation has. */
  readonly optional?: true;
}

const KEYS: readonly Key[] = [
  {
    alias: RUNTIME_KEY,
    name: "the runtime's key",
    without: 'no approval can be checked, so nothing that people approve is written',
  },
  {
    alias: CLOSER_KEY,
    name: "the closer's key",
    without: 'the closer can prove nothing, so no finding is closed or suppressed',
  },
  {
    alias: AUDIT_KEY,
    name: "the audit's key",
    without: 'no story is sealed, so a changed one is not noticed',
  },
  {
    alias: channelKey('chat'),
    name: "the chat's key",
    without: 'nobody decides in chat',
    optional: true,
  },
];

/** https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html */
async function keyOf(kms: Pick<KMS, 'describeKey'>, key: Key): Promise<Check> {
  const { alias, name, without, optional } = key;
  const named = { group: 'Keys', name };
  const found = await callAwsUnless('NotFoundException', `kms:DescribeKey of ${alias}`, () =>
    kms.describeKey({ KeyId: alias }),
  );
  if (found === null && optional === true) return skipped(named, `no ${alias}: ${without}`);
  if (found === null)
    return broken(named, `no ${alias}: ${without}`, `Create it: HMAC_256, alias ${alias}.`);
  const { KeySpec: spec, KeyUsage: usage, KeyState: state } = found.KeyMetadata ?? {};
  const is = [spec, usage, state].map(String).join(', ');
  if (is === EXPECTED) return ok(named, `${alias}: ${is}`);
  return broken(named, `${alias} is ${is}: ${without}`, `Expected is ${EXPECTED}.`);
}

const EXPECTED = 'HMAC_256, GENERATE_VERIFY_MAC, Enabled';
