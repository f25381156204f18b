import fc from 'fast-check';
import { twilioWebhook } from '../endpoint';
import type { PositionAnswer } from '../queue';
import { entertain, PositionQuestion, tellPosition, Waiting } from '.';
import { announcement, INTERVAL_SECONDS, type Told } from './announcement';
import { address, asked, CALL, QUEUED, REDIRECT, said } from './testing';
import type { FindPosition } from './wait';
import { announcedMinutes, type Locale, sentence, sentenceKeys, spokenWait } from './words';

const asks = jest.fn<ReturnType<FindPosition>, Parameters<FindPosition>>();

const wait = twilioWebhook(Waiting, (deps, input) => entertain(deps, input, asks));
const position = twilioWebhook(PositionQuestion, (deps, input) => tellPosition(deps, input, asks));

const at = (place: number | null, seconds: number | null = null): PositionAnswer => ({
  taskSid: `WT${'1'.repeat(32)}`,
  waiting: place !== null,
  position: place,
  waitingInQueue: 3,
  waitedSeconds: 10,
  estimatedWaitSeconds: seconds,
  queue: `WQ${'1'.repeat(32)}`,
  asOf: '2026-11-21T12:00:00.000Z',
});

beforeEach(() => {
  asks.mockReset();
});

test('at first a sentence, without asking where the caller stands', async () => {
  const { text } = await asked(wait, { language: 'en', QueueTime: '0' });
  expect(said(text)).toEqual(['en-US: Please stay on the line. We are looking for someone to help you.']);
  expect(text).not.toContain('<Play');
  expect(address(text, REDIRECT)).toEqual({ path: '/voice/wait', query: { language: 'en', greeted: '1' } });
  expect(asks).not.toHaveBeenCalled();
});

test('then the place and the wait, with music; then music, until it is time again', async () => {
  asks.mockResolvedValue(at(2, 150));
  const first = await asked(wait, { language: 'es', greeted: '1', QueueTime: '4' });
  expect(said(first.text)).toEqual([
    'es-MX: Su llamada es la número 2 en la fila. La espera es de unos 3 minutos.',
  ]);
  expect(first.text).toMatch(/<Play>https:\/\/[a-z0-9.-]+\/music\/wait\.wav<\/Play>/);
  const { query } = address(first.text, REDIRECT);
  expect(query).toEqual({ language: 'es', greeted: '1', said: '4', position: '2', minutes: '3' });
  const music = await asked(wait, { ...query, QueueTime: String(3 + INTERVAL_SECONDS) });
  expect(said(music.text)).toEqual([]);
  expect(address(music.text, REDIRECT).query).toEqual(query);
  expect(asks).toHaveBeenCalledTimes(1);
  asks.mockResolvedValue(at(1, 40));
  const again = await asked(wait, { ...query, QueueTime: String(4 + INTERVAL_SECONDS) });
  expect(said(again.text)).toEqual([
    'es-MX: Gracias por esperar. Usted es el siguiente. La espera es de menos de un minuto.',
    'es-MX: Para que le llamemos sin perder su lugar, pulse 1. Para dejar un mensaje, pulse 2.',
  ]);
});

test('the music can be the own one', async () => {
  const WAIT_MUSIC = 'https://example.com/music.mp3';
  const { text } = await asked(wait, { greeted: '1' }, { ...QUEUED, WAIT_MUSIC });
  expect(text).toContain(`<Play>${WAIT_MUSIC}</Play>`);
});

test.each([
  { what: 'fails', answer: () => Promise.reject(new Error('TaskRouter is away')) },
  { what: 'never comes', answer: () => new Promise<undefined>(() => undefined) },
])('when the place $what there is music all the same', async ({ what, answer }) => {
  asks.mockImplementation(answer);
  const { text, status, log } = await asked(wait, { language: 'en', greeted: '1', QueueTime: '5' });
  expect(status).toBe(200);
  expect(said(text)).toEqual(['en-US: We will be with you as soon as we can.']);
  expect(text).toMatch(/<Play>.*<Redirect/);
  if (what === 'fails') expect(log.failures).toEqual([expect.stringContaining('TaskRouter is away')]);
});

