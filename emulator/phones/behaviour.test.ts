import fc from 'fast-check';
import * as v from 'valibot';
import { testKernel } from '../api/testing';
import { createPhones } from '.';
import { Behaviour, Keys, planOf } from './behaviour';
import { type Caption, captionText, speakingSeconds } from './captions';
import { findHeard } from './script';
import { RecordedEngine } from './testing';

const ADA = '+14155550101';

/** A handset with this behaviour, that is being called. */
function called(behaviour: Behaviour) {
  const kernel = testKernel();
  const phones = createPhones(kernel);
  const engine = new RecordedEngine(kernel, phones);
  phones.behave(ADA, behaviour);
  const leg = engine.ring(ADA);
  const said = () => kernel.timeline.since(0).map((event) => event.summary);
  return { kernel, phones, engine, leg, said };
}

test('by default it rings until a person does something', async () => {
  const { kernel, leg } = called({});
  await kernel.clock.advance(3600);
  expect(leg.done).toEqual([]);
});

test('it answers after the seconds it was given, not before', async () => {
  const { kernel, leg } = called({ answerAfter: 3 });
  await kernel.clock.advance(2.5);
  expect(leg.done).toEqual([]);
  await kernel.clock.advance(1);
  expect(leg.done).toEqual(['answer human']);
});

test('a person who is quicker than answerAfter answers once, and the script still runs', async () => {
  const { kernel, phones, leg } = called({ answerAfter: 3, script: [{ press: '5' }] });
  phones.get(ADA).answer();
  await kernel.clock.advance(10);
  expect(leg.done).toEqual(['answer human', 'press 5']);
});

test('a caller who gives up first is not answered', async () => {
  const { kernel, leg } = called({ answerAfter: 3 });
  leg.end('canceled');
  await kernel.clock.advance(10);
  expect(leg.done).toEqual([]);
});

test('busy refuses without ringing', () => {
  const { phones, leg } = called({ busy: true });
  expect(leg.done).toEqual(['refuse busy']);
  expect(phones.get(ADA).view().state).toBe('idle');
});

test('it declines after a second of ringing, or when it was told to', async () => {
  const soon = called({ declines: true });
  await soon.kernel.clock.advance(1);
  expect(soon.leg.done).toEqual(['refuse declined']);
  const later = called({ declines: true, answerAfter: 4 });
  await later.kernel.clock.advance(3.5);
  expect(later.leg.done).toEqual([]);
  await later.kernel.clock.advance(1);
  expect(later.leg.done).toEqual(['refuse declined']);
});

test('no answer rings for as long as the caller lets it, and a person may still answer', async () => {
  const { kernel, phones, leg } = called({ noAnswer: true });
  await kernel.clock.advance(600);
  expect(leg.done).toEqual([]);
  phones.get(ADA).answer();
  expect(leg.done).toEqual(['answer human']);
});

test('voicemail answers as a machine, greets, keeps the message, and never presses a key', async () => {
  const { kernel, leg, said } = called({ voicemail: { greeting: 'Leave a message', limit: 30 } });
  await kernel.clock.advance(5.1);
  expect(leg.done).toEqual(['answer machine', 'say Leave a message']);
  leg.hears('heard too early');
  await kernel.clock.advance(2);
  leg.hears('Press any key.');
  await kernel.clock.advance(31);
  expect(leg.done).toEqual(['answer machine', 'say Leave a message', 'hangup']);
  expect(said()).toContain(`The voicemail of ${ADA} records`);
  const message = kernel.timeline.since(0).find((event) => event.summary.includes('holds a message'));
  expect(message?.data).toEqual({ message: ['Press any key.'] });
});

test('voicemail stops when the caller hangs up in the greeting', async () => {
  const { kernel, leg, said } = called({ voicemail: true });
  await kernel.clock.advance(5.5);
  leg.end('completed');
  await kernel.clock.advance(300);
  expect(leg.done).toHaveLength(2);
  expect(said()).not.toContain(`The voicemail of ${ADA} records`);
});

test('a script waits for words, then acts, in order', async () => {
  const { kernel, leg } = called({
    answerAfter: 0,
    script: [
      { hear: 'ANY key' },
      { wait: 2 },
      { press: '1' },
      { hear: 'hello' },
      { say: 'Hi' },
      { hangup: true },
    ],
  });
  await kernel.clock.advance(1);
  leg.hears('Hello. Please press any   key');
  await kernel.clock.advance(1.5);
  expect(leg.done).toEqual(['answer human']);
  await kernel.clock.advance(1);
  expect(leg.done).toEqual(['answer human', 'press 1']);
  leg.hears('hello there');
  await kernel.clock.advance(1);
  expect(leg.done).toEqual(['answer human', 'press 1', 'say Hi', 'hangup']);
});

