import { CALLER, OWNED, SITE, say, studioWorld, widget } from './testing';

const json = (value: unknown, status = 200) => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value),
  ...(status > 299 ? { errorCode: 11200 } : {}),
});

test('a call to the number runs its flow, widget by widget, to its end', async () => {
  const w = studioWorld();
  w.page('/menu', ({ params }) => json({ team: `team ${params.choice}`, words: ['a', 'b'] }));
  const flow = await w.publish(
    say('hello', 'Hello {{trigger.call.From}}', 'menu'),
    widget(
      'menu',
      'gather-input-on-call',
      { say: 'Press 1 or 2', number_of_digits: 1, stop_gather: true, timeout: 3 },
      { keypress: 'which', timeout: 'bye', speech: 'bye' },
    ),
    {
      ...widget('which', 'split-based-on', { input: '{{widgets.menu.Digits}}' }),
      transitions: [
        { event: 'noMatch', next: 'bye' },
        {
          event: 'match',
          next: 'remember',
          conditions: [
            {
              friendly_name: 'One or two',
              arguments: ['{{widgets.menu.Digits}}'],
              type: 'matches_any_of',
              value: '1,2',
            },
          ],
        },
      ],
    },
    widget(
      'remember',
      'set-variables',
      { variables: [{ key: 'choice', value: '{{widgets.menu.Digits}}' }] },
      { next: 'ask' },
    ),
    widget(
      'ask',
      'run-function',
      { url: `${SITE}/menu`, parameters: [{ key: 'choice', value: '{{flow.variables.choice}}' }] },
      { success: 'tell', fail: 'bye' },
    ),
    say('tell', 'You want {{widgets.ask.parsed.team}}: {{widgets.ask.parsed.words}}'),
    say('bye', 'Goodbye'),
  );
  const line = await w.call();
  await w.pass(3);
  line.press('2');
  await w.pass(10);
  expect(w.phone(CALLER).words).toEqual([`Hello ${CALLER}`, 'Press 1 or 2', 'You want team 2: ["a","b"]']);
  expect(w.phone(CALLER).ends).toEqual(['completed']);
  expect(await w.path(flow)).toEqual([
    'Trigger → hello (incomingCall)',
    'hello → menu (audioComplete)',
    'menu → which (keypress)',
    'which → remember (match)',
    'remember → ask (next)',
    'ask → tell (success)',
    'tell → Ended (audioComplete)',
  ]);
  expect(await w.context(flow)).toMatchObject({
    trigger: { call: { From: CALLER, To: OWNED, CallSid: line.callSid } },
    contact: { channel: { address: CALLER } },
    flow: { variables: { choice: '2' }, channel: { address: OWNED } },
    widgets: { menu: { Digits: '2' }, ask: { status_code: 200, parsed: { team: 'team 2' } } },
  });
  expect(w.violations()).toEqual([]);
  expect(w.timersWaiting()).toBe(0);
  expect(w.events('studio').map(({ summary }) => summary)).toEqual([
    'Flow Test: began',
    'Flow Test: Trigger → hello (incomingCall)',
    'Flow Test: hello → menu (audioComplete)',
    'Flow Test: menu → which (keypress)',
    'Flow Test: which → remember (match)',
    'Flow Test: remember → ask (next)',
    'Flow Test: ask → tell (success)',
    'Flow Test: tell → Ended (audioComplete)',
    'Flow Test: ended at its end',
  ]);
});

test('a call runs on the revision it began with, and a draft takes no calls', async () => {
  const w = studioWorld();
  const flow = await w.publish(say('one', 'First', 'two'), say('two', 'Second'));
  await w.call();
  const { flows } = w.client.studio.v2;
  const { definition } = await flows(flow).fetch();
  const changed = JSON.parse(JSON.stringify(definition).replace('Second', 'Changed'));
  await flows(flow).update({ status: 'published', definition: changed });
  await w.pass(10);
  expect(w.phone(CALLER).words).toEqual(['First', 'Second']);
  await flows(flow).update({ status: 'draft', definition: changed });
  await w.call();
  await w.pass(10);
  expect(w.phone(CALLER).words.slice(2)).toEqual(['First', 'Changed']);

  const draft = await flows.create({ friendlyName: 'Draft', status: 'draft', definition });
  const [number] = await w.client.incomingPhoneNumbers.list();
  await w.client.incomingPhoneNumbers(number?.sid ?? '').update({ voiceUrl: draft.webhookUrl });
  await w.call();
  await w.pass(10);
  expect(w.phone(CALLER).words.at(-1)).toBe('Goodbye.');
  expect(w.violations()).toContain(`Studio: Flow ${draft.sid} is a draft: only a published flow takes calls`);
});

