import type { Core } from '../core';
import type { ConferenceEvent, ConferenceRecord, Subscription } from '../model';
import { Room } from './room';
import { tellSpeakers } from './speakers';

/** What the participant that brings a conference into being settles for all. */
export interface NewConference {
  statusCallback?: Subscription<ConferenceEvent> | undefined;
  region?: string | undefined;
  maxParticipants?: number | undefined;
}

/** The live conference of this name: names are the account's, and free again once a conference is over. */
export const roomNamed = (core: Core, friendlyName: string): Room | undefined =>
  [...core.rooms.values()].find((room) => room.record.friendlyName === friendlyName);

/** Brings a conference into being. It starts once there are people to talk. */
export function openRoom(core: Core, friendlyName: string, settings: NewConference): Room {
  const now = core.kernel.clock.now();
  const record: ConferenceRecord = {
    sid: core.kernel.ids.sid('CF'),
    friendlyName,
    status: 'init',
    region: settings.region ?? 'us1',
    dateCreated: now,
    dateUpdated: now,
    reasonConferenceEnded: null,
    callSidEndingConference: null,
    maxParticipants: settings.maxParticipants ?? 250,
    statusCallback: settings.statusCallback ?? null,
    sequence: 0,
  };
  const room = new Room(core, record);
  tellSpeakers(room);
  return room;
}
