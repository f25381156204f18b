import type { StudioWorld } from './testing';
import { CALLER, OWNED, SITE, say, studioWorld, widget } from './testing';

const FRIEND = '+14155550102';

const json = (value: unknown) => ({ contentType: 'application/json', body: JSON.stringify(value) });

/** The last document the call was given, with the flow's address and steps left out. */
const last = (w: StudioWorld): string =>
  (w.documents().at(-1) ?? '')
    .replace(/https:\/\/webhooks\.twilio\.com\/v1\/Accounts\/AC\w+\/Flows\/FW\w+/g, 'FLOW')
    .replace(/&amp;Step=FT\w+/g, '')
    .replace('<?xml version="1.0" encoding="UTF-8"?>', '');

/** What follows each way out of a widget: a word that tells them apart. */
const exits = (...events: string[]) => events.map((event) => say(`on_${event}`, event));
const leads = (...events: string[]) =>
  Object.fromEntries(events.map((event) => [event, `on_${event}`])) as Record<string, string>;

test('say-play says with voice, language and SSML, plays recordings and keys', async () => {
  const w = studioWorld();
  await w.publish(
    widget(
      's',
      'say-play',
      { say: 'A &amp; <emphasis level="strong">B</emphasis>', voice: 'alice', language: 'en-GB', loop: 2 },
      { audioComplete: 'p' },
    ),
    widget('p', 'say-play', { play: 'https://example.com/{{trigger.call.To}}.mp3' }, { audioComplete: 'd' }),
    widget('d', 'say-play', { digits: '12', say: 'less < more' }),
  );
  await w.call();
  expect(last(w)).toBe(
    '<Response><Say voice="alice" language="en-GB" loop="2">A &amp; <emphasis level="strong">B</emphasis></Say>' +
      '<Redirect>FLOW?FlowEvent=audioComplete</Redirect></Response>',
  );
  await w.pass(2);
  expect(last(w)).toBe(
    `<Response><Play>https://example.com/${OWNED}.mp3</Play><Redirect>FLOW?FlowEvent=audioComplete</Redirect></Response>`,
  );
  await w.pass(6);
  expect(w.phone(CALLER).words.at(-1)).toBe('less < more');
  expect(w.phone(CALLER).sounds).toContain('tone:dtmf');
  expect(w.violations()).toEqual([]);
});

test('gather-input-on-call: keys, speech, nothing', async () => {
  const gather = widget(
    'menu',
    'gather-input-on-call',
    {
      say: 'Your number?',
      timeout: 4,
      finish_on_key: '#',
      gather_language: 'en-GB',
      hints: 'one, two',
      speech_timeout: 'auto',
      speech_model: 'default',
      profanity_filter: 'false',
    },
    leads('keypress', 'speech', 'timeout'),
  );
  const w = studioWorld();
  const flow = await w.publish(gather, ...exits('keypress', 'speech', 'timeout'));
  const keys = await w.call();
  expect(last(w)).toBe(
    '<Response><Gather input="dtmf speech" action="FLOW?FlowEvent=gather" timeout="4" finishOnKey="#" language="en-GB" ' +
      'hints="one, two" speechTimeout="auto" speechModel="default" profanityFilter="false"><Say>Your number?</Say>' +
      '</Gather><Redirect>FLOW?FlowEvent=timeout</Redirect></Response>',
  );
  keys.press('42#');
  await w.pass(5);
  expect(w.phone(CALLER).words.at(-1)).toBe('keypress');
  expect(await w.context(flow)).toMatchObject({ widgets: { menu: { Digits: '42' } } });

  const speech = await w.call();
  speech.say('forty two');
  await w.pass(8);
  expect(w.phone(CALLER).words.at(-1)).toBe('speech');
  expect(await w.context(flow)).toMatchObject({ widgets: { menu: { SpeechResult: 'forty two' } } });

  await w.call();
  await w.pass(10);
  expect(w.phone(CALLER).words.at(-1)).toBe('timeout');
  expect(w.violations()).toEqual([]);
});