test('an address that is no flow of the account is refused in words', async () => {
  const w = studioWorld();
  const at = (path: string) =>
    w.studio.answer({ url: new URL(`https://webhooks.twilio.com${path}`), params: { CallSid: 'CA1' } });
  const missing = `FW${'0'.repeat(32)}`;
  expect(await at('/v1/other')).toMatchObject({ status: 404 });
  expect(await at(`/v1/Accounts/AC${'0'.repeat(32)}/Flows/${missing}`)).toMatchObject({ status: 404 });
  expect(await at(`/v1/Accounts/${w.kernel.account.sid}/Flows/${missing}`)).toMatchObject({
    status: 404,
    body: `There is no flow ${missing}`,
  });
});

test('a message to a flow is refused by name', async () => {
  const w = studioWorld();
  const flow = await w.publish(say('hello', 'Hello'));
  const { webhookUrl } = await w.client.studio.v2.flows(flow).fetch();
  const answer = await w.studio.answer({ url: new URL(webhookUrl), params: { MessageSid: 'SM1' } });
  expect(answer).toMatchObject({ status: 501, body: expect.stringContaining('incoming messages') });
});

test('a request that is sent twice is answered twice, and moves the flow once', async () => {
  const w = studioWorld();
  w.page('/once', json({}));
  const flow = await w.publish(
    widget('ask', 'run-function', { url: `${SITE}/once` }, { success: 'hello' }),
    say('hello', 'Hello', 'bye'),
    say('bye', 'Bye'),
  );
  const twice = w.studio.answer;
  const answers: string[][] = [];
  w.studio.answer = async (arrival) => {
    const both = await Promise.all([twice(arrival), twice(arrival)]);
    answers.push(both.map(({ body }) => body));
    return both[0];
  };
  await w.call();
  await w.pass(10);
  expect(answers.every(([first, second]) => first === second)).toBe(true);
  expect(w.sentTo('/once')).toHaveLength(1);
  expect(w.phone(CALLER).words).toEqual(['Hello', 'Bye']);
  expect(await w.path(flow)).toHaveLength(4);
  expect(await w.client.studio.v2.flows(flow).executions.list()).toHaveLength(1);
});

test('a caller who hangs up ends the execution; what asks a function still does, what speaks does not', async () => {
  const w = studioWorld();
  w.page('/note', json({}));
  const flow = await w.publish(
    widget(
      'phone',
      'connect-call-to',
      { noun: 'number', to: '+14155550102', caller_id: '{{contact.channel.address}}' },
      { callCompleted: undefined, hangup: 'note' },
    ),
    widget('note', 'run-function', { url: `${SITE}/note` }, { success: 'again' }),
    widget('again', 'run-function', { url: `${SITE}/note` }, { success: 'words' }),
    say('words', 'Nobody hears this'),
  );
  w.phone('+14155550102').whenRung = (leg) => leg.answer();
  const line = await w.call();
  await w.pass(2);
  line.hangup();
  await w.pass(5);
  expect(w.sentTo('/note')).toHaveLength(2);
  expect(await w.path(flow)).toEqual([
    'Trigger → phone (incomingCall)',
    'phone → note (hangup)',
    'note → again (success)',
    'again → words (success)',
  ]);
  const [execution] = await w.client.studio.v2.flows(flow).executions.list();
  expect(execution?.status).toBe('ended');
  expect(w.violations()).toEqual([]);
  expect(w.timersWaiting()).toBe(0);
});

