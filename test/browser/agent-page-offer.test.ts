import { ADA, CARL, useWorld } from '../harness/world';
import { becomeAvailable, Caller, cutOff, isIn, isOffered, takesOnPhone } from './agent-page-callers';
import { type AgentPage, useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);

/** Ada is available at her desk, and Carl is offered to her. */
async function offered(options: Parameters<typeof browser.page>[0] = {}, words = 'Available') {
  const agent = await (await browser.page(options)).open();
  await agent.signIn();
  await becomeAvailable(agent, words);
  const carl = new Caller(world);
  await carl.waits();
  await isOffered(agent);
  return { agent, carl };
}

/** Carl was talked to, and has hung up. */
async function talked(options: Parameters<typeof browser.page>[0] = {}, words = 'Available') {
  const { agent, carl } = await offered(options, words);
  await takesOnPhone(world);
  await agent.page.locator('.timer').waitFor();
  await carl.phone.hangup();
  await agent.page.locator('.wrap-up').waitFor();
  return { agent, carl };
}

const noteIsGone = (agent: AgentPage): Promise<void> =>
  agent.page.locator('.wrap-up').waitFor({ state: 'detached' });

test('a caller is offered on the phone: who, why, since when; a key on the phone connects them', async () => {
  const { agent } = await offered();
  await agent.sees('(415) 555-0123');
  await agent.sees('Support');
  await agent.sees('Speaks English');
  await agent.sees('Your phone (415) 555-0101 is ringing: answer it and press any key.');
  const waited = () => agent.page.locator('.clocks dd').first().textContent();
  const before = await waited();
  await agent.page.waitForTimeout(1_500);
  expect(await waited()).not.toBe(before);
  expect(await agent.page.title()).toMatch(/Incoming call|Cordboard/);
  await agent.isAccessible();
  await takesOnPhone(world);
  await agent.shows('Connected');
  await isIn(agent, 'In a call');
  await agent.isAccessible();
});

test('X declines, the phone stops ringing, and the page says why no more calls come', async () => {
  const { agent } = await offered();
  await agent.page.keyboard.press('Escape');
  await agent.page.locator('body').press('x');
  await agent.page.locator('.call.offer.gone').waitFor();
  await world.phone(ADA.phone).isIdle();
  await isIn(agent, 'Away');
  await agent.page.locator('.set-aside').waitFor();
  await agent.isAccessible();
});

test('a caller who gives up: the card says so, and goes away by itself', async () => {
  const { agent, carl } = await offered();
  const second = await browser.anotherTab(agent);
  await second.open();
  await isOffered(second);
  await carl.phone.hangup();
  await agent.sees('The caller has hung up');
  await agent.isAccessible();
  await agent.page.locator('.call.offer').waitFor({ state: 'detached' });
  await second.page.locator('.call.offer').waitFor({ state: 'detached' });
  await agent.page.locator('input.number').waitFor();
});

test('after the call: disposition by a key, notes, more time, and done with Ctrl and Enter', async () => {
  const { agent } = await talked();
  await isIn(agent, 'After a call');
  await agent.isAccessible();
  await agent.page.keyboard.press('Escape');
  await agent.page.locator('body').press('2');
  expect(await agent.page.locator('.dispositions [aria-pressed="true"]').textContent()).toContain(
    'Follow up',
  );
  const left = async () => {
    const [minutes = 0, seconds = 0] = ((await agent.page.locator('.wrap-up .timer').textContent()) ?? '')
      .split(':')
      .map(Number);
    return minutes * 60 + seconds;
  };
  await agent.page.locator('.wrap-up .timer').waitFor();
  const before = await left();
  await agent.press('One more minute');
  await agent.page.waitForFunction((least) => {
    const [minutes = 0, seconds = 0] = (document.querySelector('.wrap-up .timer')?.textContent ?? '')
      .split(':')
      .map(Number);
    return minutes * 60 + seconds > least;
  }, before + 30);
  await agent.page.locator('#note').fill('Call back on Friday');
  await agent.page.keyboard.press('Control+Enter');
  await noteIsGone(agent);
  await isIn(agent, 'Available');
});

