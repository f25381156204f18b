import { type Client, until } from './client';
import { PEOPLE } from './people';
import { half, storyteller } from './story-parts';

/** The number of the local account, which the Studio flow answers. */
const LINE = '+14155550199';

/**
 * The second job of Cordboard, played by itself: Carl calls in, is greeted by the Studio flow, asks for support and waits;
 * TaskRouter offers him to Ada, whose own phone rings; a key, and they talk; afterwards Ada hands in her note. Ada must
 * have signed up with `client`.
 */
export async function playIncomingStory(client: Client, beat: () => Promise<unknown> = half): Promise<void> {
  const { agent, customer } = PEOPLE;
  const { tell, heard, state, talk } = storyteller(client, beat);

  await tell(`${agent.name} is ready for calls.`);
  await client.must('/presence', { activity: 'available' });

  await tell(`${customer.name} calls ${LINE} and is greeted in two languages.`);
  await client.phone(customer.phone, 'call', { to: LINE });
  await heard(customer.phone, 'Thank you for calling');
  await client.phone(customer.phone, 'press', { digits: '1' });
  await heard(customer.phone, 'press 2');
  await tell(`${customer.name} presses 2 for support, and waits with music.`);
  await client.phone(customer.phone, 'press', { digits: '2' });

  await until(`${agent.name}'s phone rings`, async () => {
    const { data } = await client.must('/calls/state');
    return (data.call as { phase?: string } | null)?.phase === 'agent-ringing';
  });
  await tell(
    `TaskRouter has found ${agent.name}: ${agent.name}'s own phone rings, and a key takes the call.`,
  );
  await client.phone(agent.phone, 'answer');
  await heard(agent.phone, 'Press any key to take the call');
  await client.phone(agent.phone, 'press', { digits: '1' });
  await talk(agent.phone, customer.phone);
  await client.phone(agent.phone, 'say', { text: 'Hello Carl, how can I help?' });
  await heard(customer.phone, 'how can I help');

  await tell(`${customer.name} hangs up. ${agent.name} has a minute for the note, and hands it in.`);
  await client.phone(customer.phone, 'hangup');
  await state(agent.phone, 'idle');
  let callId = '';
  await until('the call is history', async () => {
    const { data } = await client.must('/calls/history');
    const [newest] = data.calls as { id: string; phase: string; direction: string }[];
    callId = newest?.direction === 'inbound' && newest.phase === 'ended' ? newest.id : '';
    return callId !== '';
  });
  await client.must('/taskrouter/complete', {
    callId,
    disposition: 'resolved',
    notes: 'Asked about support.',
  });
  await tell(`${agent.name} is ready for the next one.`);
}
