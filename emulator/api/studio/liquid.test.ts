import { Clock } from '../../clock';
import type { Context } from './entities';
import { Templates } from './liquid';

const context: Context = {
  flow: {
    flow_sid: 'FW1',
    sid: 'FN1',
    channel: { address: '+1' },
    data: { n: 2 },
    variables: { name: 'Ana' },
  },
  contact: { channel: { address: '+2', type: 'call' } },
  trigger: {},
  widgets: { ask: { parsed: { list: [1, { a: 'b' }], yes: true } } },
};

test.each([
  { template: 'plain', text: 'plain' },
  { template: '{{flow.variables.name | upcase}}', text: 'ANA' },
  { template: '{{widgets.ask.parsed.list[1].a}}', text: 'b' },
  { template: '{{widgets.ask.parsed}}', text: '{"list":[1,{"a":"b"}],"yes":true}' },
  { template: '{{widgets.none.parsed.x}}|{{none}}', text: '|' },
  { template: '{% if widgets.ask.parsed.yes %}yes{% else %}no{% endif %}', text: 'yes' },
  { template: '{{flow.data.n | plus: 1}}', text: '3' },
  { template: '{% for one in widgets.ask.parsed.list %}.{% endfor %}', text: '..' },
  { template: '{{flow.variables.none | default: "nobody"}}', text: 'nobody' },
])('$template is "$text"', ({ template, text }) => {
  expect(new Templates(new Clock()).render(template, context)).toBe(text);
});

test('now is the emulated time, in UTC', async () => {
  const clock = new Clock();
  await clock.advance(86_400 * 365);
  const shown = new Templates(clock).render('{{ "now" | date: "%Y-%m-%dT%H:%M" }}', context);
  expect(shown).toBe(clock.date().toISOString().slice(0, 16));
});

test('a template that fails says which, and why', () => {
  const templates = new Templates(new Clock());
  expect(() => templates.render('{{ a | shout }}', context)).toThrow(
    '"{{ a | shout }}" failed: undefined filter: shout',
  );
  expect(() => templates.render('{% include "x" %}', context)).toThrow('failed');
  expect(templates.problem('{{ a ')).toContain('not closed');
  expect(templates.problem('{{ a }}')).toBeUndefined();
});
