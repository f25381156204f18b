import https from 'node:https';
import { createRequire } from 'node:module';

/** The SDK's own way through a proxy, so that the functions are reached as Twilio is. */
const sdk = createRequire(createRequire(__filename).resolve('twilio/package.json'));

/** One HTTPS request with form fields. Rejects when nobody answers within 15 s. */
export async function request(
  method: 'GET' | 'POST',
  url: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const proxy = process.env.HTTP_PROXY;
  const { HttpsProxyAgent } = sdk('https-proxy-agent') as {
    HttpsProxyAgent: new (url: string) => https.Agent;
  };
  const body = method === 'POST' ? new URLSearchParams(fields).toString() : '';
  return new Promise((resolve, reject) => {
    const sent = https.request(
      url,
      {
        method,
        timeout: 15_000,
        ...(proxy ? { agent: new HttpsProxyAgent(proxy) } : {}),
        headers: {
          ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    sent.once('timeout', () => sent.destroy(new Error(`${url} did not answer within 15 s`)));
    sent.once('error', reject);
    sent.end(body);
  });
}
