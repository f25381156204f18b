import { Caller } from '../harness/caller';
import { answerByFlow, answerByFunctions } from '../harness/flow';
import { CARL, useWorld } from '../harness/world';

/** A minute that has just begun is a day away: in it nobody calls. */
const soon = new Date(Date.now() + 3 * 86_400_000);
const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][soon.getUTCDay()];
const DAYS = ['domingos', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábados'];

const world = useWorld({ BUSINESS_HOURS: `${day} 08:00-18:00`, LOCALE: 'es' });

test('after hours a caller hears in their language when to call, and the line ends', async () => {
  await answerByFunctions(world);
  const carl = new Caller(world, CARL.phone);
  await carl.calls();
  await carl.hears('Para español, pulse 1 o espere en la línea.');
  await carl.hears('For English, press 2.');
  await carl.hears('En este momento estamos cerrados.');
  await carl.hears(`los ${DAYS[soon.getUTCDay()]} de las 8 de la mañana a las 6 de la tarde`);
  await carl.hears('Volvemos a abrir');
  await carl.isIdle();
  expect(await world.timeline('task')).toEqual([]);
});

test('a Studio flow says so too', async () => {
  await answerByFlow(world);
  const carl = new Caller(world, CARL.phone);
  await carl.calls();
  await carl.hears('Para español, pulse 2.');
  await carl.press('2');
  await carl.hears('En este momento estamos cerrados.');
  await carl.hears(`los ${DAYS[soon.getUTCDay()]} de las 8 de la mañana a las 6 de la tarde`);
  await carl.isIdle();
  expect(await world.timeline('task')).toEqual([]);
});
