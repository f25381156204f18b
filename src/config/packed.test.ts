import { ENVIRONMENT } from '../testing/invoke';
import { ConfigError, PACKED, readConfig, unpacked } from '.';

test('settings may stand together in one variable', () => {
  const { CALLER_ID, ...rest } = ENVIRONMENT;
  const environment = { ...rest, [PACKED]: JSON.stringify({ CALLER_ID, LOCALE: 'es' }) };
  expect(readConfig(environment)).toMatchObject({ callerId: CALLER_ID, locale: 'es' });
  // Another instance of the same environment later, and one that has changed.
  expect(readConfig({ ...environment })).toBe(readConfig(environment));
  const changed = { ...environment, [PACKED]: JSON.stringify({ CALLER_ID, LOCALE: 'en' }) };
  expect(readConfig(changed)).toMatchObject({ locale: 'en' });
});

test('a variable of its own goes before, unless it is empty', () => {
  const environment = {
    [PACKED]: '{"LOCALE":"es","CALLER_ID":"+14155550199"}',
    LOCALE: 'en',
    CALLER_ID: ' ',
  };
  expect(unpacked(environment)).toEqual({ LOCALE: 'en', CALLER_ID: '+14155550199' });
  expect(readConfig({ ...ENVIRONMENT, ...environment })).toMatchObject({
    ...{ locale: 'en', callerId: '+14155550199' },
  });
});

test.each([['{"LOCALE"'], ['[]'], ['7'], ['null']])(
  '%s is not taken for settings, and the fix is told',
  (text) => {
    const read = () => readConfig({ ...ENVIRONMENT, [PACKED]: text });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/CORDBOARD should be JSON.*npm run up/s);
  },
);
