import { Caller } from '../harness/caller';
import { answerByFlow, answerByFunctions } from '../harness/flow';
import { useWork } from '../harness/work';
import { CARL, useWorld } from '../harness/world';

/** A minute that has just begun is a day away: in it nobody calls. */
const soon = new Date(Date.now() + 3 * 86_400_000);
const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][soon.getUTCDay()];
const DAYS = ['domingos', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábados'];

const world = useWorld({ BUSINESS_HOURS: `${day} 08:00-18:00`, LOCALE: 'es' });
const work = useWork(world);

/** Timers, and what they were started with. */
async function timers(): Promise<Record<string, unknown>[]> {
  const { tasks } = await work().ask<{ tasks: { attributes: string }[] }>('GET', '/Tasks');
  return tasks.map(({ attributes }) => JSON.parse(attributes));
}

test('after hours a caller hears in their language when to call, and leaves a message for then', async () => {
  await answerByFunctions(world);
  const carl = new Caller(world, CARL.phone);
  await carl.calls();
  await carl.hears('Para español, pulse 1 o espere en la línea.');
  await carl.hears('For English, press 2.');
  await carl.hears('En este momento estamos cerrados.');
  await carl.hears(`los ${DAYS[soon.getUTCDay()]} de las 8 de la mañana a las 6 de la tarde`);
  await carl.hears('Volvemos a abrir');
  await carl.hears('Por favor, deje un mensaje después del tono.');
  await carl.hears('recording starts');
  await world.advance(1);
  await world.phone(CARL.phone).say('Quisiera que me llamen mañana por la mañana, por favor.');
  await carl.hears('Gracias por su mensaje.');
  await carl.isIdle();
  await world.advance(6);
  // It is nobody's task before it opens.
  expect(await timers()).toEqual([
    expect.objectContaining({
      timer: 'callback',
      attributes: expect.objectContaining({
        language: 'es',
        message: { id: expect.stringMatching(/^RE/), seconds: expect.any(Number) },
        callback: expect.objectContaining({ number: CARL.phone }),
      }),
    }),
  ]);
});

test('who hangs up after hours leaves nothing', async () => {
  await answerByFunctions(world);
  const carl = new Caller(world, CARL.phone);
  await carl.calls();
  await carl.hears('Por favor, deje un mensaje después del tono.');
  await carl.hangsUp();
  await world.advance(10);
  expect(await timers()).toEqual([]);
});

test('a Studio flow says so too', async () => {
  await answerByFlow(world);
  const carl = new Caller(world, CARL.phone);
  await carl.calls();
  await carl.hears('Para español, pulse 2.');
  await carl.press('2');
  await carl.hears('En este momento estamos cerrados.');
  await carl.hears(`los ${DAYS[soon.getUTCDay()]} de las 8 de la mañana a las 6 de la tarde`);
  await carl.hears('Por favor, deje un mensaje después del tono.');
  await carl.hears('recording starts');
  await world.advance(1);
  await world.phone(CARL.phone).say('Quisiera que me llamen mañana por la mañana, por favor.');
  await world.advance(3);
  await carl.hangsUp();
  await world.advance(6);
  expect(await timers()).toEqual([expect.objectContaining({ timer: 'callback' })]);
});
