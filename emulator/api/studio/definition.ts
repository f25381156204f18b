import type { FlowDefinition, Problem, Properties, WidgetState } from './entities';
import { InvalidDefinition, unsupportedWidget } from './errors';
import type { Templates } from './liquid';
import { MISSING_WIDGETS, WIDGETS } from './widgets';
import type { PropertyKind } from './widgets/widget';

/** https://www.twilio.com/docs/studio/user-guide/studio-faq */
const MOST_WIDGETS = 1000;
/** https://www.twilio.com/docs/studio/rest-api/v2/flow */
const LARGEST = 1024 * 1024;

/** A definition that can be kept, and what is wrong with it all the same: a draft may have such errors. */
export interface ReadDefinition {
  definition: FlowDefinition;
  errors: Problem[];
  warnings: Problem[];
}

/**
 * Reads a definition. Throws `InvalidDefinition` (81022) when it does not have the shape of one, and 501 by name for a
 * widget, or a use of it, that the emulator does not have. What its parts say of each other is checked too: those errors
 * are returned, since a draft may have them.
 */
export function readDefinition(text: string, templates: Templates): ReadDefinition {
  if (Buffer.byteLength(text) > LARGEST) throw fault('#', `is larger than ${LARGEST} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fault('#', `is not JSON: ${(error as Error).message}`);
  }
  const shape = shapeProblems(value);
  if (shape.length > 0) throw new InvalidDefinition(shape);
  const definition = value as FlowDefinition;
  definition.states.forEach((state, index) => {
    refuseMissing(state, index);
  });
  return {
    definition,
    errors: [
      ...linkProblems(definition),
      ...definition.states.flatMap((state, index) => stateProblems(state, index)),
    ],
    warnings: templateProblems(definition, templates),
  };
}

const fault = (property_path: string, message: string): InvalidDefinition =>
  new InvalidDefinition([{ property_path, message }]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

function shapeProblems(value: unknown): Problem[] {
  if (!isObject(value)) return [{ property_path: '#', message: 'must be an object' }];
  const problems: Problem[] = [];
  const report = (property_path: string, message: string) => problems.push({ property_path, message });
  if (!isName(value.initial_state)) report('#/initial_state', 'is required and must be a name');
  const { states, flags } = value;
  if (flags !== undefined && !isObject(flags)) report('#/flags', 'must be an object');
  if (!Array.isArray(states) || states.length === 0) {
    report('#/states', 'is required and must be a list of widgets');
    return problems;
  }
  if (states.length > MOST_WIDGETS) report('#/states', `has more than ${MOST_WIDGETS} widgets`);
  states.forEach((state: unknown, index) => {
    const at = `#/states/${index}`;
    if (!isObject(state)) report(at, 'must be an object');
    else for (const [path, message] of stateShape(state)) report(`${at}/${path}`, message);
  });
  return problems;
}

function stateShape(state: Record<string, unknown>): [path: string, message: string][] {
  const problems: [string, string][] = [];
  for (const field of ['name', 'type'] as const)
    if (!isName(state[field])) problems.push([field, 'is required and must be a word']);
  if (!isObject(state.properties)) problems.push(['properties', 'is required and must be an object']);
  if (!Array.isArray(state.transitions))
    return [...problems, ['transitions', 'is required and must be a list']];
  state.transitions.forEach((transition: unknown, index) => {
    const path = `transitions/${index}`;
    if (!isObject(transition) || !isName(transition.event)) {
      problems.push([`${path}/event`, 'is required and must be a word']);
      return;
    }
    const { next, conditions } = transition;
    if (next !== undefined && next !== null && !isName(next))
      problems.push([`${path}/next`, 'must be the name of a widget']);
    if (conditions !== undefined && !(Array.isArray(conditions) && conditions.every(isCondition)))
      problems.push([`${path}/conditions`, 'must be a list of {friendly_name, arguments, type, value}']);
  });
  return problems;
}

const isCondition = (value: unknown): boolean =>
  isObject(value) &&
  isName(value.type) &&
  Array.isArray(value.arguments) &&
  value.arguments.every((argument) => typeof argument === 'string') &&
  (value.value === undefined || typeof value.value === 'string');

