import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as TypeScript from 'typescript';

/** What an attribute may hold. With `words` it is one of them (several, with spaces between, when `list`). */
export interface ValueRule {
  number?: true;
  boolean?: true;
  text?: true;
  list?: true;
  words?: string[];
}

export interface ElementRule {
  element: string;
  attributes: Record<string, ValueRule>;
  /** Element name → rule of it in this place. */
  children: Record<string, string>;
  /** Whether text may stand in it. */
  text: boolean;
}

/** Rules by name; the document's own is `root`. */
export interface Grammar {
  root: string;
  rules: Record<string, ElementRule>;
}

/** Written in small letters in the package, and in camelCase by Twilio's documentation and servers. */
const SPELLING: Record<string, string> = {
  backgroundnoisereduction: 'backgroundNoiseReduction',
  speechtimeout: 'speechTimeout',
  deepgramsmartformat: 'deepgramSmartFormat',
  ignorebackchannel: 'ignoreBackchannel',
};

const plain = (name: string): string => name.replace(/^\w+Response\./, '');

/**
 * Derives the grammar of TwiML from the `twilio` package's own types: its classes are the elements, their methods the
 * nesting, the methods' option types the attributes. Twilio publishes no schema of TwiML.
 */
export function deriveGrammar(response: 'VoiceResponse' | 'MessagingResponse'): Grammar {
  // Loaded here, because it takes longer than everything else and is only needed when nothing is cached.
  const require = createRequire(__filename);
  const ts = require('typescript') as typeof TypeScript;
  const file = path.join(path.dirname(require.resolve('twilio/package.json')), 'lib/twiml', response);
  const parse = (ending: string) =>
    ts.createSourceFile(ending, readFileSync(file + ending, 'utf8'), ts.ScriptTarget.ES2022, true);
  const { classes, interfaces, types } = declarations(ts, parse('.d.ts'));
  const tags = new Map([...elementNames(ts, parse('.js')), [response, 'Response']]);

  const ruleFor = (type: TypeScript.TypeNode | undefined): ValueRule => {
    if (!type) return { text: true };
    if (ts.isUnionTypeNode(type)) return type.types.map(ruleFor).reduce(merge, {});
    if (ts.isArrayTypeNode(type)) return { ...ruleFor(type.elementType), list: true };
    if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return { words: [type.literal.text] };
    if (type.kind === ts.SyntaxKind.NumberKeyword) return { number: true };
    if (type.kind === ts.SyntaxKind.BooleanKeyword) return { boolean: true };
    const alias = ts.isTypeReferenceNode(type) ? types.get(plain(type.typeName.getText())) : undefined;
    return alias ? ruleFor(alias) : { text: true };
  };
  const attributesOf = (name: string): Record<string, ValueRule> => {
    const all: Record<string, ValueRule> = {};
    for (const declared of interfaces.get(name) ?? []) {
      for (const { expression } of (declared.heritageClauses ?? []).flatMap((clause) => [...clause.types]))
        Object.assign(all, attributesOf(plain(expression.getText())));
      for (const member of declared.members) {
        if (!ts.isPropertySignature(member)) continue;
        const own = member.name.getText().replace(/^["']|["']$/g, '');
        const rule = ruleFor(member.type);
        all[SPELLING[own] ?? own] = /method$/i.test(own) && rule.text ? { words: ['GET', 'POST'] } : rule;
      }
    }
    return all;
  };

  const rules: Record<string, ElementRule> = {};
  const ruleOf = (name: string): ElementRule => {
    rules[name] ??= { element: tags.get(name) ?? name, attributes: {}, children: {}, text: false };
    return rules[name];
  };
  for (const [name, declared] of classes) {
    for (const method of declared.members) {
      if (!ts.isMethodDeclaration(method)) continue;
      const child = plain(method.type?.getText() ?? '');
      const tag = tags.get(child);
      if (tag === undefined || !classes.has(child)) continue;
      ruleOf(name).children[tag] = child;
      const rule = ruleOf(child);
      for (const parameter of method.parameters) {
        if (parameter.name.getText() === 'attributes')
          Object.assign(rule.attributes, attributesOf(plain(parameter.type?.getText() ?? '')));
        else rule.text = true;
      }
    }
  }
  ruleOf(response);
  return { root: response, rules };
}

/** A value that may be of either kind. */
function merge(a: ValueRule, b: ValueRule): ValueRule {
  const words = [...(a.words ?? []), ...(b.words ?? [])];
  return { ...a, ...b, ...(words.length > 0 ? { words } : {}) };
}

function declarations(ts: typeof TypeScript, source: TypeScript.SourceFile) {
  const classes = new Map<string, TypeScript.ClassDeclaration>();
  const interfaces = new Map<string, TypeScript.InterfaceDeclaration[]>();
  const types = new Map<string, TypeScript.TypeNode>();
  const walk = (node: TypeScript.Node): void => {
    if (ts.isClassDeclaration(node) && node.name) classes.set(node.name.text, node);
    else if (ts.isTypeAliasDeclaration(node)) types.set(node.name.text, node.type);
    else if (ts.isInterfaceDeclaration(node))
      interfaces.set(node.name.text, [...(interfaces.get(node.name.text) ?? []), node]);
    ts.forEachChild(node, walk);
  };
  walk(source);
  return { classes, interfaces, types };
}

/** Class → element: from each `new VoiceResponse.Say(this.response.ele("Say", …))` of the package's code. */
function elementNames(ts: typeof TypeScript, source: TypeScript.SourceFile): [string, string][] {
  const found: [string, string][] = [];
  const walk = (node: TypeScript.Node): void => {
    ts.forEachChild(node, walk);
    if (!ts.isNewExpression(node)) return;
    const made = node.arguments?.[0];
    if (!made || !ts.isCallExpression(made) || !/\.ele$/.test(made.expression.getText())) return;
    const tag = made.arguments[0];
    if (tag && ts.isStringLiteral(tag)) found.push([plain(node.expression.getText()), tag.text]);
  };
  walk(source);
  return found;
}
