/** AWS's partitions, as the AWS SDK knows them: `test/domain/partitions.test.ts` compares them with the SDK's own data. */
interface Partition {
  /** As ARNs name it. */
  readonly name: string;
  /** The Region in which the APIs of the whole account answer: `implicitGlobalRegion`. */
  readonly home: string;
  readonly regions: RegExp;
}

export const PARTITIONS: readonly Partition[] = [
  { name: 'aws', home: 'us-east-1', regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/ },
  { name: 'aws-cn', home: 'cn-northwest-1', regions: /^cn-\w+-\d+$/ },
  { name: 'aws-eusc', home: 'eusc-de-east-1', regions: /^eusc-(de)-\w+-\d+$/ },
  { name: 'aws-iso', home: 'us-iso-east-1', regions: /^us-iso-\w+-\d+$/ },
  { name: 'aws-iso-b', home: 'us-isob-east-1', regions: /^us-isob-\w+-\d+$/ },
  { name: 'aws-iso-e', home: 'eu-isoe-west-1', regions: /^eu-isoe-\w+-\d+$/ },
  { name: 'aws-iso-f', home: 'us-isof-south-1', regions: /^us-isof-\w+-\d+$/ },
  { name: 'aws-us-gov', home: 'us-gov-west-1', regions: /^us-gov-\w+-\d+$/ },
];

/** For regular expressions: one of the names. */
export const ANY_PARTITION = `(?:${PARTITIONS.map(({ name }) => name).join('|')})`;

/** The partition that a Region belongs to; `aws` for a Region that no partition claims. */
export function partitionOf(region: string): string {
  const found = PARTITIONS.find(
    ({ name, regions }) => region === `${name}-global` || regions.test(region),
  );
  return found?.name ?? 'aws';
}

/** `us-east-1` for a partition that the SDK does not know. */
export function homeOf(partition: string): string {
  return PARTITIONS.find(({ name }) => name === partition)?.home ?? 'us-east-1';
}
