import { PACKED, readConfig } from '../../src/config';
import { ENVIRONMENT } from '../../src/testing/invoke';
import { deployableVariables, LIMITS, packed, settingsIn } from './variables';

const KEY = { API_KEY_SID: `SK${'1'.repeat(32)}`, API_KEY_SECRET: 's'.repeat(32) };

test('what functions find in their variables is what was set', () => {
  const values = deployableVariables({ ...ENVIRONMENT, ...KEY, LOCALE: 'es', MAX_LIVE_CALLS: '7' });
  const variables = packed(values);
  expect(settingsIn(variables)).toEqual(values);
  expect(readConfig(variables)).toEqual(readConfig(values));
});

test('a key and its secret change together; what signs sessions stands alone', () => {
  const { [PACKED]: together = '', ...alone } = packed({ ...KEY, JWT_SECRET: 'j'.repeat(40) });
  expect(JSON.parse(together)).toEqual(KEY);
  expect(alone).toEqual({ JWT_SECRET: 'j'.repeat(40) });
});

test('no variable is longer than Twilio takes, whatever the characters', () => {
  const values = {
    SUPERVISOR_EMAILS: 'é'.repeat(200),
    ADMIN_EMAILS: '"'.repeat(40),
    DO_NOT_CALL: 'x'.repeat(449),
  };
  const variables = packed(values);
  for (const value of Object.values(variables))
    expect(Buffer.byteLength(value)).toBeLessThanOrEqual(LIMITS.value);
  expect(Object.keys(variables)).toEqual([PACKED, 'ADMIN_EMAILS', 'DO_NOT_CALL']);
});

test('what has the value that stands anyway is not sent, nor what nobody knows, nor what is for this machine', () => {
  const present = {
    ...{ LOCALE: ' en ', RECORDING_DAYS: '30', HISTORY_DAYS: '31', MY_OWN: 'x', CALLER_IDS: '' },
    ...{ TWILIO_SDK_ORIGIN: 'http://localhost:3001', ACCOUNT_SID: 'AC1' },
  };
  expect(deployableVariables(present)).toEqual({ HISTORY_DAYS: '31' });
});
