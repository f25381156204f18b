import { hurryUp } from '../testing-faults';
import { type Click, Handing } from './testing';
import { type Click as Asked, Company } from './testing-colleague';

hurryUp();

/** How a stage comes to where the click is. */
type Scene = (at: Handing) => Promise<unknown>;

const ringing: Scene = (at) => at.insists('warm');
const consulting: Scene = async (at) => {
  await at.insists('warm');
  await at.doraAnswers();
};
const then =
  (click: Click): Scene =>
  async (at) => {
    await consulting(at);
    await at.insists(click);
  };
const onHold: Scene = (at) => at.puts('customer', true);

const ROWS: { what: string; click: Click; scene?: Scene; fields?: object }[] = [
  { what: 'to a number', click: 'warm' },
  { what: 'to a number at once', click: 'cold' },
  { what: 'to a number, of a customer who is on hold', click: 'warm', scene: onHold },
  { what: 'to a queue', click: 'cold', fields: { RecipientNumber: undefined, queue: 'sales' } },
  { what: 'swap', click: 'swap', scene: consulting },
  { what: 'swap back', click: 'swap', scene: then('swap') },
  { what: 'swap after all three have talked', click: 'swap', scene: then('join') },
  { what: 'join', click: 'join', scene: consulting },
  { what: 'join with who hears music', click: 'join', scene: then('swap') },
  { what: 'complete', click: 'complete', scene: consulting },
  { what: 'complete while the agent talks with the customer', click: 'complete', scene: then('swap') },
  { what: 'complete while all three talk', click: 'complete', scene: then('join') },
  { what: 'cancel while it rings', click: 'cancel', scene: ringing },
  { what: 'cancel a consultation', click: 'cancel', scene: consulting },
];

test.each(ROWS)('$what costs three requests at most, and no more when it is said again', async (row) => {
  const at = new Handing();
  await row.scene?.(at);
  const click = () => at.clicks(row.click, row.fields);
  const asked = await at.counting(async () => expect((await click()).status).toBeLessThan(300));
  expect(asked).toBeLessThanOrEqual(3);
  expect(await at.counting(click)).toBeLessThanOrEqual(3);
});

const asked = (at: Company) => at.insists('warm').then(() => at.bobRings());
const consulted = (at: Company) => at.insists('warm').then(() => at.bobTakes());
const swapped = (at: Company) => consulted(at).then(() => at.insists('swap'));

const COLLEAGUES: { what: string; click: Asked; scene?: (at: Company) => Promise<unknown> }[] = [
  { what: 'to a colleague at once', click: 'cold' },
  { what: 'to a colleague', click: 'warm' },
  { what: 'swap a colleague', click: 'swap', scene: consulted },
  { what: 'join a colleague', click: 'join', scene: consulted },
  { what: 'complete to a colleague', click: 'complete', scene: consulted },
  { what: 'complete to a colleague who hears music', click: 'complete', scene: swapped },
  { what: 'cancel while a colleague is rung', click: 'cancel', scene: asked },
  { what: 'cancel while a colleague is consulted', click: 'cancel', scene: consulted },
];

test.each(COLLEAGUES)(
  '$what costs three requests at most, and no more when it is said again',
  async (row) => {
    const at = new Company(true);
    await row.scene?.(at);
    const click = () => at.clicks(row.click);
    const requests = await at.counting(async () => expect((await click()).status).toBeLessThan(300));
    expect(requests).toBeLessThanOrEqual(3);
    expect(await at.counting(click)).toBeLessThanOrEqual(3);
  },
);
