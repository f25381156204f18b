import type { Page } from 'playwright-core';

/** What a page is heard by: its connections' tracks, and how loud frequencies are in what it receives. */
interface Ears {
  /** Decibels of a frequency above the median of all, in what comes in; -Infinity before anything does. */
  above(hertz: number): number;
  /** Whether what goes out is live sound, not muted. */
  sending(): boolean;
  /** Packets of sound that went out. */
  sent(): Promise<number>;
}

/** Put before the page's own scripts: listens to its WebRTC connections. Runs in the browser. */
function install(): void {
  const Native = window.RTCPeerConnection;
  const connections: RTCPeerConnection[] = [];
  const analysers: AnalyserNode[] = [];
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
      this.addEventListener('track', ({ track }) => {
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        analyser.fftSize = 4096;
        // What was heard a moment ago must not be taken for what is heard now.
        analyser.smoothingTimeConstant = 0;
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        analysers.push(analyser);
      });
    }
  };
  const ears: Ears = {
    above(hertz) {
      const levels = analysers.map((analyser) => {
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        const width = analyser.context.sampleRate / analyser.fftSize;
        // What a telephone carries; outside of it there is only the codec's silence.
        const heard = bins.slice(Math.round(300 / width), Math.round(3400 / width)).sort();
        const at = Math.round(hertz / width);
        return Math.max(...bins.slice(at - 1, at + 2)) - (heard[heard.length >> 1] ?? 0);
      });
      return Math.max(Number.NEGATIVE_INFINITY, ...levels);
    },
    sending: () =>
      connections.some((connection) =>
        connection.getSenders().some(({ track }) => track?.readyState === 'live' && track.enabled),
      ),
    async sent() {
      const reports = await Promise.all(connections.map((connection) => connection.getStats()));
      const packets = reports.flatMap((report) =>
        [...report.values()].map((entry) => (entry.type === 'outbound-rtp' ? Number(entry.packetsSent) : 0)),
      );
      return Math.max(0, ...packets);
    },
  };
  Object.assign(window, { ears });
}

/** What is within a second for a person, on a machine that is busy with other tests too. Milliseconds. */
export const A_SECOND = 4_000;

/** Gives a page ears; before it is opened. */
export const giveEars = (page: Page): Promise<unknown> => page.addInitScript(install);

/** Waits until a frequency stands out of what the page receives by 20 dB; with `not`, until it does no longer. */
export async function hears(page: Page, hertz: number, whether: 'aloud' | 'not' = 'aloud'): Promise<void> {
  await page.waitForFunction(
    ([wanted, aloud]) => (window as unknown as { ears: Ears }).ears.above(wanted) > 20 === aloud,
    [hertz, whether === 'aloud'] as const,
  );
}

/** Whether the page's microphone is on the line. */
export const isSending = (page: Page): Promise<boolean> =>
  page.evaluate(() => (window as unknown as { ears: Ears }).ears.sending());

/** Waits until the page's sound is on its way: a call is accepted before its audio is connected. */
export async function speaks(page: Page): Promise<void> {
  await page.waitForFunction(async () => (await (window as unknown as { ears: Ears }).ears.sent()) > 10);
}

/** Gives a page a microphone that hums this one tone; before it is opened. */
export const hums = (page: Page, hertz: number): Promise<unknown> =>
  page.addInitScript((frequency) => {
    const kept: unknown[] = [];
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext();
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      const out = context.createMediaStreamDestination();
      oscillator.frequency.value = frequency;
      gain.gain.value = 0.2;
      oscillator.connect(gain).connect(out);
      oscillator.start();
      // A context that nobody holds is collected with its sound.
      kept.push(context, oscillator);
      const [track] = out.stream.getAudioTracks();
      const stop = track?.stop.bind(track);
      if (track)
        track.stop = () => {
          stop?.();
          if (context.state !== 'closed') context.close();
        };
      return out.stream;
    };
  }, hertz);

/** Lets a test know whether a page rings aloud, that is plays a sound in a loop; before it is opened. */
export const listenForRinging = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const ringing = new Set<AudioBufferSourceNode>();
    const { start, stop } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function (...times) {
      if (this.loop) ringing.add(this);
      start.apply(this, times);
    };
    AudioBufferSourceNode.prototype.stop = function (...times) {
      ringing.delete(this);
      stop.apply(this, times);
    };
    Object.assign(window, { ringing });
  });

/** Whether a page rings aloud now. */
export const isRinging = (page: Page): Promise<boolean> =>
  page.evaluate(() => (window as unknown as { ringing: Set<unknown> }).ringing.size > 0);
