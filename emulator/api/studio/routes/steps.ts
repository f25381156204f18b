import { metaPage, notFound, ok, type RestRequest, type Route } from '../../rest';
import type { Step } from '../entities';
import { stepContextView, stepView } from '../views';
import { executionOf, route, type StudioRoom } from './request';

/** `…/Executions/{ExecutionSid}/Steps`: https://www.twilio.com/docs/studio/rest-api/v2/step */
export function stepRoutes(room: StudioRoom): Route[] {
  const { account, executions } = room;
  const many = '/{FlowSid}/Executions/{ExecutionSid}/Steps';
  const stepOf = (request: RestRequest, variable: string): Step => {
    const { sid } = executionOf(room, request);
    const step = executions.steps(sid).find((one) => one.sid === request.params[variable]);
    if (!step) throw notFound(request);
    return step;
  };
  return [
    route('GET', many, (request) => {
      const { sid } = executionOf(room, request);
      return metaPage(request, 'steps', executions.steps(sid), (step) => stepView(account, step));
    }),
    route('GET', `${many}/{Sid}`, (request) => ok(stepView(account, stepOf(request, 'Sid')))),
    route('GET', `${many}/{StepSid}/Context`, (request) =>
      ok(stepContextView(account, stepOf(request, 'StepSid'))),
    ),
  ];
}
