/** Files that people really have: each is opened, or refused with its own reason and place. */
import assert from 'node:assert/strict';

import { UnreadableEvent } from '../../starter/event/json-values.ts';
import { openText } from '../../starter/event/read-file.ts';
import { rawEvent, rawFinding } from '../builders/asff.ts';

const FINDING = rawFinding();
const OTHER = rawFinding({ Id: 'another' });
const EVENT = rawEvent([FINDING]);
const json = (value: unknown) => JSON.stringify(value);
const pretty = (value: unknown) => JSON.stringify(value, null, 2);
const sns = {
  Type: 'Notification',
  MessageId: 's-1',
  TopicArn: 'arn:aws:sns:x',
  Message: json(EVENT),
};
const log = (message: string) => ({ timestamp: 1, message });

/** How many findings each text carries. */
const OPENED: readonly (readonly [string, string, number])[] = [
  ['one event', json(EVENT), 1],
  ['one finding', json(FINDING), 1],
  ['a list of findings', json([FINDING, OTHER]), 2],
  ['a list of events', json([EVENT, EVENT]), 2],
  ['a list of events and findings', json([EVENT, FINDING, OTHER, EVENT]), 4],
  ['a list of lists', json([[FINDING], [OTHER]]), 2],
  ['JSON Lines of events', `${json(EVENT)}\n${json(EVENT)}\n`, 2],
  ['JSON Lines of findings with blank lines', `\n${json(FINDING)}\r\n\r\n${json(OTHER)}\n`, 2],
  ['concatenated events, as Firehose writes them', `${json(EVENT)}${json(EVENT)}`, 2],
  ['concatenated indented findings', `${pretty(FINDING)}\n${pretty(OTHER)}`, 2],
  ['a JSON text sequence', `\u001e${json(EVENT)}\n\u001e${json(EVENT)}\n`, 2],
  ['the answer of GetFindings', json({ Findings: [FINDING, OTHER], NextToken: 'x' }), 2],
  [
    'two pages of GetFindings',
    `${json({ Findings: [FINDING] })}\n${json({ Findings: [OTHER] })}`,
    2,
  ],
  ['the detail of an event', json({ findings: [FINDING] }), 1],
  ['an SQS batch', json({ Records: [{ messageId: 'm', body: json(EVENT) }] }), 1],
  ['the answer of receive-message', json({ Messages: [{ MessageId: 'm', Body: json(EVENT) }] }), 1],
  [
    'an event in SNS in receive-message',
    json({ Messages: [{ MessageId: 'm', Body: json(sns) }] }),
    1,
  ],
  ['an SNS message', json(sns), 1],
  ['an SNS event of Lambda', json({ Records: [{ EventSource: 'aws:sns', Sns: sns }] }), 1],
  ['filter-log-events', json({ events: [log(json(EVENT)), log(json(EVENT))] }), 2],
  ['a log subscription', json({ messageType: 'DATA_MESSAGE', logEvents: [log(json(EVENT))] }), 1],
  ['one log record', json(log(json(EVENT))), 1],
  ['Logs Insights', json({ results: [[{ field: '@message', value: json(EVENT) }]] }), 1],
  ['a byte order mark', `\uFEFF${json(EVENT)}`, 1],
];

for (const [name, text, findings] of OPENED) {
  it(`a file with ${name} is opened`, () => {
    const found = openText(text).flatMap((opened) => {
      assert.ok(opened.ok, opened.ok ? '' : opened.message);
      return opened.event.findings;
    });

    assert.deepEqual(
      found.map(({ ok }) => ok),
      Array(findings).fill(true),
    );
  });
}

const OCSF = { class_uid: 2003, finding_info: { uid: 'x' }, metadata: { product: {} } };
const REFUSED: readonly (readonly [string, string, string, RegExp])[] = [
  ['a list of OCSF findings', json([OCSF]), 'ocsf', /OCSF.*json-asff/],
  ['the answer of GetFindingsV2', json({ Findings: [OCSF] }), 'ocsf', /GetFindings/],
  ['an empty list', '[]', 'no-findings', /empty list/],
  ['an empty answer', json({ Findings: [] }), 'no-findings', /empty list/],
  [
    'a log line',
    json({ events: [log('START RequestId: 1')] }),
    'not-an-event',
    /log record 0 is no JSON/,
  ],
  [
    'a torn SQS message',
    json({ Messages: [{ MessageId: 'm', Body: '{' }] }),
    'not-an-event',
    /message m is no JSON/,
  ],
  ['something else', '{"a":1}', 'not-an-event', /expected an EventBridge event/],
  ['an event in events without end', deep(9), 'not-an-event', /expected an EventBridge event/],
];

for (const [name, text, why, message] of REFUSED) {
  it(`a file with ${name} is refused with its own reason`, () => {
    const [opened] = openText(text);

    assert.ok(opened?.ok === false);
    assert.equal(opened.why, why);
    assert.match(opened.message, message);
  });
}

const UNREADABLE: readonly (readonly [string, string, RegExp])[] = [
  [
    'CSV',
    'Title,Severity\nBucket is public,HIGH\n',
    /line 1, column 1: it is no JSON at all; .*CSV/,
  ],
  ['YAML', 'findings:\n  - Id: x\n', /line 1, column 1: it is no JSON at all; .*YAML/],
  ['HTML', '<!doctype html>', /line 1, column 1: .*HTML/],
  ['a gzip file', '\u001f\uFFFD\b', /line 1, column 1: .*decompress/],
  ['plain words', 'no findings today', /^no JSON at line 1, column 1: it is no JSON at all$/],
  ['a wrong word in the second line', '{"a": \n nope}', /line 2, column 2/],
  ['a second line that is torn', `{"a":1}\n{"b":`, /line 2, column 6/],
  ['a missing comma', '{\n "a": 1\n "b": 2\n}', /line 3, column 2: comma expected/],
  ['words behind a value', '{"a":1}\nnope', /line 2, column 1/],
  ['a comment', '{\n // no\n}', /line 2, column 2: invalid comment token/],
  ['nothing', ' \n', /the file is empty/],
];

for (const [name, text, message] of UNREADABLE) {
  it(`a file with ${name} is unreadable at its own line and column`, () => {
    assert.throws(
      () => openText(text),
      (error) => error instanceof UnreadableEvent && message.test(error.message),
    );
  });
}

it('the findings of a list keep their places behind an event', () => {
  const texts = openText(json([EVENT, FINDING, OTHER])).map((opened) =>
    opened.ok ? opened.event.findings.length : 0,
  );

  assert.deepEqual(texts, [1, 2]);
});

function deep(levels: number): string {
  return levels === 0 ? json(EVENT) : json(log(deep(levels - 1)));
}
