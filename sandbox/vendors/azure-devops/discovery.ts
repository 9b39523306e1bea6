/** How Microsoft's own client finds out where things are, before its first request. */
import type { WireRequest } from '../../aws/gateway/wire.ts';
import type { VendorAnswer } from '../vendor-server.ts';
import type { BoardsState } from './state.ts';
import type { Named } from './work-items.ts';

const WIT = '5264459e-e5e0-4bd8-b118-0985e68a4ec5';

export function areas({ url }: BoardsState): VendorAnswer {
  const value = [{ id: WIT, name: 'wit', locationUrl: url() }];
  return { status: 200, body: { count: value.length, value } };
}

/** Ids are those of the service. */
const LOCATIONS: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  location: [
    ['e81700f7-3be2-46de-8624-2eb35882fcaa', 'ResourceAreas', '_apis/{resource}/{areaId}'],
  ],
  wit: [
    [
      '62d3d110-0047-428c-ad3c-4fe872c91c74',
      'workItems',
      '{project}/_apis/{area}/{resource}/${type}',
    ],
    ['72c7ddf8-2cdc-4f60-90cd-ab71c14a399b', 'workItems', '{project}/_apis/{area}/{resource}/{id}'],
    [
      '1a9c53f7-f243-4447-b110-35ef023636e4',
      'wiql',
      '{project}/{team}/_apis/{area}/{resource}/{id}',
    ],
    [
      '608aac0a-32e1-4493-a863-b9cf4566d257',
      'comments',
      '{project}/_apis/{area}/workItems/{workItemId}/{resource}/{commentId}',
    ],
    [
      '7c9d7a76-4a09-43e8-b5df-bd792f4ac6aa',
      'states',
      '{project}/_apis/{area}/workItemTypes/{type}/{resource}',
    ],
  ],
};

export function locations(
  _state: BoardsState,
  _request: WireRequest,
  { area = '' }: Named,
): VendorAnswer {
  const known = LOCATIONS[area.toLowerCase()] ?? [];
  const value = known.map(([id, resourceName, routeTemplate]) => ({
    id,
    area,
    resourceName,
    routeTemplate,
    resourceVersion: 4,
    minVersion: '1.0',
    maxVersion: '7.2',
    releasedVersion: '7.1',
  }));
  return { status: 200, body: { count: value.length, value } };
}
