import {
  created,
  metaPage,
  noContent,
  notFound,
  ok,
  type RestRequest,
  type Route,
  required,
} from '../../rest';
import type { FileKind, FileVersion } from '../entities';
import { readUpload } from '../upload';
import { type Desk, oneOf, route, serviceOf } from './request';

const UPLOAD = 'serverless-upload.twilio.com';

/** `…/Functions` or `…/Assets` with their versions: https://www.twilio.com/docs/serverless/api/resource/function */
export function fileRoutes(desk: Desk, kind: FileKind): Route[] {
  const { model, views } = desk;
  const folder = kind === 'function' ? 'Functions' : 'Assets';
  const parent = kind === 'function' ? 'FunctionSid' : 'AssetSid';
  const many = `/{ServiceSid}/${folder}`;
  const one = (request: RestRequest, param: string) => {
    const found = oneOf(desk, request, model.files, param);
    if (found.kind !== kind) throw notFound(request);
    return found;
  };
  const version = (request: RestRequest): FileVersion => {
    const file = one(request, parent);
    const found = model.versions.get(request.params.Sid ?? '');
    if (found?.fileSid !== file.sid) throw notFound(request);
    return found;
  };
  const routes = [
    route('POST', many, (request) => {
      const { sid } = serviceOf(desk, request);
      const file = model.add(model.files, 'ZH', {
        kind,
        serviceSid: sid,
        friendlyName: required(request, 'FriendlyName'),
      });
      return created(views.file(file));
    }),
    route('GET', many, (request) => {
      const { sid } = serviceOf(desk, request);
      const all = model.files.values().filter((file) => file.serviceSid === sid && file.kind === kind);
      return metaPage(request, folder.toLowerCase(), all, views.file);
    }),
    route('GET', `${many}/{Sid}`, (request) => ok(views.file(one(request, 'Sid')))),
    route('POST', `${many}/{Sid}`, (request) => {
      const friendlyName = required(request, 'FriendlyName');
      return ok(views.file(model.change(model.files, one(request, 'Sid'), { friendlyName })));
    }),
    route('DELETE', `${many}/{Sid}`, (request) => {
      model.files.delete(one(request, 'Sid').sid);
      return noContent();
    }),
    route('GET', `${many}/{${parent}}/Versions`, (request) => {
      const file = one(request, parent);
      const all = model.versions.values().filter(({ fileSid }) => fileSid === file.sid);
      return metaPage(request, `${kind}_versions`, all, views.version);
    }),
    route('GET', `${many}/{${parent}}/Versions/{Sid}`, (request) => ok(views.version(version(request)))),
  ];
  if (kind === 'function')
    routes.push(
      route('GET', `${many}/{${parent}}/Versions/{Sid}/Content`, (request) =>
        ok(views.content(version(request))),
      ),
    );
  return [
    ...routes,
    {
      method: 'POST',
      host: UPLOAD,
      path: `/v1/Services/{ServiceSid}/${folder}/{${parent}}/Versions`,
      handle: async (request) => {
        const { sid, serviceSid } = one(request, parent);
        const upload = await readUpload(kind, request);
        return created(
          views.version(model.add(model.versions, 'ZN', { kind, serviceSid, fileSid: sid, ...upload })),
        );
      },
    },
  ];
}
