import assert from 'node:assert/strict';

import { CONTROLS, controlById } from '../../controls/index.ts';
import {
  controlByConfigRule,
  controlByFindingType,
  controlByProwlerCheck,
  controlBySecurityHubId,
  controlByTitle,
} from '../../controls/lookup.ts';

const PROWLER = 'arn:aws:securityhub:eu-west-1::product/prowler/prowler';

describe('A report is looked up', () => {
  it('a control is found by everything that it covers', () => {
    for (const { id, covers } of CONTROLS) {
      for (const hub of covers.securityHub) assert.equal(controlBySecurityHubId(hub)?.id, id);
      for (const rule of covers.configRules) assert.equal(controlByConfigRule(rule)?.id, id);
      for (const type of covers.findingTypes) assert.equal(controlByFindingType(type)?.id, id);
      for (const check of covers.prowler) assert.equal(controlByProwlerCheck(check)?.id, id);
      assert.ok(covers.prowler.length > 0, `${id} has no check of Prowler`);
      for (const { product, title } of covers.titles) {
        const arn = `arn:aws:securityhub:eu-west-1::product/${product}`;
        assert.equal(controlByTitle(arn, title)?.id, id, title);
      }
    }
  });

  it('a control is found by a Security Hub id in lower case', () => {
    assert.equal(controlBySecurityHubId('s3.8')?.id, 'S3.PublicAccess');
  });

  it('a control is found by a Config rule identifier in capitals', () => {
    assert.equal(controlByConfigRule('S3_BUCKET_VERSIONING_ENABLED')?.id, 'S3.MissingVersioning');
  });

  for (const type of [
    'Policy:S3/BucketPublicAccessGranted',
    'TTPs/Policy:S3-BucketPublicAccessGranted',
    'Policy:IAMUser/S3BucketPublic',
    'policy:s3/bucketanonymousaccessgranted',
    'Software and Configuration Checks/AWS Security Best Practices/Policy:IAMUser-S3BlockPublicAccessDisabled',
    'Effects/Data Exposure/ External Access Granted',
  ]) {
    it(`a control is found by the finding type ${type}`, () => {
      assert.equal(controlByFindingType(type)?.id, 'S3.PublicAccess');
    });
  }

  it('a control is found by a title in other case and with other blanks', () => {
    const title = '  check if S3  buckets have object versioning ENABLED. ';

    assert.equal(controlByTitle(PROWLER, title)?.id, 'S3.MissingVersioning');
  });
});

describe('A report is not ours', () => {
  for (const id of ['S3.1', 'S3.12', 'S3.20', 'S3.22', '', '__proto__', 'S3.2.1']) {
    it(`no control is found by the Security Hub id "${id}"`, () => {
      assert.equal(controlBySecurityHubId(id), null);
    });
  }

  for (const type of [
    'Software and Configuration Checks/AWS Security Best Practices/External Access Granted',
    'Policy:IAMUser/S3BucketSharedExternally',
    'Policy:IAMUser/S3BucketEncryptionDisabled',
    'Policy:S3/AccountBlockPublicAccessDisabled',
    'TTPs/Discovery:S3-MaliciousIPCaller',
    'Policy:',
    '',
  ]) {
    it(`no control is found by the type "${type}"`, () => {
      assert.equal(controlByFindingType(type), null);
    });
  }

  it('no control is found by a covered title of another product', () => {
    const arn = 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default';

    assert.equal(controlByTitle(arn, 'S3 bucket has object versioning enabled'), null);
  });

  it('no control is found by a control id that names an object member', () => {
    assert.equal(controlById('__proto__'), null);
    assert.equal(controlById('constructor'), null);
  });
});
