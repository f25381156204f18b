import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bySpecificity, compilePath, matchPath, type PathTemplate, plainHost } from '../path';

/** A JSON schema as it stands in an OpenAPI 3.0 file. */
export type Schema = Record<string, unknown>;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

interface OperationObject {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];

type PathItem = Partial<Record<Method, OperationObject>> & {
  servers?: { url: string }[];
  parameters?: Parameter[];
};

export interface Spec {
  /** File name without its ending: `twilio_sync_v1`. */
  id: string;
  servers?: { url: string }[];
  paths: Record<string, PathItem>;
  components: { schemas?: Record<string, Schema> };
}

/** One operation of Twilio's OpenAPI. */
export interface Operation {
  /** `twilio_sync_v1`; the name of the file it is described in. */
  spec: string;
  /** Twilio's name of it: `CreateDocument`. */
  id: string;
  method: string;
  template: string;
  parameters: Parameter[];
  requestBody: Content | undefined;
  responses: Record<string, Content>;
}

interface Loaded {
  spec: Spec;
  /** By host, most specific path first. */
  paths: { host: string; path: PathTemplate; item: PathItem }[];
}

const FOLDER = path.join(
  path.dirname(createRequire(__filename).resolve('@twilio/cli-core/package.json')),
  'src/services/twilio-api',
);

/**
 * Twilio's own OpenAPI files, as its command line interface ships them, read one product at a time when first asked for.
 * https://github.com/twilio/twilio-oai
 */
export class Specs {
  #files: Set<string> | undefined;
  #loaded = new Map<string, Loaded | undefined>();

  /** The operation that a request is meant for, or undefined when Twilio has no such one. */
  find(method: string, host: string, pathname: string): Operation | undefined {
    const loaded = this.#load(fileOf(host, pathname));
    if (!loaded) return undefined;
    const server = plainHost(host);
    for (const { host: at, path: template, item } of loaded.paths) {
      if (at !== server || !template.pattern.test(pathname)) continue;
      if (!item[method.toLowerCase() as Method] || !fits(template, pathname)) continue;
      return describe(loaded.spec.id, method.toLowerCase() as Method, template.template, item);
    }
    return undefined;
  }

  /** Every operation of one file. */
  operations(id: string): Operation[] {
    return (this.#load([id])?.paths ?? []).flatMap(({ path: { template }, item }) =>
      METHODS.flatMap((method) => describe(id, method, template, item) ?? []),
    );
  }

  /** The schemas that the operations of one file refer to. */
  components(id: string): Spec['components'] {
    return this.#load([id])?.spec.components ?? {};
  }

  #load(candidates: string[]): Loaded | undefined {
    this.#files ??= new Set(readdirSync(FOLDER).map((file) => path.basename(file, '.json')));
    const id = candidates.find((candidate) => this.#files?.has(candidate));
    if (id === undefined) return undefined;
    const known = this.#loaded.get(id);
    if (known) return known;
    const spec = { ...(JSON.parse(readFileSync(path.join(FOLDER, `${id}.json`), 'utf8')) as Spec), id };
    const paths = Object.entries(spec.paths)
      .flatMap(([template, item]) =>
        (item.servers ?? spec.servers ?? []).map(({ url }) => ({
          host: new URL(url).host,
          path: compilePath(template),
          item,
        })),
      )
      .sort((a, b) => bySpecificity(a.path, b.path));
    const loaded = { spec, paths };
    this.#loaded.set(id, loaded);
    return loaded;
  }
}

function describe(spec: string, method: Method, template: string, item: PathItem): Operation | undefined {
  const operation = item[method];
  return (
    operation && {
      spec,
      id: operation.operationId,
      method: method.toUpperCase(),
      template,
      parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])],
      requestBody: operation.requestBody,
      responses: operation.responses,
    }
  );
}

/** Which file describes a host and the version that a path begins with. */
function fileOf(host: string, pathname: string): string[] {
  const product = (host.split('.')[0] ?? '').replaceAll('-', '_');
  const version = pathname.split('/')[1] ?? '';
  const short = version === '2010-04-01' ? 'v2010' : version;
  return [`twilio_${product}_${short}`, `twilio_${product}`];
}

function fits(template: PathTemplate, pathname: string): boolean {
  try {
    return matchPath(template, pathname) !== undefined;
  } catch {
    return false;
  }
}
