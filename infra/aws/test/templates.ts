/** The templates as CloudFormation would read them: synthesised once, with parameters and references filled in. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { closeloopApp } from '../stacks.ts';

export const POLICIES = join(import.meta.dirname, '../../../policies');

const PLACE: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '222233334444',
  'AWS::URLSuffix': 'amazonaws.com',
};

type Entered = Readonly<Record<string, string | readonly string[]>>;

/** What a person would enter; the rest are defaults. */
const ENTERED: Entered = {
  SecurityHubRegion: 'eu-west-1',
  ExternalId: 'external',
  CodeBucket: 'code',
  CodePrefix: 'closeloop/1',
  WorkerImage: '222233334444.dkr.ecr.eu-west-1.amazonaws.com/closeloop:1',
  WorkerRepositoryArn: 'arn:aws:ecr:eu-west-1:222233334444:repository/closeloop',
  PoliciesCommit: '1a2b3c4d',
  VpcId: 'vpc-1',
  SubnetIds: ['subnet-1', 'subnet-2'],
  TemporalAddress: 'eu-west-1.aws.api.temporal.io:7233',
  TemporalNamespace: 'closeloop.a1b2c',
  ModelId: 'example.model',
  ModelArns: ['arn:aws:bedrock:eu-west-1::foundation-model/example'],
  ConsolePrincipalArns: ['arn:aws:iam::222233334444:role/security'],
  HubAccountId: '222233334444',
  OrganizationId: 'o-a1b2c3d4e5',
  OrganizationalUnitIds: ['ou-a1b2-12345678'],
  Regions: ['eu-west-1', 'eu-central-1'],
};

const resourceShape = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.array(z.string()).default([]),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const templateShape = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })).default({}),
  Resources: z.record(z.string(), resourceShape),
  Conditions: z.record(z.string(), z.unknown()).default({}),
});

export type Resource = z.output<typeof resourceShape>;
type Template = z.output<typeof templateShape>;

export interface Synthesised {
  /** As it is deployed. */
  readonly text: string;
  /** Without intrinsic functions. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly raw: Template;
}

const STACKS = [
  'closeloop-hub',
  'closeloop-member-roles',
  'closeloop-member-documents',
  'closeloop-organization',
] as const;
type StackName = (typeof STACKS)[number];

let made: Promise<Readonly<Record<StackName, Synthesised>>> | null = null;

export async function templates(): Promise<Readonly<Record<StackName, Synthesised>>> {
  made ??= synthesise();
  return await made;
}

async function synthesise(): Promise<Readonly<Record<StackName, Synthesised>>> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-aws-'));
  try {
    (await closeloopApp(folder, POLICIES)).synth();
    const read = (name: StackName) =>
      readTemplate(readFileSync(join(folder, `${name}.template.json`), 'utf8'));
    return {
      'closeloop-hub': read('closeloop-hub'),
      'closeloop-member-roles': read('closeloop-member-roles'),
      'closeloop-member-documents': read('closeloop-member-documents'),
      'closeloop-organization': read('closeloop-organization'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `entered` replaces what a person enters. */
export function readTemplate(text: string, entered: Entered = {}): Synthesised {
  const raw = templateShape.parse(JSON.parse(text));
  const filled = filler(raw, { ...ENTERED, ...entered });
  const resources = Object.entries(raw.Resources).map(
    ([id, resource]) => [id, resourceShape.parse(filled(resource))] as const,
  );
  return { text, raw, resources: Object.fromEntries(resources) };
}

const NO_VALUE = Symbol('AWS::NoValue');
const functionShape = z.record(z.string(), z.unknown());

/** Replaces intrinsic functions, those that our templates use; any other is left, so that a comparison fails. */
function filler(template: Template, entered: Entered): (value: unknown) => unknown {
  const refer = (name: string): unknown => {
    if (name === 'AWS::NoValue') return NO_VALUE;
    if (name in PLACE) return PLACE[name];
    const parameter = template.Parameters[name];
    return parameter === undefined ? `<${name}>` : (entered[name] ?? parameter.Default);
  };
  const truth = (name: string): boolean => evaluate(fill(template.Conditions[name]));
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill).filter((one) => one !== NO_VALUE);
    const object = functionShape.safeParse(value);
    if (!object.success) return value;
    const [[name, argument] = ['', null], ...others] = Object.entries(object.data);
    if (others.length === 0) {
      if (name === 'Ref') return refer(String(argument));
      if (name === 'Fn::GetAtt' && Array.isArray(argument)) return `<${argument.join('.')}>`;
      if (name === 'Fn::Join' && Array.isArray(argument)) {
        const parts = fill(argument[1]);
        return [parts].flat(2).map(String).join(String(argument[0]));
      }
      if (name === 'Fn::If' && Array.isArray(argument))
        return fill(truth(String(argument[0])) ? argument[1] : argument[2]);
    }
    const entries = Object.entries(object.data).map(([key, one]) => [key, fill(one)] as const);
    return Object.fromEntries(entries.filter(([, one]) => one !== NO_VALUE));
  };
  return fill;
}

function evaluate(condition: unknown): boolean {
  const { 'Fn::Equals': equals, 'Fn::Not': not } = functionShape.parse(condition);
  if (Array.isArray(equals)) return equals[0] === equals[1];
  if (Array.isArray(not)) return !evaluate(not[0]);
  throw new Error(`Not a condition that our templates use: ${JSON.stringify(condition)}`);
}

/** The resources of a type, by logical id. */
export function ofType({ resources }: Synthesised, type: string): readonly [string, Resource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}