test('gather-input-on-call counts keys only where it is to stop by itself', async () => {
  const w = studioWorld();
  await w.publish(widget('menu', 'gather-input-on-call', { number_of_digits: 3, stop_gather: false }));
  await w.call();
  expect(last(w)).not.toContain('numDigits');
});

test('split-based-on takes the first match that holds whole, else noMatch', async () => {
  const w = studioWorld();
  const condition = (type: string, value: string) => ({ type, value, arguments: ['{{flow.variables.x}}'] });
  const split = {
    ...widget('which', 'split-based-on', { input: '{{flow.variables.x}}' }),
    transitions: [
      { event: 'noMatch', next: 'on_noMatch' },
      {
        event: 'match',
        next: 'on_both',
        conditions: [condition('starts_with', 'a'), condition('contains', 'z')],
      },
      { event: 'match', next: 'on_first', conditions: [condition('starts_with', 'a')] },
      { event: 'match', next: 'on_second', conditions: [condition('equal_to', '{{trigger.call.From}}')] },
    ],
  };
  const flow = async (value: string) => {
    await w.publish(
      widget('set', 'set-variables', { variables: [{ key: 'x', value }] }, { next: 'which' }),
      split,
      ...exits('noMatch', 'both', 'first', 'second'),
    );
    await w.call();
    await w.pass(5);
    return w.phone(CALLER).words.at(-1);
  };
  expect(await flow('abc')).toBe('first');
  expect(await flow('abz')).toBe('both');
  expect(await flow('{{contact.channel.address}}')).toBe('second');
  expect(await flow('x')).toBe('noMatch');
});

test('set-variables: a later one may use an earlier', async () => {
  const w = studioWorld();
  const variables = [
    { key: 'a', value: '2' },
    { key: 'b', value: '{{flow.variables.a | plus: 3}}' },
  ];
  const flow = await w.publish(
    widget('set', 'set-variables', { variables }, { next: 'tell' }),
    say('tell', '{{flow.variables.b}}'),
  );
  await w.call();
  await w.pass(3);
  expect(w.phone(CALLER).words).toEqual(['5']);
  expect(await w.context(flow)).toMatchObject({ flow: { variables: { a: '2', b: '5' } } });
});

test.each([
  { what: 'JSON', page: json({ a: 1 }), event: 'success', data: { parsed: { a: 1 }, status_code: 200 } },
  {
    what: 'text',
    page: { contentType: 'text/plain', body: '{"a":1}' },
    event: 'success',
    data: { body: '{"a":1}' },
  },
  {
    what: 'broken JSON',
    page: { contentType: 'application/json', body: '{' },
    event: 'fail',
    data: { body: '{' },
  },
  {
    what: 'an error',
    page: { status: 500, errorCode: 11200, body: 'Oops' },
    event: 'fail',
    data: { status_code: 500 },
  },
  { what: 'nothing in time', page: { status: 0, errorCode: 11205 }, event: 'fail', data: { status_code: 0 } },
  {
    what: 'too much',
    page: { contentType: 'text/plain', body: 'x'.repeat(65_537) },
    event: 'fail',
    data: { body: '' },
  },
])('run-function that answers $what: $event', async ({ page, event, data }) => {
  const w = studioWorld();
  w.page('/fn', page);
  const parameters = [{ key: 'who', value: '{{contact.channel.address}}' }];
  const flow = await w.publish(
    widget('ask', 'run-function', { url: `${SITE}/fn?a=1`, parameters }, leads('success', 'fail')),
    ...exits('success', 'fail'),
  );
  const line = await w.call();
  await w.pass(5);
  expect(w.phone(CALLER).words).toEqual([event]);
  expect(await w.context(flow)).toMatchObject({ widgets: { ask: data } });
  const asked = w.kernel.webhooks.sent.find(({ purpose }) => purpose === 'studio function');
  expect(asked).toMatchObject({
    url: `${SITE}/fn?a=1#tt=10000&rt=10000&rc=0`,
    method: 'POST',
    params: { who: CALLER },
    callSid: line.callSid,
  });
  expect(w.violations()).toEqual([]);
});

