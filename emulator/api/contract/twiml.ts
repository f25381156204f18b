import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { elements, type XmlElement } from '../../xml';
import { deriveGrammar, type ElementRule, type Grammar, type ValueRule } from './twiml-grammar';

export type TwimlKind = 'voice' | 'messaging';

/** Grows when the derivation changes, so that nothing older is read back. */
const EDITION = 1;

/** Twilio's grammar of TwiML, derived when first needed, and kept in `cacheDir` if there is one. */
export class TwimlGrammar {
  #known: Partial<Record<TwimlKind, Grammar>> = {};

  constructor(private readonly cacheDir?: string) {}

  /** What in a document Twilio would not take, one sentence each; empty when it is well formed. */
  check(document: XmlElement, kind: TwimlKind): string[] {
    const grammar = this.of(kind);
    const root = grammar.rules[grammar.root];
    if (!root || document.name !== root.element)
      return [`the document begins with <${document.name}>, not with <Response>`];
    const problems: string[] = [];
    checkElement(document, root, grammar, 'Response', problems);
    return problems;
  }

  of(kind: TwimlKind): Grammar {
    this.#known[kind] ??= this.#load(kind);
    return this.#known[kind];
  }

  #load(kind: TwimlKind): Grammar {
    const { version } = createRequire(__filename)('twilio/package.json') as { version: string };
    const file = this.cacheDir && path.join(this.cacheDir, `twiml-${kind}-${version}-${EDITION}.json`);
    if (!file) return derive(kind);
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Grammar;
    } catch {
      const made = derive(kind);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(made));
      renameSync(`${file}.${process.pid}`, file);
      return made;
    }
  }
}

const derive = (kind: TwimlKind): Grammar =>
  deriveGrammar(kind === 'voice' ? 'VoiceResponse' : 'MessagingResponse');

function checkElement(
  node: XmlElement,
  rule: ElementRule,
  grammar: Grammar,
  where: string,
  problems: string[],
): void {
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name.startsWith('xml')) continue;
    const allowed = rule.attributes[name];
    const problem = allowed ? valueProblem(allowed, value) : misspelt(name, Object.keys(rule.attributes));
    if (problem) problems.push(`${where}: the attribute ${name} ${problem}`);
  }
  const own = node.children.filter((child) => typeof child === 'string').join('');
  if (!rule.text && own.trim() !== '')
    problems.push(`${where}: text may not stand here ("${own.trim().slice(0, 40)}")`);
  for (const child of elements(node)) {
    const place = `${where} > ${child.name}`;
    const next = grammar.rules[rule.children[child.name] ?? ''];
    if (next) checkElement(child, next, grammar, place, problems);
    else problems.push(`${place}: ${misspelt(child.name, Object.keys(rule.children))}`);
  }
}

/** Says that a name does not exist, and which one may have been meant. */
function misspelt(name: string, known: string[]): string {
  const meant = known.find((other) => other.toLowerCase() === name.toLowerCase());
  return `does not exist here${meant ? `; ${meant} does` : ''}`;
}

function valueProblem(rule: ValueRule, value: string): string | undefined {
  if (rule.text) return undefined;
  if (rule.number && /^-?\d+(\.\d+)?$/.test(value)) return undefined;
  if (rule.boolean && /^(true|false)$/.test(value)) return undefined;
  const words = rule.list ? value.split(' ') : [value];
  const wrong = words.filter((word) => !rule.words?.includes(word));
  if (rule.words && wrong.length === 0) return undefined;
  const wanted = [
    ...(rule.number ? ['a number'] : []),
    ...(rule.boolean ? ['true or false'] : []),
    ...(rule.words && rule.words.length > 12 ? [`one of ${rule.words.length} words`] : (rule.words ?? [])),
  ];
  return `is "${value}"; it takes ${wanted.join(', ')}`;
}
