import { spoken, tag } from '../twiml';
import type { Run, Widget } from './widget';

/** The prompt of a widget that says or plays something; nothing where it has neither. */
export function prompt(run: Run): ReturnType<typeof tag>[] {
  const say = run.text('say');
  const play = run.text('play');
  const loop = run.whole('loop');
  if (say !== undefined)
    return [tag('Say', { voice: run.text('voice'), language: run.text('language'), loop }, ...spoken(say))];
  return play === undefined ? [] : [tag('Play', { loop }, play)];
}

/** Says a text, plays a recording or keys. https://www.twilio.com/docs/studio/widget-library/sayplay */
export const sayPlay: Widget = {
  properties: {
    say: 'text',
    play: 'text',
    voice: 'text',
    language: 'text',
    loop: 'whole',
    digits: 'text',
  },
  events: ['audioComplete'],
  voice: true,
  problems: ({ properties }) =>
    ['say', 'play', 'digits'].some((name) => properties[name])
      ? []
      : [{ path: 'properties', message: 'say-play needs one of say, play and digits' }],
  run: (run) => {
    const digits = run.text('digits');
    return {
      verbs: [
        ...prompt(run),
        ...(digits === undefined ? [] : [tag('Play', { digits })]),
        tag('Redirect', {}, run.url('audioComplete')),
      ],
    };
  },
  back: ({ event }) => event,
};
