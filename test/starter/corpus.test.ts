import assert from 'node:assert/strict';

import { eventFiles, EXPECTED, explain } from './corpus.ts';

it('every event of the corpus has an expectation and every expectation an event', () => {
  assert.deepEqual(eventFiles(), [...EXPECTED.keys()].sort());
  assert.ok(EXPECTED.size >= 60, `${EXPECTED.size} events`);
});

for (const [file, rows] of EXPECTED) {
  it(`the event ${file} gets its expected action, control and resource`, () => {
    const told = explain(file).map(({ action, control, account, region, resource }) => ({
      action,
      control,
      account,
      region,
      resource,
    }));
    const wanted = rows.map(({ problem: _problem, ...rest }) => rest);
    assert.deepEqual(told, wanted);
  });
}

it('reports of one problem share one id and different problems never do', () => {
  const told = [...EXPECTED].flatMap(([file, rows]) =>
    explain(file).map(({ workflowId }, at) => ({ workflowId, problem: rows[at]?.problem, file })),
  );
  const started = told.filter(({ workflowId }) => workflowId !== null);
  for (const one of started) {
    for (const other of started) {
      assert.equal(
        one.workflowId === other.workflowId,
        one.problem === other.problem,
        `${one.file} and ${other.file}: ${one.workflowId} and ${other.workflowId}`,
      );
    }
  }
});

it('every id is readable, safe and at most 200 bytes', () => {
  for (const file of eventFiles()) {
    for (const { workflowId } of explain(file)) {
      if (workflowId === null) continue;
      assert.match(workflowId, /^[A-Za-z0-9._-]+(:[A-Za-z0-9._-]+){3}:[0-9a-f]{10}$/);
      assert.ok(Buffer.byteLength(workflowId) <= 200);
    }
  }
});
