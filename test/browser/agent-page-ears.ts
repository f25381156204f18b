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

/** Gives a page ears; before it is opened. */
export const giveEars = (page: Page): Promise<unknown> => page.addInitScript(install);

/** Waits until a frequency stands out of what the page receives by 20 dB. */
export async function hears(page: Page, hertz: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => (window as unknown as { ears: Ears }).ears.above(wanted) > 20,
    hertz,
    {
      timeout: 5_000,
    },
  );
}

/** Whether the page's microphone is on the line. */
export const isSending = (page: Page): Promise<boolean> =>
  page.evaluate(() => (window as unknown as { ears: Ears }).ears.sending());

/** Waits until the page's sound is on its way: a call is accepted before its audio is connected. */
export async function speaks(page: Page): Promise<void> {
  await page.waitForFunction(async () => (await (window as unknown as { ears: Ears }).ears.sent()) > 10);
}