test.each([
  { what: 'a text is said', state: widget('here', 'say-play', { say: 'A long, long text. And more.' }) },
  { what: 'keys are waited for', state: widget('here', 'gather-input-on-call', { say: 'Press' }) },
  {
    what: 'the call is with other TwiML',
    state: widget('here', 'add-twiml-redirect', { url: `${SITE}/away` }),
  },
])('a caller who hangs up while $what ends the execution there', async ({ state }) => {
  const w = studioWorld();
  w.page('/away', '<Response><Pause length="60"/></Response>');
  const flow = await w.publish(state);
  const line = await w.call();
  line.hangup();
  await w.pass(5);
  expect(await w.path(flow)).toEqual(['Trigger → here (incomingCall)']);
  const [execution] = await w.client.studio.v2.flows(flow).executions.list();
  expect(execution?.status).toBe('ended');
  expect(w.timersWaiting()).toBe(0);
});

test('a caller who hangs up while a function is asked', async () => {
  const w = studioWorld();
  let answer: () => void = () => undefined;
  const plain = w.kernel.webhooks.request;
  w.kernel.webhooks.request = (webhook) =>
    webhook.url.startsWith(`${SITE}/slow`)
      ? new Promise((resolve) => {
          answer = () => resolve(json({ done: true }));
        })
      : plain(webhook);
  const flow = await w.publish(
    widget('ask', 'run-function', { url: `${SITE}/slow` }, { success: 'words', fail: 'words' }),
    say('words', 'Nobody hears this'),
  );
  const line = await w.call();
  line.hangup();
  await w.pass(1);
  answer();
  await w.pass(1);
  expect(await w.path(flow)).toEqual(['Trigger → ask (incomingCall)', 'ask → words (success)']);
  const [execution] = await w.client.studio.v2.flows(flow).executions.list();
  expect(execution?.status).toBe('ended');
});

test('a bad template ends the execution: the call hears of an error, and the violation says where', async () => {
  const w = studioWorld();
  const flow = await w.publish(say('hello', 'Hello {{ trigger.call.From | shout }}'));
  await w.call();
  await w.pass(10);
  expect(w.phone(CALLER).words.join(' ')).toContain('an application error has occurred');
  expect(w.violations()[0]).toContain('Studio flow Test, widget "hello": the Liquid template');
  expect(w.violations()[0]).toContain('shout');
  const [execution] = await w.client.studio.v2.flows(flow).executions.list();
  expect(execution?.status).toBe('ended');
});

test('a flow that goes round in circles is stopped', async () => {
  const w = studioWorld();
  const variables = [{ key: 'n', value: '1' }];
  await w.publish(widget('round', 'set-variables', { variables }, { next: 'round' }));
  await w.call();
  await w.pass(10);
  expect(w.violations()[0]).toContain('the same widget more than 10 times in a row');

  const two = await w.publish(
    widget('one', 'set-variables', { variables }, { next: 'two' }),
    widget('two', 'set-variables', { variables }, { next: 'one' }),
  );
  await w.call();
  await w.pass(10);
  expect(w.violations().at(-2)).toContain('more than 1000 steps');
  expect(await w.path(two)).toHaveLength(1001);
});

test('an execution that REST ends, or whose flow is removed, lets the call go', async () => {
  const w = studioWorld();
  const flow = await w.publish(say('one', 'One', 'two'), say('two', 'Two'));
  await w.call();
  const { executions } = w.client.studio.v2.flows(flow);
  const [execution] = await executions.list();
  await executions(execution?.sid ?? '').update({ status: 'ended' });
  await w.pass(10);
  expect(w.phone(CALLER).words).toEqual(['One']);
  expect(w.phone(CALLER).ends).toEqual(['completed']);
});

test('after a restore no execution goes on', async () => {
  const w = studioWorld();
  const flow = await w.publish(widget('away', 'add-twiml-redirect', { url: `${SITE}/away` }));
  w.page('/away', '<Response><Pause length="60"/></Response>');
  await w.call();
  w.kernel.store.restore(w.kernel.store.snapshot());
  w.voice.product.restored?.();
  w.studio.restored?.();
  const [execution] = await w.client.studio.v2.flows(flow).executions.list();
  expect(execution?.status).toBe('ended');
  expect(w.timersWaiting()).toBe(0);
});