test('functions one after the other have a request each, so that no answer takes too long', async () => {
  const w = studioWorld();
  w.page('/fn', json({}));
  await w.publish(
    widget('one', 'run-function', { url: `${SITE}/fn` }, { success: 'two' }),
    widget('two', 'run-function', { url: `${SITE}/fn` }, { success: 'bye' }),
    say('bye', 'Bye'),
  );
  await w.call();
  await w.pass(5);
  expect(w.documents()[0]).toContain('FlowEvent=continue');
  expect(w.sentTo('/fn')).toHaveLength(2);
  expect(w.phone(CALLER).words).toEqual(['Bye']);
});

test('make-http-request sends fields, or JSON that its templates have made', async () => {
  const w = studioWorld();
  w.page('/http', json({ ok: true }));
  const form = {
    url: `${SITE}/http`,
    method: 'GET',
    content_type: 'application/x-www-form-urlencoded;charset=utf-8',
  };
  const body = '{"from":"{{trigger.call.From}}"}';
  const post = { url: `${SITE}/http`, method: 'POST', content_type: 'application/json;charset=utf-8', body };
  const flow = await w.publish(
    widget(
      'get',
      'make-http-request',
      { ...form, parameters: [{ key: 'a', value: 'b' }] },
      { success: 'post' },
    ),
    widget('post', 'make-http-request', post, leads('success', 'failed')),
    ...exits('success', 'failed'),
  );
  await w.call();
  await w.pass(5);
  expect(w.phone(CALLER).words).toEqual(['success']);
  const sent = w.kernel.webhooks.sent.filter(({ purpose }) => purpose === 'studio request');
  expect(sent).toMatchObject([
    { method: 'GET', params: { a: 'b' } },
    { method: 'POST', json: { from: CALLER } },
  ]);
  expect(await w.context(flow)).toMatchObject({ widgets: { post: { parsed: { ok: true } } } });

  w.page('/http', { status: 404, errorCode: 11200 });
  await w.publish(
    widget('get', 'make-http-request', form, leads('success', 'failed')),
    ...exits('success', 'failed'),
  );
  await w.call();
  await w.pass(5);
  expect(w.phone(CALLER).words.at(-1)).toBe('failed');

  await w.publish(widget('post', 'make-http-request', { ...post, body: '{"a":{{trigger.call.From}}' }));
  await w.call();
  await w.pass(5);
  expect(w.violations()[0]).toContain('the body is said to be JSON, and is not');
});

