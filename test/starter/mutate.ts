/** Seeded mutations of JSON values: missing, wrong type, huge, deep, odd Unicode, null, `__proto__`. */
import { rawFinding } from '../builders/asff.ts';

export interface Mutant {
  readonly seed: number;
  readonly finding: unknown;
  /** What was changed, for failure messages. */
  readonly what: string;
}

/** `count` mutants of a value, always the same ones. */
export function* mutants(count: number, original: unknown = rich()): Generator<Mutant> {
  for (let seed = 0; seed < count; seed += 1) {
    const random = generator(seed);
    let finding = JSON.parse(JSON.stringify(original)) as unknown;
    const changes: string[] = [];
    for (let change = 0; change <= seed % 3; change += 1) {
      const paths = pathsOf(finding);
      const path = paths[Math.floor(random() * paths.length)] ?? [];
      const [name, value] = ODD[Math.floor(random() * ODD.length)] ?? ['missing', MISSING];
      finding = replaced(finding, path, value);
      changes.push(`${path.join('.') || '(all)'} = ${name}`);
    }
    yield { seed, finding, what: changes.join(', ') };
  }
}

/** A finding with every field that the starter reads. */
function rich(): unknown {
  return rawFinding({
    ProductFields: { StandardsArn: 'arn:aws:securityhub:::standards/x/v/1.0.0', ControlId: 'S3.8' },
    Vulnerabilities: [],
    Note: { Text: 'seen', UpdatedBy: 'kim', UpdatedAt: '2026-03-02T10:00:00Z' },
    Sample: false,
    FindingProviderFields: {
      Severity: { Label: 'HIGH' },
      Types: ['Software and Configuration Checks'],
    },
    Resources: [
      {
        Type: 'AwsS3Bucket',
        Id: 'arn:aws:s3:::payments-logs',
        Partition: 'aws',
        Region: 'eu-west-1',
        Tags: { Team: 'payments' },
      },
      {
        Type: 'AwsAccount',
        Id: 'AWS::::Account:111122223333',
        Tags: [{ Key: 'Team', Value: 'payments' }],
      },
    ],
  });
}

const MISSING = Symbol('missing');
const proto: unknown = JSON.parse(
  '{"__proto__": {"Workflow": {"Status": "SUPPRESSED"}}, "constructor": 1}',
);
const ODD: readonly (readonly [string, unknown])[] = [
  ['missing', MISSING],
  ['missing', MISSING],
  ['null', null],
  ['a number', 42],
  ['true', true],
  ['an empty string', ''],
  ['blanks', ' \t\n '],
  ['an empty list', []],
  ['an empty object', {}],
  ['a list of everything', [null, 1, 'x', [], {}]],
  ['a huge text', 'x'.repeat(240_000)],
  ['a huge list', Array.from({ length: 5000 }, () => ({ Type: 'AwsS3Bucket', Id: 'x' }))],
  ['a deep list', nested(3000)],
  ['a lone surrogate', 'payments\ud800logs'],
  ['right-to-left and zero-width', '\u202epayments\u200b\u0000'],
  ['emoji', '🪣'.repeat(60)],
  ['__proto__', '__proto__'],
  ['an object with __proto__', proto],
  ['a path', '../../etc/passwd'],
  ['another ARN', 'arn:aws:iam::444455556666:role/x'],
  ['NaN as text', 'NaN'],
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1)
    value = level % 2 === 0 ? [value] : { deeper: value };
  return value;
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null || path.length > 5) return [path];
  const inner = Object.entries(value).slice(0, 40);
  return [path, ...inner.flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by === MISSING ? undefined : by;
  const entries = Object.entries(value as object).flatMap(([name, child]): [string, unknown][] => {
    if (name !== String(key)) return [[name, child]];
    const changed = replaced(child, rest, by);
    return changed === undefined ? [] : [[name, changed]];
  });
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

/** A small linear congruential generator: the mutants are the same on every machine. */
function generator(seed: number): () => number {
  let state = seed * 2_654_435_761 + 12_345;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
