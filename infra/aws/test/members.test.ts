/** What member accounts get, and how an organisation hands it out. */
import assert from 'node:assert/strict';

import { ownDocuments } from '../../../controls/documents.ts';
import { ofType, readTemplate, templates } from './templates.ts';

const documents = async () =>
  ofType((await templates())['closeloop-member-documents'], 'AWS::SSM::Document');
const stackSets = async () =>
  ofType((await templates())['closeloop-organization'], 'AWS::CloudFormation::StackSet');

describe('The documents of a member account', () => {
  it('each document of the release is there under its name, its content byte for byte', async () => {
    const found = (await documents()).map(([, { Properties }]) => ({
      name: Properties['Name'],
      content: Properties['Content'],
    }));
    assert.deepEqual(
      found,
      ownDocuments().map(({ name, content }) => ({ name, content })),
    );
  });

  it('a document is never changed: another content needs another name, and the old one stays', async () => {
    for (const [, document] of await documents())
      assert.partialDeepStrictEqual(document, {
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { UpdateMethod: 'Replace', DocumentType: 'Automation', DocumentFormat: 'YAML' },
      });
  });

  it('documents are created one after the other, because CreateDocument is throttled', async () => {
    const all = await documents();
    assert.deepEqual(
      all.map(([, { DependsOn }]) => DependsOn),
      all.map((_document, at) => all.slice(at - 1, at).map(([id]) => id)),
    );
  });

  it('the version that plans pin is the first of its name, which a new account has too', () => {
    assert.deepEqual([...new Set(ownDocuments().map(({ version }) => version))], ['1']);
  });
});

describe('An organisation', () => {
  it('roles go to one Region and documents to every Region, in all accounts of the units', async () => {
    const targets = (await stackSets()).map(([, { Properties }]) => [
      Properties['StackSetName'],
      Properties['StackInstancesGroup'],
    ]);
    const DeploymentTargets = { OrganizationalUnitIds: ['ou-a1b2-12345678'] };
    assert.deepEqual(targets, [
      ['closeloop-member-roles', [{ DeploymentTargets, Regions: ['eu-west-1'] }]],
      [
        'closeloop-member-documents',
        [{ DeploymentTargets, Regions: ['eu-west-1', 'eu-central-1'] }],
      ],
    ]);
  });

  it('an account that joins later gets both without a hand', async () => {
    for (const [, { Properties }] of await stackSets())
      assert.partialDeepStrictEqual(Properties, {
        PermissionModel: 'SERVICE_MANAGED',
        CallAs: 'DELEGATED_ADMIN',
        AutoDeployment: { Enabled: true },
      });
  });

  it('the stack of roles gets exactly the parameters that its template has', async () => {
    const [roles] = await stackSets();
    assert.deepEqual(roles?.[1].Properties['Parameters'], [
      { ParameterKey: 'HubAccountId', ParameterValue: '222233334444' },
      { ParameterKey: 'ExternalId', ParameterValue: 'external' },
      { ParameterKey: 'OrganizationId', ParameterValue: 'o-a1b2c3d4e5' },
    ]);
    const { raw } = (await templates())['closeloop-member-roles'];
    assert.deepEqual(Object.keys(raw.Parameters), ['HubAccountId', 'ExternalId', 'OrganizationId']);
  });

  it('each StackSet reads its template where it is published', async () => {
    const urls = (await stackSets()).map(([, { Properties }]) => Properties['TemplateURL']);
    const folder = 'https://code.s3.eu-west-1.amazonaws.com/closeloop/1';
    assert.deepEqual(urls, [
      `${folder}/closeloop-member-roles.template.json`,
      `${folder}/closeloop-member-documents.template.json`,
    ]);
  });
});

describe('Accounts without an organisation', () => {
  it('trust then demands the account of the hub, its roles and the external id, and no organisation', async () => {
    const { text } = (await templates())['closeloop-member-roles'];
    const { resources } = readTemplate(text, { OrganizationId: '' });
    assert.partialDeepStrictEqual(resources['RemediateRole']?.Properties, {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Condition: {
              ArnEquals: {
                'aws:PrincipalArn': ['arn:aws:iam::222233334444:role/closeloop-runtime'],
              },
              StringEquals: { 'sts:ExternalId': 'external' },
            },
          },
        ],
      },
    });
    assert.doesNotMatch(JSON.stringify(resources), /PrincipalOrgID/);
  });
});
