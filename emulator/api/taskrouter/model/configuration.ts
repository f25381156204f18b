import { checkExpression, invalid } from '../errors';

/** One routing step. https://www.twilio.com/docs/taskrouter/workflow-configuration */
export interface Target {
  /** Task queue SID; never empty: a target without one inherits that of the target before it. */
  queue: string;
  expression: string | undefined;
  priority: number | undefined;
  /** Seconds. */
  timeout: number | undefined;
  orderBy: { path: string[]; descending: boolean }[];
  skipIf: string | undefined;
  /** Where in the task's attributes the worker is named. */
  knownWorker: { by: 'sid' | 'friendlyName'; path: string[] } | undefined;
}

export interface Filter {
  name: string | undefined;
  /** Absent in the default filter. */
  expression: string | undefined;
  targets: Target[];
}

/** A workflow's configuration: the filters in order, the default filter (if there is one) last. */
export interface Configuration {
  filters: Filter[];
  hasDefault: boolean;
}

const KEPT = 200;
const known = new Map<string, Configuration>();

/** Throws 400/20001 for what is not a workflow configuration, naming the place. Queues are not looked up here. */
export function readConfiguration(text: string): Configuration {
  const found = known.get(text);
  if (found) return found;
  const configuration = parseConfiguration(text);
  if (known.size >= KEPT) known.clear();
  known.set(text, configuration);
  return configuration;
}

function parseConfiguration(text: string): Configuration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('Workflow configuration is not valid JSON');
  }
  const routing = object(object(value, 'configuration').task_routing, 'task_routing');
  refuseUnknown(routing, ['filters', 'default_filter'], 'task_routing');
  const filters = array(routing.filters ?? [], 'filters').map((filter, index) =>
    readFilter(object(filter, `filters[${index}]`), `filters[${index}]`),
  );
  const last = routing.default_filter;
  if (last === undefined || last === null) {
    if (filters.length === 0) throw invalid('Workflow configuration has neither filters nor default_filter');
    return { filters, hasDefault: false };
  }
  const target = readTarget(object(last, 'default_filter'), 'default_filter', undefined);
  return {
    filters: [...filters, { name: 'default', expression: undefined, targets: [target] }],
    hasDefault: true,
  };
}

function readFilter(filter: Record<string, unknown>, where: string): Filter {
  refuseUnknown(filter, ['filter_friendly_name', 'friendly_name', 'expression', 'targets'], where);
  const expression = text(filter.expression, `${where}.expression`);
  if (expression === undefined) throw invalid(`Workflow configuration: ${where} has no expression`);
  checkExpression(`${where}.expression`, expression);
  const targets: Target[] = [];
  for (const [index, target] of array(filter.targets, `${where}.targets`).entries()) {
    const place = `${where}.targets[${index}]`;
    targets.push(readTarget(object(target, place), place, targets.at(-1)?.queue));
  }
  if (targets.length === 0) throw invalid(`Workflow configuration: ${where} has no targets`);
  const name = filter.filter_friendly_name ?? filter.friendly_name;
  return { name: text(name, `${where}.filter_friendly_name`), expression, targets };
}

const KEYS = [
  'queue',
  'expression',
  'priority',
  'timeout',
  'order_by',
  'skip_if',
  'known_worker_sid',
  'known_worker_friendly_name',
];

function readTarget(target: Record<string, unknown>, where: string, inherited: string | undefined): Target {
  refuseUnknown(target, KEYS, where);
  const queue = text(target.queue, `${where}.queue`) ?? inherited;
  if (queue === undefined) throw invalid(`Workflow configuration: ${where} has no queue`);
  const expression = text(target.expression, `${where}.expression`);
  const skipIf = text(target.skip_if, `${where}.skip_if`);
  if (expression !== undefined) checkExpression(`${where}.expression`, expression);
  if (skipIf !== undefined) checkExpression(`${where}.skip_if`, skipIf);
  return {
    queue,
    expression,
    skipIf,
    priority: whole(target.priority, `${where}.priority`),
    timeout: whole(target.timeout, `${where}.timeout`),
    orderBy: readOrder(text(target.order_by, `${where}.order_by`), `${where}.order_by`),
    knownWorker: readKnownWorker(target, where),
  };
}

/** `worker.finance ASC, worker.support DESC`: https://www.twilio.com/docs/taskrouter/order-workers */
function readOrder(source: string | undefined, where: string): Target['orderBy'] {
  if (source === undefined) return [];
  return source.split(',').map((clause) => {
    const match = /^\s*worker\.([A-Za-z_][\w.]*)(?:\s+(asc|desc))?\s*$/i.exec(clause);
    if (!match?.[1]) throw invalid(`Invalid ${where}: ${clause.trim()}`);
    return { path: match[1].split('.'), descending: match[2]?.toLowerCase() === 'desc' };
  });
}

/** https://www.twilio.com/docs/taskrouter/workflow-configuration/known-agent-routing */
function readKnownWorker(target: Record<string, unknown>, where: string): Target['knownWorker'] {
  const { known_worker_sid: sid, known_worker_friendly_name: name } = target;
  if (sid !== undefined && name !== undefined)
    throw invalid(
      `Workflow configuration: ${where} has both known_worker_sid and known_worker_friendly_name`,
    );
  const source = text(sid ?? name, `${where}.known_worker`);
  if (source === undefined) return undefined;
  const match = /^task\.([A-Za-z_][\w.]*)$/.exec(source);
  if (!match?.[1]) throw invalid(`Workflow configuration: ${where}: a known worker is given as task.<key>`);
  return { by: sid === undefined ? 'friendlyName' : 'sid', path: match[1].split('.') };
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw invalid(`Workflow configuration: ${where} must be an object`);
  return value as Record<string, unknown>;
}

function array(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw invalid(`Workflow configuration: ${where} must be a list`);
  return value;
}

function text(value: unknown, where: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(`Workflow configuration: ${where} must be a text`);
  return value;
}

/** Twilio takes both 10 and "10". */
function whole(value: unknown, where: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (!/^\d{1,9}$/.test(String(value)))
    throw invalid(`Workflow configuration: ${where} must be a whole number`);
  return Number(value);
}

function refuseUnknown(value: Record<string, unknown>, keys: string[], where: string): void {
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw invalid(`Workflow configuration: ${where} does not have ${unknown}`);
}
