import { metaPage, notFound, ok, type Route } from '../../rest';
import { invalid } from '../model';
import { type Desk, environmentOf, route } from './request';

/** `…/Logs`: what functions of the environment wrote, the newest first. https://www.twilio.com/docs/serverless/api/resource/logs */
export function logRoutes(desk: Desk): Route[] {
  const { model, views } = desk;
  const many = '/{ServiceSid}/Environments/{EnvironmentSid}/Logs';
  return [
    route('GET', many, (request) => {
      const { sid } = environmentOf(desk, request);
      const time = (name: string, otherwise: number): number => {
        const text = request.query.get(name);
        const value = text ? Date.parse(text) : otherwise;
        if (Number.isNaN(value)) throw invalid(`Invalid ${name} ${text}: a time like 2026-11-21T13:00:00Z`);
        return value;
      };
      const [from, to] = [time('StartDate', 0), time('EndDate', Number.POSITIVE_INFINITY)];
      const ofFunction = request.query.get('FunctionSid');
      const found = model.logs
        .values()
        .filter((log) => log.environmentSid === sid && (!ofFunction || log.functionSid === ofFunction))
        .filter(({ dateCreated }) => dateCreated >= from && dateCreated <= to);
      return metaPage(request, 'logs', found.reverse(), views.log);
    }),
    route('GET', `${many}/{Sid}`, (request) => {
      const { sid } = environmentOf(desk, request);
      const found = model.logs.get(request.params.Sid ?? '');
      if (found?.environmentSid !== sid) throw notFound(request);
      return ok(views.log(found));
    }),
  ];
}
