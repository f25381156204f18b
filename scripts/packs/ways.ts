import { BASE, CORE, FOLDER } from './table';

/** Private assets have no place of their own that code could name: Twilio's runtime tells where each of them is. */
const LOAD = `n=>{const a=Runtime.getAssets()["/${FOLDER}/"+n+".js"];if(!a)throw new Error("The private asset /${FOLDER}/"+n+".js is missing: deploy the assets together with the functions");return require(a.path)}`;

/** What a pack takes of another is there from the moment it is used, which is never while it is loaded. */
const WAY = 'n=>{let p;return new Proxy({},{get:(_,k)=>(p??=$load(n))[k]})}';

/** What a function declares is named when it is loaded and needed when it is called: a use case, how to make a schema. */
const LATE =
  'n=>{let p;return new Proxy({},{get:(_,k)=>(...a)=>{const f=(p??=$load(n))[k];return typeof f=="function"?f(...a):f}})}';

const REQUIRED = /\brequire\("pack:(\w+)"\)/g;

/**
 * Puts the ways to other packs in the place of the `require("pack:…")` that esbuild has left in an output.
 *
 * @param pack which pack the output is; undefined for a function
 */
export function withWays(text: string, pack: string | undefined): string {
  const used = [...new Set([...text.matchAll(REQUIRED)].map(([, name = '']) => name))];
  const atOnce = (name: string): boolean =>
    name === CORE || (name === BASE && pack !== undefined && pack !== CORE);
  const ways = used.map((name) => `$${name}=${atOnce(name) ? '$load' : '$way'}("${name}")`);
  if (!used.every(atOnce)) ways.unshift(`$way=${pack === undefined ? LATE : WAY}`);
  if (used.length > 0) ways.unshift(`$load=${LOAD}`);
  const code = text.replace(REQUIRED, '$$$1').replace(/^"use strict";/, '');
  const begin = `"use strict";${ways.length > 0 ? `const ${ways.join(',')};` : ''}`;
  // Twilio calls the file by a SID; in a stack it is then called by its name.
  const end = pack === undefined ? '' : `//# sourceURL=${FOLDER}/${pack}.js\n`;
  return `${begin}${code}${end}`;
}
