import { readFileSync } from 'node:fs';
import { reasonOf } from './menu';
import { type Locale, type SentenceKey, sentence, sentenceKeys } from './words';

interface Transition {
  event: string;
  next?: string;
  conditions?: { value: string }[];
}
interface Widget {
  name: string;
  type: string;
  transitions: Transition[];
  properties: Record<string, unknown>;
}

const text = readFileSync('studio/inbound.json', 'utf8');
/** Placeholders replaced by their names. */
const flow = JSON.parse(text.replace(/\$\{(\w+)\}/g, '$1')) as { initial_state: string; states: Widget[] };
const widget = (name: string) => flow.states.find((state) => state.name === name) as Widget;
const ofType = (type: string) => flow.states.filter((state) => state.type === type);

/** What must lead somewhere: whoever is on the line is still there. https://www.twilio.com/docs/studio/widget-library */
const MUST: Record<string, string[]> = {
  'gather-input-on-call': ['keypress', 'speech', 'timeout'],
  'split-based-on': ['match'],
  'run-function': ['success', 'fail'],
  'set-variables': ['next'],
  'enqueue-call': ['callComplete', 'failedToEnqueue', 'callFailure'],
  'say-play': [],
  'add-twiml-redirect': ['fail'],
  trigger: ['incomingCall'],
};
/** After these there is nothing more to say. */
const LAST = ['sorry_en', 'sorry_es'];

test('every transition leads to a widget, and every widget has its ways for errors', () => {
  const names = flow.states.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(widget(flow.initial_state).type).toBe('trigger');
  for (const { name, type, transitions } of flow.states) {
    for (const { next } of transitions) if (next !== undefined) expect(names).toContain(next);
    for (const event of MUST[type] ?? ['a type that this test knows']) {
      const leads = transitions.filter((transition) => transition.event === event);
      expect({ name, event, ways: leads.length }).not.toEqual({ name, event, ways: 0 });
      expect({ name, event, next: leads[0]?.next }).toEqual({ name, event, next: expect.any(String) });
    }
    const end = transitions.every(({ next }) => next === undefined);
    expect({ name, end }).toEqual({ name, end: LAST.includes(name) });
  }
});

test('every widget can be reached, and no caller goes in circles', () => {
  const reached = new Set<string>();
  const walk = (name: string, path: string[]): void => {
    expect(path).not.toContain(name);
    reached.add(name);
    for (const { next } of widget(name).transitions) if (next !== undefined) walk(next, [...path, name]);
  };
  walk(flow.initial_state, []);
  expect([...reached].sort()).toEqual(flow.states.map(({ name }) => name).sort());
});

test('the placeholders are those that the README tells of', () => {
  const readme = readFileSync('studio/README.md', 'utf8');
  const used = new Set(text.match(/\$\{\w+\}/g));
  const told = new Set(readme.match(/\$\{\w+\}/g));
  expect(used).toEqual(told);
});

test('what the flow says is what the functions say', () => {
  const sentences = (locale: Locale) =>
    sentenceKeys().map((key: SentenceKey) =>
      sentence(key, locale, { key: key === 'greetingFirst' ? '1' : '2' }),
    );
  const spoken = [...ofType('gather-input-on-call'), ...ofType('say-play')].map(
    ({ properties }) => properties,
  );
  for (const { say, language } of spoken) {
    if (String(say).includes('{{')) continue;
    expect(sentences(language === 'en-US' ? 'en' : 'es')).toContain(say);
  }
  for (const locale of ['en', 'es'] as const) {
    const sorry = ['nobodyFree', 'callAgain', 'goodbye'].map((key) => sentence(key as SentenceKey, locale));
    expect(widget(`sorry_${locale}`).properties.say).toContain(`default: '${sorry.join(' ')}'`);
  }
});

test('keys mean what they mean in the menu without Studio', () => {
  for (const { name, transitions } of ofType('split-based-on').filter((state) => /^choice/.test(state.name)))
    for (const key of ['0', '1', '2']) {
      const way = transitions.find(({ conditions }) => conditions?.[0]?.value === key);
      const reason = reasonOf(key);
      expect({ name, key, next: way?.next }).toEqual({
        name,
        key,
        next: reason === 'operator' ? 'anybody' : reason,
      });
    }
});

test('functions are asked where they are, and the queue is the workflow', () => {
  const asked = ofType('run-function').map(({ properties }) => properties.url);
  expect(asked).toEqual(['https://DOMAIN/ivr/hours', 'https://DOMAIN/ivr/task']);
  for (const { properties } of ofType('enqueue-call'))
    expect(properties).toMatchObject({
      workflow_sid: 'WORKFLOW_SID',
      wait_url: expect.stringContaining('https://DOMAIN/voice/wait?language={{flow.variables.language}}'),
    });
});
