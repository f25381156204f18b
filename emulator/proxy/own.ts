import { readBody } from '../api/body';
import type { OwnHost } from '../domains';
import { isSigned } from '../edge/signature';
import type { HostHandler } from '.';

/**
 * Answers for a host of Twilio's own that takes webhooks (`webhooks.twilio.com`). A program may send one on, but only as
 * Twilio signed it: without a valid signature it is 403.
 */
export const answerOwn =
  (token: string, host: string, own: OwnHost): HostHandler =>
  async (request, response) => {
    try {
      const body = await readBody(request);
      if (!isSigned(token, request, body, [`https://${host}`])) {
        response
          .writeHead(403, { 'content-type': 'text/plain' })
          .end(`${host} takes only requests that Twilio signed for https://${host}${request.url}\n`);
        return;
      }
      const url = new URL(request.url ?? '/', `https://${host}`);
      const params = Object.fromEntries([...url.searchParams, ...new URLSearchParams(body.toString())]);
      const answer = await own({ url, params });
      response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
    } catch {
      // The caller broke off, or sent more than anybody takes.
      response.destroy();
    }
  };
