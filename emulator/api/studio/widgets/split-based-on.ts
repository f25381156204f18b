import { CONDITIONS, holds } from '../conditions';
import type { Widget } from './widget';

/** Goes where its conditions say. https://www.twilio.com/docs/studio/widget-library/split-based-on */
export const splitBasedOn: Widget = {
  properties: { input: 'text' },
  required: ['input'],
  events: ['match', 'noMatch'],
  problems: ({ transitions }) =>
    transitions.flatMap(({ event, conditions }, index) => {
      const path = `transitions/${index}/conditions`;
      if (event !== 'match') return [];
      if (!conditions?.length) return [{ path, message: 'a match needs a condition' }];
      return conditions
        .filter(({ type }) => !Object.hasOwn(CONDITIONS, type))
        .map(({ type }) => ({
          path,
          message: `there is no condition "${type}"; there are ${Object.keys(CONDITIONS).join(', ')}`,
        }));
    }),
  run: ({ state, render }) => {
    for (const transition of state.transitions) {
      const { event, conditions = [] } = transition;
      if (event !== 'match') continue;
      const all = conditions.every((condition) =>
        holds(condition.type, render(condition.arguments[0] ?? ''), render(condition.value ?? '')),
      );
      if (all) return { event: 'match', transition };
    }
    return { event: 'noMatch' };
  },
};
