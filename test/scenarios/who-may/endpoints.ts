import * as v from 'valibot';
import type { Schema } from '../../../src/endpoint/input';
import { declarationOf } from '../../harness/built';
import { sources } from '../../invariants/sources';

/** A function as it was built: who may call it, and what comes in. */
export interface Endpoint {
  path: string;
  auth: 'agent' | 'supervisor' | 'customer' | 'public' | 'twilio';
  schema: Schema;
}

/** Every function there is: a new one is in the table by itself. */
export function endpoints(): Endpoint[] {
  return sources('functions').map((source) => {
    const declaration = declarationOf(source.replace(/^functions\//, ''));
    if (declaration === undefined) throw new Error(`${source} declares nothing`);
    const { auth, schema } = declaration;
    return { path: source.replace(/^functions|(\.protected)?\.ts$/g, ''), auth, schema };
  });
}

/** The fields that a function reads. */
export const fieldsOf = ({ schema }: Endpoint): string[] =>
  Object.keys((schema as { entries?: object }).entries ?? {});

/** A person acts on a call that they name. */
export const actsOnCall = (endpoint: Endpoint): boolean =>
  endpoint.auth !== 'twilio' && endpoint.auth !== 'public' && fieldsOf(endpoint).includes('callId');

/** A supervisor may say whose it is. */
export const namesAgent = (endpoint: Endpoint): boolean =>
  endpoint.auth === 'agent' && fieldsOf(endpoint).includes('agent');

/** Whether a function would take these fields: who may is asked first, but a wrong caller must fail by that alone. */
export const takes = ({ schema }: Endpoint, fields: object): boolean => v.safeParse(schema, fields).success;