test('words heard before the script waits for them count, but only once', async () => {
  const { kernel, leg } = called({
    answerAfter: 0,
    script: [{ wait: 5 }, { hear: 'key' }, { press: '1' }, { hear: 'key' }, { press: '2' }],
  });
  await kernel.clock.advance(1);
  leg.hears('Press a key');
  await kernel.clock.advance(10);
  expect(leg.done).toEqual(['answer human', 'press 1']);
  leg.hears('Press a key');
  await kernel.clock.advance(1);
  expect(leg.done).toEqual(['answer human', 'press 1', 'press 2']);
});

test('a script whose words do not come says what it heard instead', async () => {
  const { kernel, leg, said } = called({
    answerAfter: 0,
    script: [{ hear: 'welcome', within: 8 }, { press: '1' }],
  });
  await kernel.clock.advance(1);
  leg.hears('An error has occurred');
  await kernel.clock.advance(8);
  expect(said()).toContain(
    `The script of ${ADA} gave up: "welcome" was not heard within 8 s; the last caption was "An error has occurred"`,
  );
  expect(leg.done).toEqual(['answer human']);
});

test('a script that the call outruns says how far it came', async () => {
  const { kernel, leg, said } = called({ answerAfter: 0, script: [{ hear: 'welcome' }, { press: '1' }] });
  await kernel.clock.advance(1);
  leg.end('completed');
  expect(said().at(-1)).toBe(`The script of ${ADA} gave up: the call ended before "welcome" was heard`);
  await kernel.clock.advance(60);
  expect(leg.done).toEqual(['answer human']);
});

test('a new behaviour holds from the next call on', async () => {
  const { kernel, phones, engine, leg } = called({ answerAfter: 3 });
  phones.behave(ADA, { busy: true });
  await kernel.clock.advance(3);
  expect(leg.done).toEqual(['answer human']);
  leg.end('completed');
  expect(engine.ring(ADA).done).toEqual(['refuse busy']);
});

test('every behaviour that is taken has exactly one plan, and refuses to be two things', () => {
  const flags = fc.record({
    busy: fc.boolean(),
    noAnswer: fc.boolean(),
    declines: fc.boolean(),
    voicemail: fc.boolean(),
  });
  fc.assert(
    fc.property(flags, ({ voicemail, ...rest }) => {
      const input = { ...rest, ...(voicemail ? { voicemail: true } : {}) };
      const result = v.safeParse(Behaviour, input);
      expect(result.success).toBe(Object.values(input).filter(Boolean).length <= 1);
      if (result.success) expect(planOf(result.output).does).toMatch(/^(ring|busy|decline|voicemail)$/);
    }),
  );
});

test('keys are those of a telephone', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 70 }), (text) => {
      expect(v.is(Keys, text)).toBe(/^[0-9*#w]{1,64}$/.test(text));
    }),
  );
});

test('finding words never goes back, and finds again only what comes later', () => {
  const word = fc.constantFrom('press', 'a key', 'Hello', 'one');
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 4 }), { maxLength: 5 }), word, (spoken, wanted) => {
      const heard = spoken.map((words, n): Caption => ({ n, at: '', kind: 'speech', text: words.join(' ') }));
      let mark = { caption: 0, offset: 0 };
      let found = 0;
      for (let next = findHeard(heard, wanted, mark); next; next = findHeard(heard, wanted, mark)) {
        expect(next.caption * 1e6 + next.offset).toBeGreaterThan(mark.caption * 1e6 + mark.offset);
        mark = next;
        found++;
      }
      expect(found).toBe(spoken.flat().filter((one) => one === wanted).length);
    }),
  );
});

test('sounds that are not speech are described', () => {
  expect(captionText({ kind: 'tone', name: 'dtmf', digits: '12' })).toBe('Key tones 12');
  expect(captionText({ kind: 'tone', name: 'ringing' })).toBe('Ringing');
  expect(captionText({ kind: 'play', url: 'a.mp3', loop: 0 })).toBe('Audio file a.mp3, again and again');
  expect(captionText({ kind: 'silence', seconds: 2 })).toBe('Silence, 2 s');
  expect(speakingSeconds('one two three four five')).toBe(2);
  expect(speakingSeconds('')).toBe(1);
});
