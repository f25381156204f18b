import { type RestRequest, TwilioError } from './rest';

/**
 * Refuses a request that asks for something the emulator does not do, rather than letting it look done: 501 naming the
 * parameter, the operation and the folder where it would be added.
 */
export function unsupported(request: RestRequest, what: string, folder: string): TwilioError {
  return new TwilioError(
    501,
    501,
    `The emulator does not have ${what} (${request.method} https://${request.host}${request.url.pathname}). ` +
      `Add it in ${folder}; emulator/README.md says how.`,
  );
}

/** Throws for the first of these parameters that the request carries. */
export function refuseParameters(request: RestRequest, names: string[], folder: string): void {
  const found = request.form.keys().find((key) => names.some((name) => matches(key, name)));
  if (found !== undefined) throw unsupported(request, `the parameter ${found}`, folder);
}

/** A name that ends with a dot stands for all that begin with it. */
const matches = (key: string, name: string): boolean =>
  name.endsWith('.') ? key.startsWith(name) : key === name;
