import { Failure, failureIn } from '../session/post';
import { SignIn, type SignInParts } from './model';

/** The functions, as somebody signing in meets them. */
function functions() {
  const sent: { path: string; body: object }[] = [];
  const answers = new Map<string, unknown>([
    ['/setup/email/init', {}],
    ['/setup/email/validate', { token: 'setup' }],
    ['/setup/phone/init', { token: 'validate' }],
    ['/setup/phone/validate', { agent: { id: 'a1' } }],
  ]);
  const kept = new Map<string, string>();
  const signedIn: unknown[] = [];
  const clock = { now: 0 };
  const parts: SignInParts = {
    send: async <T>(path: string, body: object) => {
      sent.push({ path, body });
      const answer = answers.get(path);
      if (answer instanceof Failure) throw answer;
      return { data: answer as T, at: 0 };
    },
    failureIn,
    signedIn: (answer) => signedIn.push(answer.data),
    memory: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) },
    now: () => clock.now,
  };
  return { parts, sent, answers, signedIn, clock, kept };
}

async function atPhone() {
  const world = functions();
  const model = new SignIn(world.parts);
  model.email.value = ' ada@example.com ';
  await model.sendEmailCode();
  model.code.value = '123456';
  await model.checkEmailCode();
  model.phone.value = '(415) 555-0101';
  return { ...world, model };
}

test('an address, its code, a number, its code: signed in', async () => {
  const { model, sent, signedIn } = await atPhone();
  await model.sendPhoneCode();
  model.code.value = '654321';
  await model.checkPhoneCode();
  expect(sent.map(({ path }) => path)).toEqual([
    '/setup/email/init',
    '/setup/email/validate',
    '/setup/phone/init',
    '/setup/phone/validate',
  ]);
  expect(sent[2]?.body).toEqual({ token: 'setup', phoneNumber: '(415) 555-0101', channel: 'sms' });
  expect(sent[3]?.body).toEqual({ token: 'validate', code: '654321' });
  expect(signedIn).toHaveLength(1);
});

test('a second click while the first is under way sends nothing', async () => {
  const { parts, sent } = functions();
  const model = new SignIn(parts);
  await Promise.all([model.sendEmailCode(), model.sendEmailCode(), model.sendEmailCode()]);
  expect(sent).toHaveLength(1);
});

test('a wrong code empties the code box and nothing else', async () => {
  const { model, answers } = await atPhone();
  await model.sendPhoneCode();
  answers.set('/setup/phone/validate', new Failure('wrong_code'));
  model.code.value = '000000';
  await model.checkPhoneCode();
  expect([model.step.value, model.code.value, model.phone.value]).toEqual([
    'phone-code',
    '',
    '(415) 555-0101',
  ]);
  expect(model.failure.value?.code).toBe('wrong_code');
});

test('a token that has expired leads back to the address, with everything still typed in', async () => {
  const { model, answers } = await atPhone();
  answers.set('/setup/phone/init', new Failure('token_expired'));
  await model.sendPhoneCode();
  expect(model.step.value).toBe('email');
  expect([model.email.value, model.phone.value]).toEqual([' ada@example.com ', '(415) 555-0101']);
});

test('a code can be sent again after the countdown, or by a call', async () => {
  const { model, sent, clock } = await atPhone();
  await model.sendPhoneCode();
  expect(model.resendFrom.value).toBe(30_000);
  clock.now = 30_000;
  await model.resend('call');
  expect(sent.at(-1)?.body).toMatchObject({ channel: 'call' });
  expect([model.resent.value, model.channel.value, model.resendFrom.value]).toEqual([1, 'call', 60_000]);
});

test('who asked for too many codes is told how long to wait', async () => {
  const { parts, answers } = functions();
  answers.set('/setup/email/init', new Failure('too_many_codes', {}, 300));
  const model = new SignIn(parts);
  await model.sendEmailCode();
  expect([model.step.value, model.resendFrom.value]).toEqual(['email', 300_000]);
});

test('what was typed survives a reload; tokens and codes do not', async () => {
  const { model, parts, kept } = await atPhone();
  await model.sendPhoneCode();
  const reloaded = new SignIn(parts);
  expect([reloaded.email.value, reloaded.phone.value]).toEqual([' ada@example.com ', '(415) 555-0101']);
  expect([...kept.values()].join()).not.toMatch(/setup|validate|123456/);
});

test('back leads to the box before, with its text', async () => {
  const { model } = await atPhone();
  await model.sendPhoneCode();
  model.back();
  expect([model.step.value, model.phone.value]).toEqual(['phone', '(415) 555-0101']);
  model.back();
  expect(model.step.value).toBe('email');
});
