import { type Client, until } from './client';
import { PEOPLE } from './people';
import { half, storyteller } from './story-parts';

/**
 * The whole first job of Cordboard, played by itself: Ada signs up with the codes from the inbox, starts a call, answers
 * her phone, presses a key, talks with Carl, and Carl hangs up. `beat` is the pause between two steps: people are never
 * as fast as a program, and webhooks are under way meanwhile.
 */
export async function playStory(client: Client, beat: () => Promise<unknown> = half): Promise<void> {
  const { agent, customer } = PEOPLE;
  const { tell, heard, state, talk } = storyteller(client, beat);

  await tell(`${agent.name} proves ${agent.email} and ${agent.phone} with the codes that were sent to them.`);
  await client.signUp(agent.email, agent.phone);

  await tell(`${agent.name} starts a call to ${customer.name}. ${agent.name}'s own phone rings first.`);
  await client.must('/phone-to-phone/start', {
    RecipientNumber: customer.phone,
    ConferenceName: `${agent.name} and ${customer.name}`,
  });
  await state(agent.phone, 'ringing');
  await beat();
  await client.phone(agent.phone, 'answer');
  await state(agent.phone, 'in-call');

  await tell(`${agent.name} hears who is about to be called, and presses 1.`);
  await beat();
  await client.phone(agent.phone, 'press', { digits: '1' });
  await state(customer.phone, 'ringing');

  await tell(`${customer.name}'s phone rings; ${customer.name} answers. They talk.`);
  await beat();
  await client.phone(customer.phone, 'answer');
  await talk(agent.phone, customer.phone);
  await client.phone(agent.phone, 'say', { text: 'Hello Carl, this is Ada.' });
  await heard(customer.phone, 'this is Ada');
  await client.phone(customer.phone, 'say', { text: 'Hello Ada, good to hear you.' });
  await heard(agent.phone, 'good to hear you');

  await tell(`${customer.name} hangs up; the call ends for both.`);
  await client.phone(customer.phone, 'hangup');
  await state(agent.phone, 'idle');
  await until('the call is history', async () => {
    const { data } = await client.must('/calls/history');
    return (data.calls as { phase: string }[])[0]?.phase === 'ended';
  });
  await tell('The call is over and stands in the history.');
}
