/**
 * The managed rule behind a Config rule's name, for example `s3-bucket-versioning-enabled`. People name rules
 * freely, so what comes back may be no managed rule. Prefixes and suffixes that AWS adds are removed: those of conformance
 * packs, organization rules, Control Tower and Security Hub.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-internal-providers.html#integration-config
 */
export function managedRules(name: string): readonly string[] {
  const bare = name
    .trim()
    .toLowerCase()
    .replace(/^awscontroltower_aws-gr_/, '')
    .replaceAll('_', '-')
    .replace(/^(orgconfigrule-|securityhub-)/, '')
    .replace(/-conformance-pack-[a-z0-9]+$/, '');
  return [bare, ...prefixesBeforePlainWords(bare)];
}

/**
 * `s3-bucket-versioning-enabled-payments` is that rule for payments. `…-enabled-mfa` is another check: after a word that
 * names a security property our verdict would not answer the rule.
 */
function prefixesBeforePlainWords(name: string): readonly string[] {
  const words = name.split('-');
  const prefixes: string[] = [];
  for (let end = words.length - 1; end > 1; end -= 1) {
    if (ANOTHER_CHECK.has(words[end] ?? '')) break;
    prefixes.push(words.slice(0, end).join('-'));
  }
  return prefixes;
}

const ANOTHER_CHECK = new Set(
  `kms cmk mfa sse aes256 ssl tls https logging lifecycle replication lock delete deletion retention write
  read list acl policy account cross key rotation object objects encryption encrypted enabled disabled
  prohibited restricted required check not no non exception exempt except`.split(/\s+/),
);
