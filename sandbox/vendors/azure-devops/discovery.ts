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

/** Area, resource, id and route of each location; ids are those of the service. */
const LOCATIONS = `
location ResourceAreas e81700f7-3be2-46de-8624-2eb35882fcaa _apis/{resource}/{areaId}
wit workItems 62d3d110-0047-428c-ad3c-4fe872c91c74 {project}/_apis/wit/{resource}/$\{type}
wit workItems 72c7ddf8-2cdc-4f60-90cd-ab71c14a399b {project}/_apis/wit/{resource}/{id}
wit wiql 1a9c53f7-f243-4447-b110-35ef023636e4 {project}/{team}/_apis/wit/{resource}/{id}
wit comments 608aac0a-32e1-4493-a863-b9cf4566d257 {project}/_apis/wit/workItems/{workItemId}/{resource}/{commentId}
wit states 7c9d7a76-4a09-43e8-b5df-bd792f4ac6aa {project}/_apis/wit/workItemTypes/{type}/{resource}
`;

export function locations(
  _state: BoardsState,
  _request: WireRequest,
  { area = '' }: Named,
): VendorAnswer {
  const versions = { minVersion: '1.0', maxVersion: '7.2', releasedVersion: '7.1' };
  const known = LOCATIONS.split('\n').map((line) => line.split(' '));
  const value = known
    .filter(([itsArea]) => itsArea === area.toLowerCase())
    .map(([, resourceName, id, routeTemplate]) => {
      return { id, area, resourceName, routeTemplate, resourceVersion: 4, ...versions };
    });
  return { status: 200, body: { count: value.length, value } };
}