test('a draft survives a reload and a lost network, and is handed in when that is back', async () => {
  const { agent } = await talked();
  await agent.page.locator('#note').fill('Wants twelve seats');
  await agent.page.reload();
  await agent.page.locator('.wrap-up').waitFor();
  expect(await agent.page.locator('#note').inputValue()).toBe('Wants twelve seats');
  const back = await cutOff(agent, '/taskrouter/complete');
  await agent.press('Done');
  await agent.sees('Not handed in yet: it is kept, and sent again by itself.');
  await agent.isAccessible();
  await back();
  await noteIsGone(agent);
  await isIn(agent, 'Available');
});

test('a note can wait: the number box is back, and the note is taken up again', async () => {
  const { agent } = await talked();
  await agent.page.locator('#note').fill('First I call somebody');
  await agent.press('Later');
  await agent.page.locator('input.number').waitFor();
  await agent.isAccessible();
  await agent.press('Write it');
  expect(await agent.page.locator('#note').inputValue()).toBe('First I call somebody');
});

test('a message that Carl has left is offered with nobody on the line, and played in the page', async () => {
  const agent = await (await browser.page()).open();
  await agent.signIn();
  await new Caller(world).leavesMessage();
  await becomeAvailable(agent);
  await isOffered(agent);
  await agent.sees('Has left a message');
  await agent.page.locator('svg.cord[aria-label="Your phone is being reached."]').waitFor();
  await agent.press('Play the message');
  await agent.page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 1);
  await agent.isAccessible();
});

/** Ada is available, and her calls ring in this tab. */
async function ringsHere(): Promise<AgentPage> {
  const agent = await (await browser.page()).open();
  await agent.signIn();
  await agent.page.locator('.presence-now').click();
  await agent.page.locator('.rings-on button', { hasText: 'This browser' }).click();
  await agent.page.locator('.rings-on').getByRole('button', { name: 'Turn on' }).click();
  await agent.sees('Ready. Calls for you ring here.');
  await agent.page.keyboard.press('Escape');
  await agent.page.locator('.presence-card').waitFor({ state: 'detached' });
  await becomeAvailable(agent);
  return agent;
}

const canAccept = (agent: AgentPage): Promise<void> =>
  agent.page.getByRole('button', { name: 'Accept', disabled: false }).waitFor();

test('in the browser: a message is heard again, its customer is called, is busy, and is called again later', async () => {
  await new Caller(world).leavesMessage();
  await world.phone(CARL.phone).behaves({ busy: true });
  const agent = await ringsHere();
  await agent.sees('Has left a message');
  await agent.press('Accept');
  await agent.sees('You hear the message. Then call them back, or finish.');
  await agent.press('Once more');
  await agent.isAccessible();
  await agent.press('Call them back');
  await agent.page.locator('.call.offer.gone').waitFor();
  await agent.sees('They are called again later.');
  await agent.isAccessible();
  await isIn(agent, 'Available');
});

test('in the browser: one accepts by a key, talks, and writes the note', async () => {
  const agent = await ringsHere();
  const carl = new Caller(world);
  await carl.waits();
  await canAccept(agent);
  expect(await agent.page.locator('.call.incoming').count()).toBe(0);
  await agent.sees('(415) 555-0123');
  await agent.isAccessible();
  await agent.page.keyboard.press('Escape');
  await agent.page.locator('body').press('a');
  await agent.shows('Connected');
  await agent.press('Mute');
  // Both come within a few milliseconds of each other, and both are told to who listens.
  await agent.sees('You are muted');
  await agent.sees('You are now: In a call.');
  await agent.page.getByRole('button', { name: 'Mute', pressed: true }).waitFor();
  await carl.phone.hangup();
  await agent.page.locator('.wrap-up').waitFor();
  expect(await agent.page.locator('.missed').count()).toBe(0);
});

