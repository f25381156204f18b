import { signal } from '@preact/signals';

/** A microphone or a speaker. Its id may be another one after a reload, so that it is remembered by its name. */
export interface AudioDevice {
  id: string;
  name: string;
}

/** The id of whatever the system uses, and the name under which that is chosen. */
export const SYSTEM_DEFAULT = 'default';

/** The devices of one kind, without the entries that stand for the system's. */
export async function devicesOf(kind: MediaDeviceKind): Promise<AudioDevice[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter(
      (device) => device.kind === kind && !['', SYSTEM_DEFAULT, 'communications'].includes(device.deviceId),
    )
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

/** The id of the device by that name; one that isn't there gives way to the system's. */
export async function idOf(kind: MediaDeviceKind, name: string): Promise<string> {
  if (name === SYSTEM_DEFAULT) return SYSTEM_DEFAULT;
  return (await devicesOf(kind)).find((device) => device.name === name)?.id ?? SYSTEM_DEFAULT;
}

/** The devices there are; they come and go while one watches. Names are empty until a microphone was allowed. */
export class AudioDevices {
  readonly inputs = signal<AudioDevice[]>([]);
  readonly outputs = signal<AudioDevice[]>([]);

  async read(): Promise<void> {
    [this.inputs.value, this.outputs.value] = await Promise.all([
      devicesOf('audioinput'),
      devicesOf('audiooutput'),
    ]);
  }

  /** Keeps the lists right until the function that is returned is called. */
  watch(): () => void {
    const changed = () => {
      this.read().catch(() => undefined);
    };
    changed();
    navigator.mediaDevices.addEventListener('devicechange', changed);
    return () => navigator.mediaDevices.removeEventListener('devicechange', changed);
  }
}

/** Listens to a microphone: tells how loud it is, 0 to 1, until the function that is returned is called. */
export async function listenTo(
  name: string,
  heard: (level: number) => void,
): Promise<{ stream: MediaStream; stop(): void }> {
  // First any: without permission devices have no names to be found by.
  let stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const id = await idOf('audioinput', name);
  if (id !== SYSTEM_DEFAULT) {
    for (const track of stream.getTracks()) track.stop();
    stream = await navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: id } } });
  }
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech has an effective value of about 0.1 to 0.2: a root makes it fill the meter.
    heard(Math.min(1, Math.sqrt(Math.sqrt(power))));
  }, 80);
  return {
    stream,
    stop: () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      context.close();
    },
  };
}

/** Plays a sound to its end on the speaker of that name, where the browser lets one choose. */
export async function playOn(url: string, speaker: string): Promise<void> {
  const audio = new Audio(url);
  const id = await idOf('audiooutput', speaker);
  if (id !== SYSTEM_DEFAULT && 'setSinkId' in audio) await audio.setSinkId(id).catch(() => undefined);
  await audio.play();
  await new Promise((resolve) => {
    audio.onended = resolve;
    audio.onerror = resolve;
  });
}

/** Records for some seconds and plays it back on the speaker of that name. */
export async function echo(
  stream: MediaStream,
  seconds: number,
  speaker: string,
  playing: () => void,
): Promise<void> {
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  setTimeout(() => recorder.stop(), seconds * 1000);
  await stopped;
  const url = URL.createObjectURL(new Blob(parts, { type: recorder.mimeType }));
  try {
    playing();
    await playOn(url, speaker);
  } finally {
    URL.revokeObjectURL(url);
  }
}