test.each([
  { what: 'was canceled', where: { ...at(null), waiting: false } },
  { what: 'is not there', where: undefined },
])('whose task $what leaves the queue, but only when it is so twice', async ({ where }) => {
  asks.mockResolvedValue(where);
  const first = await asked(wait, { language: 'en', greeted: '1', QueueTime: '5' });
  expect(first.text).toMatch(/<Play>.*<Redirect/);
  const { query } = address(first.text, REDIRECT);
  expect(query).toMatchObject({ gone: '1' });
  expect((await asked(wait, { ...query, QueueTime: '20' })).text).toMatch(/<Gather[^>]*><Play>.*gone=1/);
  const second = await asked(wait, { ...query, QueueTime: '45' });
  expect(second.text).toMatch(
    /<Response><Say[^>]*>We are sorry that nobody [^<]+<\/Say><Leave ?\/><\/Response>/,
  );
  asks.mockResolvedValue(at(1));
  const found = await asked(wait, { ...query, QueueTime: '45' });
  expect(said(found.text)[0]).toBe('en-US: Thank you for waiting. You are next.');
  expect(address(found.text, REDIRECT).query).not.toHaveProperty('gone');
  asks.mockRejectedValue(new Error('away'));
  expect((await asked(wait, { ...query, QueueTime: '45' })).text).toMatch(/<Play>.*<Redirect/);
});

test('broken fields never end the music', async () => {
  const broken = {
    CallSid: { a: 1 },
    QueueTime: 'soon',
    language: 'xx',
    greeted: '1',
    said: '-4',
    minutes: [1],
  };
  const { text, status } = await asked(wait, broken);
  expect(status).toBe(200);
  expect(text).toMatch(/<Play>.*<Redirect/);
  expect(text).not.toContain('<Hangup');
});

test('numbers that are told never grow, whatever happens in the queue', () => {
  const seen = fc.record({
    place: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
    seconds: fc.option(fc.nat(4000), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(seen, { minLength: 2, maxLength: 12 }), (story) => {
      let before: Told | undefined;
      const places: number[] = [];
      const waits: number[] = [];
      story.forEach(({ place, seconds }, n) => {
        const { text, told } = announcement('en', at(place, seconds), n * 40, before);
        expect(text).toMatch(/^[A-Z].*\.$/);
        if (text.includes('next')) places.push(1);
        const [, number] = /number (\d+)/.exec(text) ?? [];
        if (number !== undefined) places.push(Number(number));
        if (text.includes('The wait')) waits.push(told.minutes ?? Number.NaN);
        before = told;
      });
      expect(places).toEqual([...places].sort((a, b) => b - a));
      expect(waits).toEqual([...waits].sort((a, b) => b - a));
    }),
  );
});

test('waits are told in round numbers, rather too long than too short', () => {
  const told = (seconds: number, locale: Locale = 'en') => spokenWait(announcedMinutes(seconds), locale);
  expect([0, 59, 60, 61, 600, 601, 3600, 3601].map((seconds) => told(seconds))).toEqual([
    'less than a minute',
    'less than a minute',
    'about one minute',
    'about 2 minutes',
    'about 10 minutes',
    'about 15 minutes',
    'about 60 minutes',
    'more than an hour',
  ]);
  expect(told(100, 'es')).toBe('unos 2 minutos');
});

test('every sentence ends as one, and says the same things in both languages', () => {
  const filled = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String);
  for (const key of sentenceKeys()) {
    const fill = Object.fromEntries(
      ['key', 'hours', 'opens', 'position', 'wait'].map((name) => [name, `{${name}}`]),
    );
    const [en, es] = [sentence(key, 'en', fill), sentence(key, 'es', fill)];
    for (const text of [en, es]) expect(text).toMatch(/^[A-Z][^<>&]+\.$/);
    expect(filled(en)).toEqual(filled(es));
    expect(en).not.toBe(es);
  }
});

test('a flow is told the place in numbers and words', async () => {
  asks.mockResolvedValue(at(2, null));
  const { body } = await asked(position, { callSid: CALL.CallSid, language: 'en' });
  expect(body).toEqual({
    waiting: true,
    position: 2,
    waitingInQueue: 3,
    estimatedWaitSeconds: null,
    language: 'en',
    text: 'You are number 2 in line.',
  });
  asks.mockResolvedValue(undefined);
  expect((await asked(position, { callSid: CALL.CallSid })).body).toMatchObject({
    waiting: false,
    position: null,
    text: 'We will be with you as soon as we can.',
  });
});

test('who was to be called hears that they keep their place, once', async () => {
  const { text } = await asked(wait, { language: 'en', keeps: '1' });
  expect(said(text)).toEqual([
    'en-US: We were going to call you: you keep your place. Please stay on the line. We are looking for someone to help you.',
  ]);
  expect(text).not.toContain('keeps');
});
