import type { Plan } from './plan';
import type { Action, Value } from './resource';

/** As much of a value as a line has room for; the lines of a workflow or a flow are not told. */
const LONG = 72;

const shown = (value: Value | undefined): string => {
  const text = value === undefined || value === '' ? 'unset' : String(value);
  return text.length <= LONG ? text : `${text.slice(0, 24)}… (${text.length} characters)`;
};

const titleOf = ({ resource }: Action): string => `${resource.type.label} "${resource.name}"`;

/** One line of the plan: `+ create`, `~ update (field: old → new)`, `= same`, `! left (why)`. */
export function describe(action: Action): string {
  const what = titleOf(action);
  if (action.kind === 'create') return `+ create  ${what}`;
  if (action.kind === 'same') return `= same    ${what}`;
  if (action.kind === 'left') return `! left    ${what}: ${action.why}.`;
  const changes = action.changes
    .map(({ field, from, to }) =>
      typeof to === 'string' && to.length > LONG && typeof from === 'string' && from.length > LONG
        ? `${field}: changed`
        : `${field}: ${shown(from)} → ${shown(to)}`,
    )
    .join(', ');
  return `~ update  ${what} (${changes})`;
}

/** The whole plan, a line each, the counts last. */
export function describePlan(plan: Plan): string[] {
  const { actions, drift, notes } = plan;
  const count = (kind: Action['kind']) => actions.filter((action) => action.kind === kind).length;
  const left = count('left') + drift.length;
  return [
    ...actions.map(describe),
    ...drift.map((what) => `! drift   ${what}: nobody declared it; it is left alone.`),
    ...notes.map((note) => `! note    ${note}.`),
    `${count('create')} to create, ${count('update')} to update, ${count('same')} the same${left > 0 ? `, ${left} left alone` : ''}.`,
    ...(plan.complete
      ? []
      : [
          'Rate limits and permissions are taken to be as Cordboard left them: `check` looks, and so does --deep.',
        ]),
  ];
}

/** The plan for a program. Nothing in it is secret. */
export function planAsJson(plan: Plan): Record<string, unknown> {
  return {
    actions: plan.actions.map((action) => ({
      kind: action.kind,
      type: action.resource.type.label,
      name: action.resource.name,
      ...('found' in action && action.found?.sid ? { sid: action.found.sid } : {}),
      ...(action.kind === 'update' ? { changes: action.changes } : {}),
      ...(action.kind === 'left' ? { why: action.why } : {}),
    })),
    drift: plan.drift,
    notes: plan.notes,
    complete: plan.complete,
  };
}
