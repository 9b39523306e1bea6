import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { TASK_QUEUES } from '../../workflows/messages.ts';
import { COMPOSE, ENV_EXAMPLE, read, ROOT } from './compose-files.ts';

const Service = z.looseObject({
  image: z.string(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  restart: z.string(),
  deploy: z.object({
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }),
  }),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const Dynamic = z.record(
  z.string(),
  z.array(
    z.object({
      value: z.number(),
      constraints: z.object({ taskQueueName: z.string() }).optional(),
    }),
  ),
);

const text = read(COMPOSE);
const { services } = z
  .object({ services: z.record(z.string(), Service) })
  .parse(parse(text, { merge: true }));
const example = new Map(
  [...read(ENV_EXAMPLE).matchAll(/^#?([A-Z_]+)=(.*)$/gmu)].map(([, key = '', value = '']) => [
    key,
    value,
  ]),
);

describe('docker-compose.temporal.yml', () => {
  it('the compose file publishes ports on the loopback address only', () => {
    const ports = Object.values(services).flatMap((service) => service.ports);

    assert.equal(ports.length, 2);
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/u);
  });

  it('the compose file takes every image at a tag that the example environment pins', () => {
    const images = Object.values(services).map(({ image }) => image);

    for (const image of images.filter((name) => name !== 'closeloop-workers')) {
      const variable = /:\$\{(?<name>[A-Z_]+):\?/u.exec(image)?.groups?.['name'] ?? image;
      assert.match(example.get(variable) ?? '', /^\d+\.\d+(\.\d+)?$/u, variable);
    }
  });

  it('the compose file and its example environment have no default for a secret', () => {
    const secrets = [
      ...text.matchAll(/\$\{([A-Z_]*(?:PASSWORD|SECRET|KEY|TOKEN)[A-Z_]*)([^}]*)\}/gu),
    ];

    assert.ok(secrets.length > 3);
    for (const [whole, name = '', rest = ''] of secrets) {
      assert.ok(rest.startsWith(':?') || rest === ':-', whole);
      assert.equal(example.get(name), '', `${name} in the example`);
    }
  });

  it('the compose file uses no variable that the example environment does not name', () => {
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/gu)].map(([, name = '']) => name);

    assert.deepEqual(
      asked.filter((name) => !example.has(name)),
      [],
    );
  });

  it('the compose file starts database, schema, server, provisioning and workers in this order', () => {
    assert.deepEqual(waits('schema'), { postgresql: 'service_healthy' });
    assert.deepEqual(waits('temporal'), {
      postgresql: 'service_healthy',
      schema: 'service_completed_successfully',
    });
    assert.deepEqual(waits('provision'), { temporal: 'service_healthy' });
    assert.deepEqual(waits('worker-orchestrator'), { provision: 'service_completed_successfully' });
    assert.deepEqual(waits('worker-audit'), { provision: 'service_completed_successfully' });
    assert.deepEqual(waits('worker-closer'), { provision: 'service_completed_successfully' });
    assert.deepEqual(waits('worker-runtime'), { provision: 'service_completed_successfully' });
  });

  it('the compose file mounts files that exist, and keeps data in a named volume', () => {
    const volumes = Object.values(services).flatMap((service) => service.volumes);
    const bound = volumes.filter((volume) => volume.startsWith('./'));

    assert.equal(bound.length, 2);
    for (const volume of bound) assert.ok(existsSync(`${ROOT}${volume.split(':')[0]}`), volume);
    assert.ok(volumes.includes('temporal-db:/var/lib/postgresql/data'));
    assert.ok(statSync(`${ROOT}infra/temporal/setup-schema.sh`).mode & 0o100);
  });

  it('the compose file runs each of our commands from a file that the image contains', () => {
    const dockerfile = read('infra/Dockerfile');
    const copied = [...dockerfile.matchAll(/^COPY (\S+) \1$/gmu)].map(([, path = '']) => path);
    const scripts = [...text.matchAll(/\[node, ([\w./-]+\.ts)/gu)].map(([, path = '']) => path);

    assert.equal(scripts.length, 6);
    for (const path of copied) assert.ok(existsSync(`${ROOT}${path}`), path);
    for (const script of scripts) {
      assert.ok(existsSync(`${ROOT}${script}`), script);
      assert.ok(
        copied.some((folder) => script.startsWith(`${folder}/`)),
        script,
      );
    }
  });

  it('the image is built on the Node version that the repository pins', () => {
    const version = read('.nvmrc').trim();

    assert.equal(example.get('NODE_TAG'), `${version}-slim`);
    assert.match(read('infra/Dockerfile'), new RegExp(`^ARG NODE_TAG=${version}-slim$`, 'mu'));
  });

  it('the server has one partition for writing and one for reading each task queue', () => {
    const dynamic = Dynamic.parse(parse(read('infra/temporal/dynamicconfig/closeloop.yaml')));

    assert.deepEqual(dynamic['limit.maxIDLength'], [{ value: 255 }]);
    for (const kind of ['Read', 'Write']) {
      const partitions = dynamic[`matching.numTaskqueue${kind}Partitions`];
      assert.deepEqual(
        partitions?.map(({ value, constraints }) => [constraints?.taskQueueName, value]),
        Object.values(TASK_QUEUES).map((queue) => [queue, 1]),
      );
    }
  });
});

/** What a service waits for, and until when. */
function waits(name: string): Record<string, string> {
  const waited = Object.entries(services[name]?.depends_on ?? {});
  return Object.fromEntries(waited.map(([on, { condition }]) => [on, condition] as const));
}
