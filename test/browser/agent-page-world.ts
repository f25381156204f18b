import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type Client, PATIENCE } from '../../scripts/client';
import { ADA, type World } from '../harness/world';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe found, as sentences. */
type Axe = {
  run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

/** The agent's page in a real browser, driven by what people see and press. */
export class AgentPage {
  /** Requests that left the machine. There must be none. */
  readonly strangers: string[] = [];
  /** What the page threw or the policy refused. There must be nothing. */
  readonly faults: string[] = [];

  constructor(
    readonly page: Page,
    private readonly world: World,
  ) {
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (hostname !== 'localhost' && protocol !== 'blob:' && protocol !== 'data:')
        this.strangers.push(request.url());
    });
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) this.faults.push(message.text());
    });
  }

  get client(): Client {
    return this.world.client();
  }

  async open(path = '/'): Promise<this> {
    await this.page.goto(this.world.app + path);
    await this.page.locator('main').waitFor();
    return this;
  }

  /** The text of the call's state, as it is drawn large. */
  async shows(text: string | RegExp): Promise<void> {
    await this.page.locator('.call h2').filter({ hasText: text }).waitFor();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async press(button: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
  }

  /** Fills in the code that was sent last. */
  async enterCodeOf(to: string): Promise<void> {
    await this.page.locator('input.code').fill(await this.client.codeFor(to));
  }

  /** From the first screen to the desk, with the codes from the inbox. */
  async signIn({ email, phone }: { email: string; phone: string } = ADA): Promise<void> {
    await this.page.getByRole('textbox').fill(email);
    await this.page.keyboard.press('Enter');
    await this.page.locator('input.code').waitFor();
    await this.enterCodeOf(email);
    const number = this.page.locator('input.number');
    await number.fill(phone);
    await number.press('Enter');
    await this.page.locator('input.code').waitFor();
    await this.enterCodeOf(phone);
    await this.isAtDesk();
  }

  async isAtDesk(): Promise<void> {
    await this.page.locator('.desk .live.live').waitFor();
  }

  async dial(number: string): Promise<void> {
    await this.page.locator('input.number').fill(number);
    await this.page.locator('input.number').press('Enter');
  }

  /** Every rule of WCAG 2.2 AA that a program can check, and that nothing is cut off at the side. */
  async isAccessible(): Promise<void> {
    // A policy without 'unsafe-eval' is no hindrance here: the protocol evaluates, not the page.
    await this.page.evaluate(axe);
    const found = await this.page.evaluate(async (rules) => {
      const { violations } = await (window as unknown as { axe: Axe }).axe.run(document, { runOnly: rules });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    }, RULES);
    expect(found).toEqual([]);
    expect(await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
}

/**
 * Browsers for a test file: one program, a fresh profile for each test. Pages may use a microphone that beeps, unless
 * `flags` (as `launchBrowser` takes them) are given.
 */
export function useBrowser(world: World, flags?: readonly string[]) {
  let browser: Browser | undefined;
  let giveBack: () => Promise<void> = async () => undefined;
  const opened: AgentPage[] = [];
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    ({ browser, close: giveBack } = await (flags
      ? standing().otherBrowser(flags)
      : standing().standingBrowser()));
  });
  afterEach(async () => {
    for (const { strangers, faults } of opened.splice(0))
      expect({ strangers, faults }).toEqual({ strangers: [], faults: [] });
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => giveBack());
  const tab = async (context: BrowserContext): Promise<AgentPage> => {
    const agent = new AgentPage(await context.newPage(), world);
    opened.push(agent);
    return agent;
  };
  return {
    /** A profile of its own, with one tab. */
    async page(options: BrowserContextOptions = {}): Promise<AgentPage> {
      if (!browser) throw new Error('useBrowser() starts the browser in beforeAll');
      const context = await browser.newContext({
        viewport: { width: 1280, height: 860 },
        reducedMotion: 'reduce',
        locale: 'en-US',
        ...options,
      });
      context.setDefaultTimeout(PATIENCE);
      contexts.push(context);
      return tab(context);
    },
    /** Another tab of the same profile. */
    anotherTab: (of: AgentPage): Promise<AgentPage> => tab(of.page.context()),
  };
}
