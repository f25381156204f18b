import { ADA, useWorld } from '../harness/world';
import { useBrowser } from './agent-page-world';

const world = useWorld();
const browser = useBrowser(world);

test('Ada signs up with the codes she was sent, and every screen on the way is accessible', async () => {
  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
  ] as const) {
    await world.begin();
    const ada = await (await browser.page(options)).open();
    await ada.isAccessible();
    await ada.page.getByRole('textbox', { name: 'Work e-mail' }).fill(ADA.email);
    await ada.press('Send code');
    await ada.sees(`Sent to ${ADA.email}`);
    await ada.isAccessible();
    await ada.enterCodeOf(ADA.email);
    await ada.page.getByRole('textbox', { name: 'Phone number' }).fill('415.555.0101');
    await ada.isAccessible();
    await ada.press('Send code');
    await ada.sees('Sent to (415) 555-0101');
    await ada.isAccessible();
    await ada.enterCodeOf(ADA.phone);
    await ada.isAtDesk();
    await ada.isAccessible();
  }
});

test('a wrong code is told as such and loses nothing; the whole message can be pasted', async () => {
  const ada = await (await browser.page()).open();
  await ada.page.getByRole('textbox').fill(ADA.email);
  await ada.press('Send code');
  const box = ada.page.locator('input.code');
  await box.fill('000000');
  await ada.sees('That is not the code.');
  await ada.isAccessible();
  const code = await ada.client.codeFor(ADA.email);
  await box.fill(`Your verification code is: ${code.slice(0, 3)} ${code.slice(3)}`);
  await ada.page.getByRole('textbox', { name: 'Phone number' }).waitFor();
  await ada.press('Back');
  expect(await ada.page.getByRole('textbox', { name: 'Work e-mail' }).inputValue()).toBe(ADA.email);
});

test('what can’t be an address is told before anything is sent; who may not enter is told what to do', async () => {
  const ada = await (await browser.page()).open();
  await ada.page.getByRole('textbox').fill('ada');
  await ada.press('Send code');
  await ada.sees('That is not an e-mail address yet.');
  await ada.page.getByRole('textbox').fill('ada@elsewhere.example');
  await ada.press('Send code');
  await ada.sees('Use your work address, or ask your administrator.');
  expect(await ada.client.emulator('GET', '/control/inbox')).toEqual([]);
});

test('a code can be sent again after the countdown, and read out by a call', async () => {
  const ada = await browser.page();
  await ada.page.clock.install();
  await ada.open();
  await ada.page.getByRole('textbox').fill(ADA.email);
  await ada.page.keyboard.press('Enter');
  const again = ada.page.getByRole('button', { name: /Send again/ });
  await again.waitFor();
  expect(await again.getAttribute('aria-disabled')).toBe('true');
  await ada.page.clock.runFor(31_000);
  await ada.press('Send again');
  await ada.sees('A new code is on its way.');
  await ada.enterCodeOf(ADA.email);
  await ada.page.locator('input.number').fill(ADA.phone);
  await ada.page.keyboard.press('Enter');
  await ada.sees('Sent to');
  await ada.page.clock.runFor(31_000);
  await ada.press('Call me with the code');
  await ada.sees('We are calling');
  const inbox = await ada.client.emulator<{ channel: string }[]>(
    'GET',
    `/control/inbox?to=${encodeURIComponent(ADA.phone)}`,
  );
  expect(inbox.map(({ channel }) => channel)).toEqual(['sms', 'call']);
});

test('with the keyboard alone, in Spanish', async () => {
  const ada = await (await browser.page({ locale: 'es-MX' })).open();
  expect(await ada.page.locator('html').getAttribute('lang')).toBe('es');
  const { keyboard } = ada.page;
  await ada.page.locator('body').press('Tab');
  for (let tabs = 0; tabs < 12; tabs += 1) {
    if (
      await ada.page
        .getByRole('textbox', { name: 'Correo de trabajo' })
        .evaluate((box) => box === document.activeElement)
    )
      break;
    await keyboard.press('Tab');
  }
  await keyboard.type(ADA.email);
  await keyboard.press('Enter');
  await ada.sees('Enviado a');
  await keyboard.type(await ada.client.codeFor(ADA.email));
  await ada.sees('Es el teléfono que suena');
  await keyboard.type('4155550101');
  await keyboard.press('Enter');
  await ada.sees('Enviado a (415) 555-0101');
  await keyboard.type(await ada.client.codeFor(ADA.phone));
  await ada.isAtDesk();
  await ada.isAccessible();
  await ada.press(/^EN/);
  await ada.sees('Number to call');
  await ada.page.reload();
  await ada.sees('Number to call');
});

test('one tab signs in and out for all of them, and a reload stays signed in', async () => {
  const one = await (await browser.page()).open();
  const other = await (await browser.anotherTab(one)).open();
  await one.signIn();
  await other.isAtDesk();
  await other.page.reload();
  await other.isAtDesk();
  await other.press('Sign out');
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await one.page.reload();
  await one.page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a page that starts without the functions waits for them', async () => {
  const ada = await (await browser.page()).open();
  await ada.signIn();
  await ada.page.route('**/session/refresh', (route) => route.abort());
  await ada.page.reload();
  await ada.sees('Cordboard can’t be reached');
  await ada.isAccessible();
  await ada.page.unroute('**/session/refresh');
  await ada.press('Try now');
  await ada.isAtDesk();
});
