import { elements, type XmlElement } from '../../../xml';
import { Interrupted, nested, sleep, until } from '../../core';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { legOf, type Outcome, type Scene } from '../scene';
import { speakingSeconds } from '../speech';
import { pause } from './pause';
import { play } from './play';
import { say } from './say';

const PROMPTS = { Say: say, Play: play, Pause: pause };

/** What was gathered. */
type Input = { digits: string; key?: string } | { speech: string } | undefined;

interface Listening {
  digits: boolean;
  speech: boolean;
  numDigits: number;
  finishOnKey: string;
  timeout: number;
  /** Silence after speech that ends it, in seconds. */
  speechTimeout: number;
}

/** With `speechTimeout="auto"`, Twilio stops at the first pause; this long is a pause. */
const AUTO_PAUSE_SECONDS = 1;
/** The emulator hears every word as it was said, and is sure of it. */
const CONFIDENCE = '1.0';

/** `<Gather>`: keys and speech, while prompts play or after. https://www.twilio.com/docs/voice/twiml/gather */
export async function gather(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, {
    supported: [
      'action',
      'method',
      'input',
      'timeout',
      'speechTimeout',
      'numDigits',
      'finishOnKey',
      'actionOnEmptyResult',
    ],
    ignored: ['language', 'hints', 'profanityFilter', 'enhanced', 'speechModel', 'bargeIn', 'debug'],
    missing: ['partialResultCallback', 'partialResultCallbackMethod', 'maxSpeechTime'],
  });
  const input = attributes.words('input', ['dtmf', 'speech'] as const) ?? ['dtmf'];
  const timeout = attributes.text('timeout') === 'auto' ? 5 : attributes.int('timeout', 5, 1);
  const speechTimeout = attributes.text('speechTimeout');
  const listening: Listening = {
    digits: input.includes('dtmf'),
    speech: input.includes('speech'),
    numDigits: attributes.int('numDigits', Number.POSITIVE_INFINITY, 1),
    finishOnKey: attributes.text('finishOnKey') ?? '#',
    timeout,
    speechTimeout:
      speechTimeout === 'auto' ? AUTO_PAUSE_SECONDS : attributes.int('speechTimeout', timeout, 1),
  };
  const always = attributes.bool('actionOnEmptyResult', false);
  const action = attributes.target('action', 'method');
  const method = attributes.method('method');
  const leg = legOf(scene);
  leg.pickUp();
  const got = await collect(scene, element, listening);
  if (!got && !always) return undefined;
  const to = action ?? (scene.document ? { url: scene.document.url, method } : undefined);
  if (!to) throw new TwimlFailure(11100, '<Gather> without an action in inline TwiML has nowhere to go');
  return { next: 'go', to, params: answerParams(got, listening) };
}

function answerParams(got: Input, listening: Listening): Record<string, string> {
  if (got && 'speech' in got) return { SpeechResult: got.speech, Confidence: CONFIDENCE, Language: 'en-US' };
  const digits = got?.digits ?? '';
  return listening.digits
    ? { Digits: digits, FinishedOnKey: got?.key ?? '', msg: 'Gather End' }
    : { SpeechResult: '' };
}

/** Plays the prompts until somebody answers, then waits for the rest of the answer. */
async function collect(scene: Scene, element: XmlElement, listening: Listening): Promise<Input> {
  const leg = legOf(scene);
  const prompts = nested(scene.signal);
  const answering = nested(scene.signal);
  let started = false;
  const begin = () => {
    if (started) return;
    started = true;
    prompts.abort();
    leg.hush();
  };
  const answer = listen(scene, listening, answering.signal, begin);
  const silent = prompt({ ...scene, signal: prompts.signal }, element)
    .then(() => sleep(scene.core, listening.timeout, prompts.signal))
    .then(
      () => 'silence' as const,
      (error: unknown) => {
        if (error instanceof Interrupted && started && !scene.signal.aborted) return 'answered' as const;
        throw error;
      },
    );
  try {
    const first = await Promise.race([silent, answer.then(() => 'answered' as const)]);
    return first === 'silence' ? undefined : await answer;
  } finally {
    prompts.abort();
    answering.abort();
    // Whichever of the two is still waiting has just been interrupted; nobody else looks at it.
    answer.catch(() => undefined);
    silent.catch(() => undefined);
  }
}

async function prompt(scene: Scene, element: XmlElement): Promise<void> {
  for (const child of elements(element)) {
    const verb = PROMPTS[child.name as keyof typeof PROMPTS];
    if (!verb)
      throw new TwimlFailure(12100, `<${child.name}> is not allowed in <Gather>`, scene.document?.url);
    await verb(scene, child);
  }
}

/** Resolves with what was put in, once it is complete. `begin` is called at the first key or word. */
function listen(scene: Scene, listening: Listening, signal: AbortSignal, begin: () => void): Promise<Input> {
  const leg = legOf(scene);
  return until<Input>(signal, (done) => {
    let digits = '';
    let spoken = '';
    let timer = leg.after(0, () => undefined);
    const completeIn = (seconds: number, input: () => Input) => {
      timer.cancel();
      timer = leg.after(seconds, () => done(input()));
    };
    const stop = leg.listen({
      key: (key) => {
        if (!listening.digits || spoken) return;
        begin();
        if (listening.finishOnKey.includes(key)) {
          done(digits ? { digits, key } : undefined);
          return;
        }
        digits += key;
        if (digits.length >= listening.numDigits) done({ digits });
        else completeIn(listening.timeout, () => ({ digits }));
      },
      speech: (text) => {
        if (!listening.speech || digits) return;
        begin();
        spoken = spoken ? `${spoken} ${text}` : text;
        completeIn(speakingSeconds(text) + listening.speechTimeout, () => ({ speech: spoken }));
      },
    });
    return () => {
      timer.cancel();
      stop();
    };
  });
}