function refuseMissing(state: WidgetState, index: number): void {
  const { name, type } = state;
  if (MISSING_WIDGETS.includes(type))
    throw unsupportedWidget(
      name,
      type,
      `the emulator does not have widgets of this type. Add it as emulator/api/studio/widgets/${type}.ts and name ` +
        'it in widgets/index.ts',
    );
  if (!Object.hasOwn(WIDGETS, type))
    throw fault(
      `#/states/${index}/type`,
      `"${type}" of widget "${name}" is no type of widget; there are ${Object.keys(WIDGETS).join(', ')}`,
    );
  const lacks = WIDGETS[type]?.lacks?.(state);
  if (lacks !== undefined)
    throw unsupportedWidget(
      name,
      type,
      `the emulator does not have ${lacks}. Add it in emulator/api/studio/widgets/${type}.ts`,
    );
}

/** What the widgets say of each other: names, where transitions lead, where the flow begins. */
function linkProblems({ states, initial_state }: FlowDefinition): Problem[] {
  const problems: Problem[] = [];
  const report = (property_path: string, message: string) => problems.push({ property_path, message });
  const names = states.map(({ name }) => name);
  const first = states.find(({ name }) => name === initial_state);
  if (!first) report('#/initial_state', `there is no widget "${initial_state}"`);
  else if (first.type !== 'trigger') report('#/initial_state', `"${initial_state}" is no trigger`);
  states.forEach((state, index) => {
    const at = `#/states/${index}`;
    if (names.indexOf(state.name) !== index) report(`${at}/name`, `"${state.name}" is there twice`);
    state.transitions.forEach(({ event, next }, position) => {
      const events = WIDGETS[state.type]?.events ?? [];
      const path = `${at}/transitions/${position}`;
      if (!events.includes(event))
        report(`${path}/event`, `"${event}" is no event of ${state.type}; there are ${events.join(', ')}`);
      if (next && !names.includes(next)) report(`${path}/next`, `there is no widget "${next}"`);
      else if (next && states[names.indexOf(next)]?.type === 'trigger')
        report(`${path}/next`, `"${next}" is a trigger: nothing can lead to it`);
    });
  });
  return problems;
}

const FITS: Record<PropertyKind, [fits: (value: unknown) => boolean, words: string]> = {
  text: [(value) => typeof value === 'string', 'a text'],
  whole: [(value) => Number.isInteger(value) && Number(value) >= 0, 'a whole number of at least 0'],
  flag: [(value) => typeof value === 'boolean', 'true or false'],
  pairs: [
    (value) =>
      Array.isArray(value) &&
      value.every((pair) => isObject(pair) && isName(pair.key) && typeof pair.value === 'string'),
    'a list of {key, value}',
  ],
};

function stateProblems(state: WidgetState, index: number): Problem[] {
  const widget = WIDGETS[state.type];
  const at = `#/states/${index}`;
  if (!widget) return [];
  const problems: Problem[] = (widget.required ?? [])
    .filter((name) => !state.properties[name])
    .map((name) => ({
      property_path: `${at}/properties/${name}`,
      message: `is required by widget "${state.name}" (${state.type})`,
    }));
  for (const [name, value] of Object.entries(given(state.properties))) {
    const property_path = `${at}/properties/${name}`;
    const kind = Object.hasOwn(widget.properties, name) ? widget.properties[name] : undefined;
    if (!kind)
      problems.push({
        property_path,
        message: `widget "${state.name}" (${state.type}) has no property ${name}`,
      });
    else if (!FITS[kind][0](value)) problems.push({ property_path, message: `must be ${FITS[kind][1]}` });
  }
  for (const { path, message } of widget.problems?.(state) ?? [])
    problems.push({ property_path: `${at}/${path}`, message });
  return problems;
}

/** Where a widget stands on the canvas is not ours to look at; null is the same as nothing. */
const given = ({ offset: _, ...properties }: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null && value !== undefined));

/** Templates that cannot be read. Twilio keeps such a flow and fails when the widget runs, so these are warnings. */
function templateProblems({ states }: FlowDefinition, templates: Templates): Problem[] {
  const problems: Problem[] = [];
  const walk = (value: unknown, property_path: string) => {
    if (typeof value === 'string') {
      const message = value.includes('{') ? templates.problem(value) : undefined;
      if (message !== undefined) problems.push({ property_path, message: `Liquid: ${message}` });
    } else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) walk(inner, `${property_path}/${key}`);
  };
  states.forEach(({ properties, transitions }, index) => {
    walk(given(properties), `#/states/${index}/properties`);
    walk(transitions, `#/states/${index}/transitions`);
  });
  return problems;
}
