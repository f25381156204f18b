import type { Widget } from './widget';

/** Sets `flow.variables`, one after the other: a later one may use an earlier. https://www.twilio.com/docs/studio/widget-library/set-variables */
export const setVariables: Widget = {
  properties: { variables: 'pairs' },
  events: ['next'],
  run: ({ state, execution, render }) => {
    for (const { key, value } of (state.properties.variables ?? []) as { key: string; value: string }[])
      execution.context.flow.variables[key] = render(value);
    return { event: 'next' };
  },
};