test('enqueue-call for TaskRouter: the task with its attributes, priority and time', async () => {
  const w = studioWorld();
  const properties = {
    workflow_sid: 'WW00000000000000000000000000000001',
    task_attributes: '{"reason":"{{flow.variables.reason}}","from":"{{trigger.call.From}}"}',
    priority: 5,
    timeout: 3600,
    wait_url: `${SITE}/wait`,
    wait_url_method: 'GET',
  };
  const variables = [{ key: 'reason', value: 'sales' }];
  await w.publish(
    widget('set', 'set-variables', { variables }, { next: 'queue' }),
    widget('queue', 'enqueue-call', properties, leads('failedToEnqueue')),
    ...exits('failedToEnqueue'),
  );
  await w.call();
  expect(w.documents()[0]?.replace(/https:\/\/webhooks[^"]+/, 'FLOW')).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Enqueue workflowSid="WW00000000000000000000000000000001" action="FLOW" ' +
      `waitUrl="${SITE}/wait" waitUrlMethod="GET"><Task priority="5" timeout="3600">` +
      `{&quot;reason&quot;:&quot;sales&quot;,&quot;from&quot;:&quot;${CALLER}&quot;}</Task></Enqueue></Response>`,
  );
  // There is no such workflow: the call does not get into the queue.
  await w.pass(5);
  expect(w.phone(CALLER).words).toEqual(['failedToEnqueue']);
});

test('enqueue-call with attributes that are no JSON is an error, not a task', async () => {
  const w = studioWorld();
  const properties = { workflow_sid: 'WW1', task_attributes: '{"a": {{flow.variables.none}} }' };
  await w.publish(widget('queue', 'enqueue-call', properties, {}));
  await w.call();
  await w.pass(5);
  expect(w.violations()[0]).toContain('task_attributes must be a JSON object');
});

/** A caller who waits in a queue by name. */
async function queued(w: StudioWorld) {
  w.page('/note', json({}));
  const note = (event: string) =>
    widget(`on_${event}`, 'run-function', {
      url: `${SITE}/note`,
      parameters: [{ key: 'event', value: event }],
    });
  const events = ['callComplete', 'failedToEnqueue', 'callFailure'];
  const flow = await w.publish(
    widget('queue', 'enqueue-call', { queue_name: 'Support' }, leads(...events)),
    ...events.map(note),
  );
  const line = await w.call();
  await w.pass(2);
  return { flow, line };
}

test('enqueue-call: a caller who gives up is a call failure', async () => {
  const w = studioWorld();
  const { flow, line } = await queued(w);
  line.hangup();
  await w.pass(5);
  expect(w.sentTo('/note')).toEqual([{ event: 'callFailure' }]);
  expect(await w.context(flow)).toMatchObject({ widgets: { queue: { QueueResult: 'hangup' } } });
  expect(w.timersWaiting()).toBe(0);
});

test('enqueue-call: a caller who leaves by the waiting music is complete', async () => {
  const w = studioWorld();
  w.page('/wait', '<Response><Say>You are next</Say><Leave/></Response>');
  const flow = await w.publish(
    widget(
      'queue',
      'enqueue-call',
      { queue_name: 'Support', wait_url: `${SITE}/wait` },
      leads('callComplete', 'failedToEnqueue', 'callFailure'),
    ),
    ...exits('callComplete', 'failedToEnqueue', 'callFailure'),
  );
  await w.call();
  await w.pass(10);
  expect(w.phone(CALLER).words).toEqual(['You are next', 'callComplete']);
  expect(await w.context(flow)).toMatchObject({ widgets: { queue: { QueueResult: 'leave' } } });
});

test("enqueue-call: a call that REST moves out is no longer the flow's", async () => {
  const w = studioWorld();
  const { flow, line } = await queued(w);
  w.page('/elsewhere', '<Response><Say>Here you are</Say><Pause length="5"/></Response>');
  await w.client.calls(line.callSid).update({ url: `${SITE}/elsewhere` });
  await w.pass(3);
  expect(w.phone(CALLER).words).toEqual(['Here you are']);
  const { executions } = w.client.studio.v2.flows(flow);
  expect((await executions.list())[0]?.status).toBe('active');
  await w.pass(10);
  expect((await executions.list())[0]?.status).toBe('ended');
  expect(w.sentTo('/note')).toEqual([]);
});

test('connect-call-to: one number, several, a client, a conference', async () => {
  const w = studioWorld();
  const document = async (properties: Record<string, unknown>) => {
    await w.publish(
      widget('phone', 'connect-call-to', { caller_id: '{{contact.channel.address}}', ...properties }),
    );
    const line = await w.call();
    line.hangup();
    await w.pass(2);
    return w
      .documents()
      .filter((text) => text.includes('<Dial'))
      .at(-1)
      ?.replace(/https:\/\/webhooks[^"]+/, 'FLOW')
      .replace(/^.*<Response>|<\/Response>$/g, '');
  };
  expect(await document({ noun: 'number', to: FRIEND, timeout: 20, time_limit: '60' })).toBe(
    `<Dial action="FLOW" callerId="${CALLER}" timeout="20" timeLimit="60"><Number>${FRIEND}</Number></Dial>`,
  );
  expect(await document({ noun: 'number-multi', to: `${FRIEND}, +14155550103` })).toBe(
    `<Dial action="FLOW" callerId="${CALLER}"><Number>${FRIEND}</Number><Number>+14155550103</Number></Dial>`,
  );
  expect(await document({ noun: 'client', to: 'client:joe' })).toBe(
    `<Dial action="FLOW" callerId="${CALLER}"><Client>joe</Client></Dial>`,
  );
  expect(await document({ noun: 'conference', to: 'Room' })).toBe(
    '<Dial action="FLOW"><Conference>Room</Conference></Dial>',
  );
  expect(w.violations()).toEqual([]);
  await w.publish(
    widget('phone', 'connect-call-to', { noun: 'number', caller_id: 'x', to: '{{flow.variables.none}}' }),
  );
  await w.call();
  await w.pass(5);
  expect(w.violations()[0]).toContain('there is nobody to connect to');
});

test('connect-call-to goes on when the other side hangs up', async () => {
  const w = studioWorld();
  const properties = { noun: 'number', to: FRIEND, caller_id: '{{contact.channel.address}}' };
  const flow = await w.publish(
    widget('phone', 'connect-call-to', properties, leads('callCompleted', 'hangup')),
    ...exits('callCompleted', 'hangup'),
  );
  w.phone(FRIEND).whenRung = (leg) => leg.answer();
  await w.call();
  await w.pass(2);
  w.phone(FRIEND).line.hangup();
  await w.pass(5);
  expect(w.phone(CALLER).words).toEqual(['callCompleted']);
  expect(await w.context(flow)).toMatchObject({ widgets: { phone: { DialCallStatus: 'completed' } } });
});

test('add-twiml-redirect hands the call over, and takes it back with what it brings', async () => {
  const w = studioWorld();
  const flow = await w.publish(
    widget(
      'away',
      'add-twiml-redirect',
      { url: `${SITE}/away?x={{trigger.call.To}}`, method: 'GET' },
      leads('return', 'timeout', 'fail'),
    ),
    ...exits('return', 'timeout', 'fail'),
  );
  const { webhookUrl } = await w.client.studio.v2.flows(flow).fetch();
  w.page(
    '/away',
    `<Response><Say>Away</Say><Redirect>${webhookUrl}?FlowEvent=return&amp;colour=red</Redirect></Response>`,
  );
  await w.call();
  await w.pass(5);
  expect(w.phone(CALLER).words).toEqual(['Away', 'return']);
  expect(await w.context(flow)).toMatchObject({ widgets: { away: { colour: 'red' } } });
  expect(w.timersWaiting()).toBe(0);
  expect(w.violations()).toEqual([]);
});

test('add-twiml-redirect: a call that comes back too late, an address that is none, a return from elsewhere', async () => {
  const w = studioWorld();
  w.page('/note', json({}));
  w.page('/away', '<Response><Pause length="60"/></Response>');
  const note = widget('note', 'run-function', { url: `${SITE}/note` });
  const flow = await w.publish(
    widget('away', 'add-twiml-redirect', { url: `${SITE}/away`, timeout: '10' }, { timeout: 'note' }),
    note,
  );
  await w.call();
  await w.pass(11);
  expect(w.sentTo('/note')).toHaveLength(1);
  expect(await w.path(flow)).toContain('away → note (timeout)');
  await w.pass(60);

  await w.publish(
    widget('away', 'add-twiml-redirect', { url: '{{flow.variables.none}}' }, { fail: 'bye' }),
    say('bye', 'Fail'),
  );
  await w.call();
  await w.pass(5);
  expect(w.phone(CALLER).words).toEqual(['Fail']);

  const other = await w.publish(say('hello', 'A long text for you. And another one.'));
  const line = await w.call();
  const { webhookUrl } = await w.client.studio.v2.flows(other).fetch();
  const answer = await w.studio.answer({
    url: new URL(webhookUrl),
    params: { FlowEvent: 'return', CallSid: line.callSid },
  });
  expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('it is at "hello"') });
});

const MAIL = ['recordingComplete', 'noAudio', 'hangup'];

test('record-voicemail keeps what the caller says', async () => {
  const w = studioWorld();
  const properties = {
    timeout: 3,
    finish_on_key: '#',
    max_length: 120,
    play_beep: 'true',
    trim: 'trim-silence',
    transcribe: false,
    recording_status_callback_url: `${SITE}/recorded`,
  };
  const flow = await w.publish(
    widget('mail', 'record-voicemail', properties, leads(...MAIL)),
    ...exits(...MAIL),
  );
  w.page('/recorded', '');
  const line = await w.call();
  expect(last(w)).toBe(
    '<Response><Record action="FLOW?FlowEvent=record" timeout="3" finishOnKey="#" maxLength="120" playBeep="true" ' +
      `trim="trim-silence" transcribe="false" recordingStatusCallback="${SITE}/recorded"/>` +
      '<Redirect>FLOW?FlowEvent=noAudio</Redirect></Response>',
  );
  await w.pass(1);
  line.say('Please call me back about the big order');
  await w.pass(2);
  line.say('Thank you');
  await w.pass(6);
  expect(w.phone(CALLER).sounds).toContain('tone:record-beep');
  expect(w.phone(CALLER).words).toEqual(['recordingComplete']);
  expect(await w.client.calls(line.callSid).recordings.list()).toMatchObject([{ callSid: line.callSid }]);
  const [recording] = await w.client.recordings.list({ callSid: line.callSid });
  expect(recording).toMatchObject({ duration: '3', source: 'RecordVerb', status: 'completed', channels: 1 });
  expect(await w.context(flow)).toMatchObject({
    widgets: {
      mail: { RecordingSid: recording?.sid, RecordingUrl: recording?.mediaUrl, RecordingDuration: '3' },
    },
  });
  expect(w.sentTo('/recorded')).toMatchObject([
    { RecordingStatus: 'completed', RecordingSid: recording?.sid },
  ]);

  expect((await w.client.recordings(recording?.sid ?? '').fetch()).callSid).toBe(line.callSid);
  const heard = await w.client.request({ method: 'get', uri: `${recording?.mediaUrl}.wav` });
  expect(heard).toMatchObject({ statusCode: 200 });
  await w.client.recordings(recording?.sid ?? '').remove();
  expect(await w.client.recordings.list()).toEqual([]);
  expect(w.violations()).toEqual([]);
  expect(w.timersWaiting()).toBe(0);
});

test('record-voicemail ends at its key, at its longest, and goes on where nothing was said', async () => {
  const w = studioWorld();
  const properties = { timeout: 3, finish_on_key: '#', max_length: 10, play_beep: 'false' };
  const flow = await w.publish(
    widget('mail', 'record-voicemail', properties, leads(...MAIL)),
    ...exits(...MAIL),
  );
  const silent = await w.call();
  silent.press('5');
  await w.pass(5);
  expect(w.phone(CALLER).words).toEqual(['noAudio']);

  const keyed = await w.call();
  keyed.say('Hello');
  await w.pass(0.5);
  keyed.press('#');
  await w.pass(3);
  expect(await w.context(flow)).toMatchObject({ widgets: { mail: { Digits: '#', RecordingDuration: '1' } } });

  const long = await w.call();
  long.say('word '.repeat(60));
  await w.pass(11);
  expect(await w.context(flow)).toMatchObject({ widgets: { mail: { RecordingDuration: '10' } } });
  expect(w.phone(CALLER).words).toEqual(['noAudio', 'recordingComplete', 'recordingComplete']);
});

test.each([
  { what: 'who said something', words: 'Hello', status: 'completed' },
  { what: 'who said nothing', words: '', status: 'absent' },
])('record-voicemail: a caller $what and hangs up', async ({ words, status }) => {
  const w = studioWorld();
  w.page('/note', json({}));
  const parameters = [{ key: 'url', value: '{{widgets.mail.RecordingUrl}}' }];
  await w.publish(
    widget('mail', 'record-voicemail', {}, { hangup: 'note' }),
    widget('note', 'run-function', { url: `${SITE}/note`, parameters }),
  );
  const line = await w.call();
  await w.pass(1);
  if (words) line.say(words);
  await w.pass(1);
  line.hangup();
  await w.pass(5);
  const [made] = await w.client.recordings.list();
  expect(made?.status).toBe(status);
  expect(w.sentTo('/note')).toEqual([{ url: words ? made?.mediaUrl : '' }]);
  expect(w.timersWaiting()).toBe(0);
});
