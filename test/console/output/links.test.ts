import assert from 'node:assert/strict';

import { links } from '../../../console/output/links.ts';

const hub = { temporalUi: null, securityHubRegion: 'eu-west-1' };

describe('links', () => {
  const servers: readonly (readonly [string, string | null])[] = [
    ['127.0.0.1:7233', 'http://127.0.0.1:8233/namespaces/default/workflows/a%3Ab'],
    ['localhost:40000', 'http://localhost:41000/namespaces/default/workflows/a%3Ab'],
    ['x.a1b2c.tmprl.cloud:7233', 'https://cloud.temporal.io/namespaces/default/workflows/a%3Ab'],
    ['temporal.internal.example:7233', null],
  ];
  for (const [address, expected] of servers) {
    it(`the console links Temporal at ${address} ${expected === null ? 'to nothing: its Web UI is not known' : 'to its Web UI'}`, () => {
      const { temporal } = links(hub, { address, namespace: 'default' });

      assert.equal(temporal('a:b'), expected);
    });
  }

  it('the console links to the Web UI that the environment names', () => {
    const told = { ...hub, temporalUi: 'https://temporal.example' };
    const { temporal } = links(told, { address: 'x:7233', namespace: 'prod' });

    assert.equal(temporal('a:b'), 'https://temporal.example/namespaces/prod/workflows/a%3Ab');
  });

  it('the console links to the Security Hub console of the partition', () => {
    assert.match(consoleOf('eu-west-1'), /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/secur/);
    assert.match(consoleOf('us-gov-west-1'), /^https:\/\/console\.amazonaws-us-gov\.com\/secur/);
    assert.match(consoleOf('cn-north-1'), /^https:\/\/console\.amazonaws\.cn\/securityhub\/home/);
    assert.match(
      consoleOf('eusc-de-east-1'),
      /^https:\/\/eusc-de-east-1\.console\.amazonaws-eusc\.eu\//,
    );
  });

  it('the console links to no Security Hub console in a partition whose console is not on the internet', () => {
    const temporal = { address: 'x', namespace: 'd' };

    assert.equal(
      links({ ...hub, securityHubRegion: 'us-isob-east-1' }, temporal).securityHub('f'),
      null,
    );
  });
});

function consoleOf(securityHubRegion: string): string {
  const temporal = { address: 'x', namespace: 'd' };
  return links({ ...hub, securityHubRegion }, temporal).securityHub('f') ?? '';
}
