import assert from 'node:assert/strict';

import { isForPeople, oneLine } from '../cli.ts';
import { closeloop } from '../shared-process.ts';

/** Words after the program's name, and what the person has to read. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ['findigns', /unknown command 'findigns'[^]*Did you mean findings/i],
  ['findings lst', /unknown command 'lst'[^]*Did you mean list[^]*findings --help/i],
  ['findings list --pase x', /unknown option '--pase'[^]*--phase[^]*findings list --help/i],
  ['findings list --phase SLEEPING', /'SLEEPING' is invalid. Expected one of TRIAGE/],
  ['findings list extra', /too many arguments/i],
  ['findings list --owner', /'--owner <team>' argument missing/],
  ['findings list --owner payments --owner data', /given twice, as payments before/],
  ['findings show', /missing required argument 'id'/i],
  ['findings show a b', /too many arguments/i],
  ['findings approve --plan x', /missing required argument 'id'/i],
  ['findings claim-fixed abc', /'--evidence <text>' not specified/],
  ['findings explain', /missing required argument 'file'/i],
  ['kill-switch off', /'--why <text>' not specified/],
  ['stop everything', /too many arguments/i],
  ['doctor now', /too many arguments/i],
  ['list', /unknown command 'list'[^]*closeloop -- findings list\n/i],
  ['approve abc', /unknown command 'approve'[^]*closeloop -- findings approve\n/i],
  ['findings clam abc', /unknown command 'clam'[^]*closeloop -- findings claim\n/i],
  ['findings claim abc', /'--why <text>' not specified/],
  ['findings accept abc --days 30', /'--why <text>' not specified/],
  ['findings accept abc --days 0 --why w', /'0' is invalid\. Expected a whole number of days/],
  ['findings accept abc --why w', /Say when it ends, once: with --days or with --until/],
  ['findings assign abc --why w', /'--team <slug>' not specified/],
  ['help findngs', /unknown command 'findngs'[^]*closeloop -- findings\n/i],
  ['help findings lst', /unknown command 'lst'/i],
  ['routes apply --target closeloop', /'closeloop' is invalid\. Expected arn:aws:lambda:/],
  ['routes apply --target arn:aws:s3:::bucket', /is invalid\. Expected arn:aws:lambda:/],
  ['routes apply --target arn:aws:sqs:eu-west-1:222233334444:q.fifo', /no FIFO queue/],
];

describe('wrong usage', () => {
  for (const [words, expected] of WRONG) {
    it(`the console exits 2 for "closeloop ${words}" and says what to do`, async () => {
      const ran = await closeloop(words.split(' '));

      assert.deepEqual([ran.code, ran.stdout], [2, '']);
      assert.match(ran.stderr, expected);
      assert.ok(isForPeople(ran), ran.stderr);
    });
  }

  const EMPTY: readonly (readonly string[])[] = [
    ['findings', 'claim-fixed', 'abc', '--evidence', ''],
    ['findings', 'claim-fixed', 'abc', '--evidence', ' \t'],
    ['findings', 'approve', 'abc', '--as', ''],
    ['findings', 'cancel', 'abc', '--why', ' '],
    ['findings', 'list', '--owner', ''],
    ['kill-switch', 'off', '--why', ''],
  ];
  for (const words of EMPTY) {
    it(`the console rejects an empty ${words.at(-2)} in "${words.slice(0, 2).join(' ')}"`, async () => {
      const ran = await closeloop(words);

      assert.deepEqual([ran.code, ran.stdout], [2, '']);
      assert.match(ran.stderr, new RegExp(`'${words.at(-2)} <\\w+>' argument .* It is empty`));
      assert.ok(isForPeople(ran), ran.stderr);
    });
  }

  it('the console rejects a name with invisible characters and a reason that is too long', async () => {
    const unseen = await closeloop(['findings', 'cancel', 'abc', '--as', 'da\u200Bna']);
    const endless = await closeloop(['findings', 'cancel', 'abc', '--why', 'x'.repeat(2001)]);

    assert.deepEqual([unseen.code, endless.code], [2, 2]);
    assert.match(unseen.stderr, /invisible characters/);
    assert.match(endless.stderr, /has 2001 characters; at most 2000/);
  });

  it('the console reports wrong usage as one line of JSON for scripts', async () => {
    const ran = await closeloop(['findings', 'show', '--json']);

    assert.equal(ran.code, 2);
    assert.deepEqual(oneLine(ran), {
      error: {
        code: 'usage',
        message: "Missing required argument 'id'",
        next: ['npm run -s closeloop -- findings show --help'],
      },
    });
  });
});