test('it rings in all tabs, one talks; when that one is closed, the caller hears so and waits again', async () => {
  const agent = await ringsHere();
  const second = await browser.anotherTab(agent);
  await second.open();
  await second.press('Turn on');
  await second.sees('Ready. Calls for you ring here.');
  const carl = new Caller(world);
  await carl.waits();
  await Promise.all([canAccept(agent), canAccept(second)]);
  await second.press('Accept');
  await second.shows('Connected');
  await agent.sees('You are talking in another tab or on another device.');
  expect(await agent.page.getByRole('button', { name: 'Accept' }).count()).toBe(0);
  await second.page.close();
  await carl.phone.hears('the connection to our colleague was lost');
  await agent.page.locator('.call h2', { hasText: 'Connected' }).waitFor({ state: 'detached' });
  expect((await carl.phone.look()).state).toBe('in-call');
});

test('in the browser, declining silences it', async () => {
  const agent = await ringsHere();
  await new Caller(world).waits();
  await canAccept(agent);
  await agent.page.getByRole('button', { name: 'Decline' }).dblclick();
  await agent.page.locator('.call.offer.gone').waitFor();
  expect(await agent.page.locator('.missed').count()).toBe(0);
  expect(await agent.page.locator('.call.incoming').count()).toBe(0);
});

test('a double click on accept takes the call once, also when it came while one typed a number', async () => {
  const agent = await ringsHere();
  await agent.page.locator('input.number').pressSequentially('415');
  const carl = new Caller(world);
  await carl.waits();
  await canAccept(agent);
  await agent.page.getByRole('button', { name: 'Accept' }).dblclick();
  await agent.shows('Connected');
  await carl.phone.hangup();
  await agent.page.locator('.wrap-up').waitFor();
  await agent.press('Done');
  await noteIsGone(agent);
  expect(await agent.page.locator('input.number').inputValue()).toBe('415');
});

test('the page may be loaded anew while a caller is offered, and while one talks on the phone', async () => {
  const { agent, carl } = await offered();
  await agent.page.reload();
  await isOffered(agent);
  await agent.sees('Your phone (415) 555-0101 is ringing');
  await takesOnPhone(world);
  await agent.shows('Connected');
  await agent.page.reload();
  await agent.shows('Connected');
  await carl.phone.hangup();
  await agent.page.locator('.wrap-up').waitFor();
});

test('with the keyboard alone: available, decline, back, take, note, board', async () => {
  const agent = await (await browser.page()).open();
  await agent.signIn();
  await agent.page.locator('.presence-now').waitFor();
  const { keyboard } = agent.page;
  await keyboard.press('Escape');
  await keyboard.press('p');
  await isIn(agent, 'Available');
  const carl = new Caller(world);
  await carl.waits();
  await isOffered(agent);
  await keyboard.press('x');
  await agent.page.locator('.set-aside').waitFor();
  await keyboard.press('p');
  await isIn(agent, 'Available');
  await isOffered(agent);
  await takesOnPhone(world);
  await agent.shows('Connected');
  await carl.phone.hangup();
  await agent.page.locator('.wrap-up').waitFor();
  await keyboard.press('Escape');
  await keyboard.press('1');
  await keyboard.press('Control+Enter');
  // The number box takes the focus when it is back: what is typed before goes into it.
  await agent.page.locator('input.number:focus').waitFor();
  await keyboard.press('Escape');
  await keyboard.press('q');
  await agent.page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  await agent.page.getByRole('listitem').filter({ hasText: 'Longest wait' }).waitFor();
  await agent.page.getByRole('region', { name: 'Team' }).waitFor();
});

test('in Spanish, dark, on a narrow screen: offer, call and note', async () => {
  const { agent } = await offered(
    { locale: 'es-MX', colorScheme: 'dark', viewport: { width: 360, height: 780 } },
    'Disponible',
  );
  await agent.sees('Suena su teléfono');
  await agent.isAccessible();
  await takesOnPhone(world);
  await agent.shows('Conectados');
  await world.phone(CARL.phone).hangup();
  await agent.page.locator('.wrap-up').waitFor();
  await agent.isAccessible();
});
