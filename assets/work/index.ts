import type { DeskModel } from '../desk/model';
import { followLanguage } from '../i18n/late';
import { lateStyle } from '../style/late';
import { WorkModel } from './model';

export { DoctorLink, DoctorView, openDoctor } from '../doctor';
export { openFloor, QueueBoard } from '../floor';
export { GonePanel, OfferPanel } from '../offer/panel';
export { PresenceControl } from '../presence/control';
export { SetAsideNote } from '../presence/set-aside';
export { WrapUpPanel } from '../wrap-up/panel';
export { NoteReminder } from '../wrap-up/reminder';
export { QueueLink } from './queue-link';

/** Opens what belongs to calls that come in. Rejects when a part of it can't be loaded. */
export async function openWork(desk: DeskModel, sdkOrigin: string | null): Promise<WorkModel> {
  await Promise.all([followLanguage(), lateStyle('work')]);
  const model = new WorkModel(desk, sdkOrigin);
  model.start();
  return model;
}
